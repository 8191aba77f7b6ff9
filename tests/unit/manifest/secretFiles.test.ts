import { describe, expect, it } from 'vitest';
import { secretsInFile } from '../../../packages/manifest/checks/secretFiles.ts';
import { parseAgent } from '../../../packages/manifest/index.ts';
import { agent } from '../../support/definitions.ts';

const utf8 = new TextEncoder();
const { manifest } = agent({ entryPrompt: undefined });
// Written in parts, so that no scanner reports this file as a leak.
const strange = `${'q7Zx2Kp9'}Lm4Vt8Rb3Nc6Wd1Yf5Hg0Js`;
const word = `${'hunt'}er2`;

const read = (path: string, content: string, more: object = {}, options = {}) =>
  parseAgent({ manifest: { ...manifest, ...more }, files: [{ path, bytes: utf8.encode(content) }] }, options);
const errors = (path: string, content: string) =>
  read(path, content)
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

const pem = (label: string) => `-----BEGIN ${label} KEY-----\n${strange}\n${strange}\n-----END ${label} KEY-----\n`;

describe('a file that contains credentials', () => {
  it.each([
    ['assets/.env', `DB_PASSWORD=${word}\n`],
    ['assets/.env', `export API_TOKEN="letters"\n`],
    ['assets/config/.env.production', `SECRET_KEY=${strange}`],
    ['assets/app.env', `PASSWORD='${word}'`],
    ['assets/.env.example', `DB_PASSWORD=${strange}`],
    ['assets/config.json', `{"password": "${word}"}`],
    ['assets/config.json', `{"db":{"host":"h","dbPassword":"password123"}}`],
    ['assets/settings.yaml', `db:\n  user: app\n  password: ${word}\n`],
    ['assets/app.toml', `client_secret = "${strange}"`],
    ['assets/app.ini', `[db]\npasswd=${word}`],
    ['assets/.netrc', `machine example.com login bob password ${word}`],
    ['assets/.npmrc', `//registry.npmjs.org/:_authToken=${strange}`],
    ['assets/.npmrc', `_auth=${strange}`],
    ['assets/.npmrc', `//registry.npmjs.org/:_auth=${word}`],
    ['assets/.npmrc', `registry=https://npm.example.com:4873/\n//npm.example.com:4873/:_password=${word}\n`],
    ['assets/.pgpass', `db.example.com:5432:app:bob:${word}`],
    ['assets/.git-credentials', `${'https'}://bob:${word}@example.com`],
    ['assets/id_rsa', 'anything'],
    ['assets/keys/id_ed25519', pem('OPENSSH PRIVATE')],
    ['assets/server.pem', pem('PRIVATE')],
    ['assets/server.key', pem('EC PRIVATE')],
    ['assets/store.p12', 'anything'],
    ['assets/kubeconfig', `users:\n- user:\n    client-key-data: ${strange}\n`],
    ['assets/.kube/config', `users:\n- user:\n    token: ${word}\n`],
    ['assets/.aws/credentials', `[default]\naws_secret_access_key = ${strange}`],
    ['assets/terraform.tfvars', `db_password = "${word}"`],
    ['assets/.docker/config.json', `{"auths":{"example.com":{"auth":"Ym9iOmh1bnRlcjI="}}}`],
    ['assets/secrets.yaml.sample', `db_password: ${word}\n`],
    ['assets/config.json', `{"password": " ${word} "}`],
    ['assets/.netrc.example', `machine example.com login bob password ${strange}`],
    ['assets/.pgpass.sample', `db.example.com:5432:app:bob:${strange}`],
    ['assets/deploy.sh', `export API_TOKEN=${strange}`],
  ])('%s: %s', (path, content) => expect(errors(path, content)).toEqual(['secret']));
});

describe('a file without credentials', () => {
  it.each([
    ['assets/.env', 'DB_PASSWORD=${DB_PASSWORD}\nAPI_KEY=\nTOKEN=changeme\nLOG_LEVEL=debug\nMAX_TOKENS=4096\n'],
    ['assets/.env.example', 'DB_PASSWORD=secret123\nAPI_KEY=your-api-key\n'],
    ['assets/config.json', '{"password": "${secret:DB_PASSWORD}", "token": "<token>", "passwordField": "#pw1"}'],
    ['assets/schema.json', '{"properties": {"password": {"type": "string"}, "apiKey": {"type": "string"}}}'],
    ['assets/de.json', '{"password": "Passwort", "token": "Zugangsschlüssel", "secret": "Geheimnis"}'],
    ['assets/settings.yaml', 'password: ${DB_PASSWORD}\ntoken: !vault x\nsecret: vault:secret/data/app#key\n'],
    ['assets/main.tf', 'password = var.db_password\ntoken = data.vault.token_1'],
    ['assets/.netrc', 'machine example.com login bob password ${NETRC_PASSWORD}'],
    ['assets/.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nsave-exact=true\n'],
    ['assets/id_rsa.pub', `ssh-rsa AAAAB3NzaC1yc2E${strange} bob@example.com`],
    ['assets/cert.pem', `-----BEGIN CERTIFICATE-----\n${strange}\n-----END CERTIFICATE-----\n`],
    ['assets/script.py', 'password = os.environ["DB_PASSWORD"]\ntoken = get_token(user1)\n'],
    ['assets/.env', 'service/token: token\n'],
    ['assets/my.netrc.d/.env', '# the password words are not here\n'],
    ['assets/my.pgpass.d/.env', 'hosta:5432:app:bob:letters\n'],
    ['assets/.pgpass', '# hosta:5432:app:bob:letters\n'],
    ['assets/lock.json', `{"integrity": "sha512-${strange}${strange}=="}`],
  ])('%s: %s', (path, content) => expect(errors(path, content)).toEqual([]));
});

it.each([
  ['a.json', `{"password": "${word}"}`, 14],
  ['a.yaml', `password: '${word}'`, 11],
  ['a.ini', `[db]\npassword=${word}\n`, 14],
  ['.netrc', `machine a login b password ${word}`, 27],
  ['.pgpass', `a:5432:b:c:${word}\n`, 11],
])('a secret in %s is found where its value begins', (path, text, at) =>
  expect(secretsInFile(path, text)).toEqual([
    { rule: 'assigned-secret', what: 'the value of "password"', confidence: 'high', value: word, at },
  ]),
);

describe('a message about a secret', () => {
  const messages = (path: string, content: string) => read(path, content).issues.map(({ message }) => message);

  it('says how it is mended, and how it is allowed', () =>
    expect(messages('assets/config.json', `{\n"password": "${word}"}`)).toEqual([
      expect.stringMatching(
        /^Line 2: this looks like the value of "password" \(rule assigned-secret, fingerprint [0-9a-f]{16}\)\. Write a reference such as \$\{secret:NAME\} instead\. If it is not a secret, add it to "allowFindings"\.$/,
      ),
    ]));

  it('says that it is a guess', () =>
    expect(read('prompts/a.md', `Some ${strange} here`).issues).toEqual([
      {
        file: 'prompts/a.md',
        path: '',
        code: 'possible_secret',
        severity: 'warning',
        message: expect.stringMatching(
          /^Line 1: this looks like a random string such as a key \(rule high-entropy, fingerprint [0-9a-f]{16}\)\. If it is a secret, remove it\. Write a reference such as \$\{secret:NAME\} instead\.$/,
        ),
      },
    ]));
});

describe('an allowed finding', () => {
  const found = read('assets/config.json', `{"password": "${word}"}`).issues[0];
  const [, rule = '', fingerprint = ''] = /rule ([\w-]+), fingerprint ([0-9a-f]{16})/.exec(found?.message ?? '') ?? [];
  const allowance = { rule, fingerprint, reason: 'Of the demo.' };
  const allow = (list: object[], content = `{"password": "${word}"}`) =>
    read('assets/config.json', content, { allowFindings: list });

  it('is identified by rule and fingerprint, never by its value', () => {
    expect(found?.message).toMatch(
      /^Line 1: this looks like the value of "password" \(rule assigned-secret, fingerprint/,
    );
    expect(found?.message).not.toContain(word);
  });

  it('is published, with a warning for reviewers', () => {
    const { definition, issues } = allow([allowance]);
    expect(definition?.manifest.allowFindings).toEqual([allowance]);
    expect(issues).toMatchObject([{ code: 'secret_allowed', severity: 'warning' }]);
    expect(issues[0]?.message).toContain('Of the demo.');
  });

  it('does not cover another value', () => {
    const { definition, issues } = allow([allowance], `{"password": "${word}3"}`);
    expect(definition).toBeNull();
    expect(issues.map(({ code }) => code)).toEqual(['secret', 'unused_allowance']);
  });

  it('gets a warning when it matches nothing', () => {
    expect(allow([allowance], '{}').issues).toMatchObject([
      {
        code: 'unused_allowance',
        severity: 'warning',
        path: 'allowFindings[0]',
        file: 'agent.json',
        message:
          'This allowance does not match any finding. Remove it, or copy the rule and fingerprint from the message of the finding.',
      },
    ]);
  });

  it('cannot be a private key', () => {
    const { issues } = read('assets/server.pem', pem('PRIVATE'));
    const [, print = ''] = /rule private-key, fingerprint ([0-9a-f]{16})/.exec(issues[0]?.message ?? '') ?? [];
    const again = read('assets/server.pem', pem('PRIVATE'), {
      allowFindings: [{ rule: 'private-key', fingerprint: print, reason: 'Of the demo.' }],
    });
    expect(again.definition).toBeNull();
    expect(again.issues.map(({ code }) => code)).toEqual(['secret']);
    expect(again.issues[0]?.message).toContain('cannot be allowed');
  });

  it.each([[{ ...allowance, fingerprint: 'ABC' }], [{ ...allowance, reason: '' }], [{ ...allowance, line: 3 }]])(
    'is refused when it is malformed: %j',
    (wrong) => expect(allow([wrong]).definition).toBeNull(),
  );
});

it('warns about a secret that is already published, and does not refuse it', () => {
  const { definition, issues } = read('assets/.env', `DB_PASSWORD=${word}`, {}, { lenientContent: true });
  expect(definition).not.toBeNull();
  expect(issues).toMatchObject([{ code: 'secret', severity: 'warning' }]);
});
