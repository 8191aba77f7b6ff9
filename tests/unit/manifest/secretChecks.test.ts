import { describe, expect, it } from 'vitest';
import { SecretReport } from '../../../packages/manifest/checks/reportFinding.ts';
import {
  checkDocumentSecrets,
  checkEnvSecrets,
  checkFileSecrets,
  checkProseSecrets,
  checkServerSecrets,
} from '../../../packages/manifest/checks/secretCheck.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';

const token = `ghp_${'aB3'.repeat(12)}`;
// Written in parts, so that no scanner reports this file as a leak.
const word = `${'hunter'}22`;

/** What is reported: the place and what it looks like, with `?` for a guess. */
function found(check: (report: SecretReport) => void): string[] {
  const issues = new Issues();
  check(new SecretReport(issues, []));
  return issues.list().map(({ path, code, message }) => {
    const [, line, what, rule] = /^(?:Line (\d+): t|T)his looks like (.*) \(rule ([a-z-]+), /.exec(message) ?? [];
    return `${path}${line ? `line ${line}` : ''}: ${code === 'possible_secret' ? '?' : ''}${rule} ${what}`;
  });
}

describe('a server of mcp.json', () => {
  const inServer = (server: unknown) =>
    found((report) => checkServerSecrets(server, (path) => ['servers', ...path], 'mcp.json', report));
  const inArgs = (...args: unknown[]) => inServer({ args });
  const literal = (index: number, name: string) => [
    `servers.args[${index}]: named-secret a literal value of "${name}"`,
  ];

  it.each<[unknown[], number, string]>([
    [[`--api-key=${word}`], 0, 'api-key'],
    [[`-token=${word}`], 0, 'token'],
    [['-e', `API_TOKEN=${word}`], 1, 'API_TOKEN'],
    [['--token', word], 1, 'token'],
    [['-password', word], 1, 'password'],
    [['run', '--api-key', word], 2, 'api-key'],
    [[`--token=${word}\nmore`], 0, 'token'],
    [['--header', `Authorization: Bearer ${word}`], 1, 'Authorization'],
    [['--header', `X-Api-Key:${word}`], 1, 'X-Api-Key'],
    [[`X-Api-Key:  ${word}`], 0, 'X-Api-Key'],
    [[`--header=Authorization: Bearer ${word}`], 0, 'Authorization'],
    [['mcp-remote', `https://example.com/mcp?api_key=${word}`], 1, 'api_key'],
    [['mcp-remote', 'https://example.com/mcp?password=x=y'], 1, 'password'],
    [[`--url=https://example.com/mcp?a=1&token=${word}#part`], 0, 'token'],
    [[`http://example.com/?token=letters`], 0, 'token'],
    [['--token', 'https://host.test/?a=1'], 1, 'token'],
    [['Authorization: letters'], 0, 'Authorization'],
  ])('has no secret in its arguments: %j', (args, index, name) => {
    expect(inArgs(...args)).toEqual(literal(index, name));
  });

  it.each<[unknown[]]>([
    [['--api-key=${secret:KEY}']],
    [['--token', '${TOKEN}']],
    [['--token', '--verbose']],
    [['--token=']],
    [[word, '--token']],
    [['--name', word]],
    [[`name=${word}`]],
    [[5, word]],
    [['--token', 5]],
    [['a --token', word]],
    [['--token more', word]],
    [[`a: token: ${word}`]],
    [['--header', 'Authorization: Bearer ${secret:TOKEN}']],
    [['https://example.com/mcp?api_key=${KEY}']],
    [[`https://example.com/token=${word}`]],
    [[`https://example.com/mcp#api_key=${word}`]],
    [[`https://example.com/#a?token=${word}`]],
    [[`see?token=${word}`]],
    [[`see https://example.com/?token=${word}`]],
  ])('may have these arguments: %j', (args) => {
    expect(inArgs(...args)).toEqual([]);
  });

  it('has a well-known token nowhere', () => {
    const github = (path: string) => expect.stringMatching(new RegExp(`^servers\\.${path}: github`));
    expect(inArgs('-x', token)).toEqual([github('args\\[1\\]')]);
    expect(inServer({ url: `https://example.com/?a=${token}` })).toEqual([github('url')]);
    expect(inServer({ env: { NAME: token }, headers: { Accept: token } })).toEqual([
      github('env.NAME'),
      github('headers.Accept'),
    ]);
  });

  it('has references as the values of variables, headers and query parameters with the name of a secret', () => {
    expect(
      inServer({
        env: { API_KEY: word, NAME: word, OTHER_KEY: '${secret:KEY}', PASSWORD: 5 },
        headers: { Authorization: `Bearer ${word}`, 'X-Other': word },
        url: `https://example.com/?a=b&api_key=${word}&token=\${TOKEN}`,
      }),
    ).toEqual([
      'servers.env.API_KEY: named-secret a literal value of "API_KEY"',
      'servers.headers.Authorization: named-secret a literal value of "Authorization"',
      'servers.url: named-secret a literal value of "api_key"',
    ]);
    expect(inServer({ url: `https://example.com/?token=a=${word}` })).toEqual([
      'servers.url: named-secret a literal value of "token"',
    ]);
    expect(inServer({ url: `https://example.com/?a=1?token=${word}` })).toEqual([]);
    expect(inServer({ url: 5, args: 'text', env: [word] })).toEqual([]);
  });

  it('is reported with the first three of a place', () => {
    expect(inArgs([1, 2, 3, 4].map((number) => `ghp_${`aB${number}`.repeat(12)}`).join(' '))).toHaveLength(3);
  });
});

describe('the variables of an agent', () => {
  const inEnv = (...env: unknown[]) => found((report) => checkEnvSecrets({ env }, 'agent.json', report));
  const isDefault = (index: number) => [`env[${index}].default: secret-default the default of a secret variable`];

  it.each(['text', '$TOKEN', '${a b}', 'x${TOKEN}', '${TOKEN}x', '${1}', '${secret:}'])(
    'have a reference as the default of a secret, not %j',
    (value) => {
      expect(inEnv({ name: 'A' }, { name: 'TOKEN', isSecret: true, default: value })).toEqual(isDefault(1));
    },
  );

  it.each(['', '${TOKEN}', '${secret:TOKEN}', '${_a1}', '${A}', 5, undefined])(
    'may have %j as the default of a secret',
    (value) => {
      expect(inEnv({ name: 'TOKEN', isSecret: true, default: value })).toEqual([]);
    },
  );

  it('have no secret in the default of another variable', () => {
    expect(inEnv({ name: 'API_KEY', default: 'letters' }, { name: 'NAME', default: word })).toEqual([
      'env[0].default: named-secret a literal value of "API_KEY"',
    ]);
    expect(inEnv({ name: 5, default: word }, { isSecret: 'true', default: word }, 'text')).toEqual([]);
  });
});

describe('a manifest', () => {
  const inDocument = (value: unknown) => found((report) => checkDocumentSecrets(value, 'agent.json', report));
  const typed = `${'hunter2'}-Zx9`;

  it('has no value that looks like a secret under the name of one', () => {
    const of = (name: string) => `a literal value of "${name}"`;
    expect(
      inDocument({
        metadata: { password: typed, note: typed },
        variables: { properties: { apiKey: { default: typed, examples: [typed], enum: [typed], const: typed } } },
        list: [{ token: [typed] }],
      }),
    ).toEqual([
      `metadata.password: named-secret ${of('password')}`,
      `variables.properties.apiKey.default: named-secret ${of('apiKey')}`,
      `variables.properties.apiKey.examples[0]: named-secret ${of('apiKey')}`,
      `variables.properties.apiKey.enum[0]: named-secret ${of('apiKey')}`,
      `variables.properties.apiKey.const: named-secret ${of('apiKey')}`,
      `list[0].token[0]: named-secret ${of('token')}`,
    ]);
    expect(inDocument({ metadata: { password: 'is asked for' } })).toEqual([]);
  });

  it('has no token in a key, which is reported where it is, without it', () => {
    const github = expect.stringMatching(/^list\[0\]\.a: github/);
    expect(inDocument({ list: [{ a: { [token]: 1 } }] })).toEqual([github]);
  });
});

describe('a text file', () => {
  const text = [
    '# Notes',
    '',
    `First ${token}`,
    'nothing',
    `password: Zx9-${'hunter2'}`,
    `${token} and ${token}x`,
  ].join('\n');

  it('is reported with the line of each secret', () => {
    const lines = found((report) => checkProseSecrets(text, 'docs.md', report)).map((each) => each.replace(/:.*/, ''));
    expect(lines).toEqual(['line 3', 'line 5', 'line 6', 'line 6']);
    expect(found((report) => checkProseSecrets(`\n${token}`, 'a.md', report))[0]).toMatch(/^line 2/);
    expect(found((report) => checkProseSecrets(`${token}\n`, 'a.md', report))[0]).toMatch(/^line 1/);
  });

  it('is reported with its first twenty secrets', () => {
    const many = Array.from(
      { length: 21 },
      (_, index) => `ghp_${'aB3'.repeat(11)}a${String.fromCharCode(65 + index)}b`,
    ).join('\n');
    const lines = found((report) => checkProseSecrets(many, 'docs.md', report)).map((each) => each.replace(/:.*/, ''));
    expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 1}`));
  });

  it('is reported as a whole if it is a key by its name', () => {
    const bytes = new TextEncoder().encode(text);
    const inFile = (path: string, content: string | null) =>
      found((report) => checkFileSecrets(content, { path, bytes }, report));
    expect(inFile('assets/id_rsa', text)).toEqual([': key-file a key file, by its name']);
    expect(inFile('assets/a.p12', null)).toEqual([': key-file a key file, by its name']);
    expect(inFile('assets/a.bin', null)).toEqual([]);
    expect(inFile('assets/a.txt', text)).toHaveLength(4);
  });
});

describe('a file of credentials or data', () => {
  const inFile = (path: string, content: string) =>
    found((report) => checkFileSecrets(content, { path, bytes: new TextEncoder().encode(content) }, report));
  const value = (line: number, name: string) => `line ${line}: assigned-secret the value of "${name}"`;

  it('is reported with the name of each secret', () => {
    expect(
      inFile('assets/.env', `A=1\nDB_PASSWORD=${word}\nAPI_TOKEN='${word}'\nPIN="${word}"\nSECRET: ${word}`),
    ).toEqual([value(2, 'DB_PASSWORD'), value(3, 'API_TOKEN'), value(5, 'SECRET')]);
    const long = `${'a_'.repeat(50)}password`;
    expect(inFile('assets/.env', `${long}=${word}`)).toEqual([value(1, long.slice(-60))]);
    expect(inFile('assets/.netrc', `machine a login b\n password ${word}`)).toEqual([value(2, 'password')]);
    expect(inFile('assets/.pgpass', `\ndb:5432:app:bob:${word}`)).toEqual([value(2, 'password')]);
    expect(inFile('assets/.netrc.md', `machine a login b password ${word}`)).toEqual([]);
  });

  it('is reported once for a value that is a token', () => {
    const github = expect.stringMatching(/^line 1: github/);
    expect(inFile('assets/.env', `GITHUB_TOKEN=${token}`)).toEqual([github]);
    expect(inFile('assets/.env', `TOKEN="${token} and more"`)).toEqual([github]);
    expect(inFile('assets/.env', `TOKEN=${token}\nPASSWORD=${word}`)).toEqual([github, value(2, 'PASSWORD')]);
    expect(inFile('assets/.env', `PASSWORD=${word}\nTOKEN=${token}`)).toEqual([
      value(1, 'PASSWORD'),
      expect.stringMatching(/^line 2: github/),
    ]);
  });

  it.each<[string, string, string, boolean]>([
    ['any value in a file of credentials', '.env', 'password=abc', true],
    ['no value', '.env', 'password=""', false],
    ['the value of another variable', '.env', 'password=$OTHER', false],
    ['the name itself', '.env', 'api_key=API_KEY', false],
    ['a value in the notation of a secret store', '.env', 'password=vault:app/db', false],
    ['a value in such a notation, with a sign in it', '.env', 'password=vault:app@db', false],
    ['a value that only begins as a notation does', '.env', 'password=@bc1', true],
    ['the same in a data file', 'a.json', '{"password": "@bc1"}', false],
    ['four characters', 'a.json', '{"password": "ab1c"}', true],
    ['three characters', 'a.json', '{"password": "ab1"}', false],
    ['words', 'a.json', '{"password": "ab1c de2f"}', false],
    ['a word of 14 letters', 'a.json', '{"password": "abzefzhizklmzo"}', false],
    ['15 letters', 'a.json', '{"password": "abzefzhizklmzop"}', true],
    ['a word with a digit', 'a.json', '{"password": "abzefzhiz1"}', true],
    ['a value of another secret name that is typed', 'a.json', `{"apiKey": "${'hunter2'}-Zx9"}`, true],
    ['a value of another secret name that is a word', 'a.json', '{"apiKey": "abzefzhizklmzop"}', false],
    ['an example in an example file', '.env.example', 'password=test1234', false],
    ['a sequence in an example file', '.env.example', 'api_key=abc123def456', false],
    ['a typed value in an example file', '.env.example', `api_key=${'hunter2'}-Zx9`, true],
  ])('may have %s: %s, %s', (_, name, content, isFound) => {
    expect(inFile(`assets/${name}`, content).length > 0).toBe(isFound);
  });
});
