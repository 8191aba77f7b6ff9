import { describe, expect, it } from 'vitest';
import { McpConfig } from '../../../packages/manifest/mcp/config.ts';
import { defaultStdioCommands } from '../../../packages/manifest/mcp/launch.ts';
import { parseMcp } from '../../../packages/manifest/mcp/parseMcp.ts';
import { parseReferences } from '../../../packages/manifest/mcp/references.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';

function parse(config: unknown, { draft = false, files = [] as string[] } = {}) {
  const issues = new Issues();
  const { servers } = parseMcp(config, { stdioCommands: defaultStdioCommands, draft, files: new Set(files) }, issues);
  const said = issues.list().map(({ severity, path, code, message }) => `${severity} ${path} ${code}: ${message}`);
  return { servers, said };
}
const one = (server: unknown) => parse({ mcpServers: { it: server } });
const npx = { command: 'npx', args: ['good'] };
const ignored = (key: string, at = `mcpServers.it.${key}`) =>
  `warning ${at} ignored_key: "${key}" is a client setting; it is ignored.`;
const readAs = (what: string, instead: string, at = 'mcpServers.it') =>
  `warning ${at} client_shape: ${what} is read as ${instead}.`;

describe('an mcp.json', () => {
  it('may be that of the contract', () => {
    expect(
      parse({ $schema: 'x', mcpServers: { a: npx, b: { type: 'http', url: 'https://example.com/mcp' } } }),
    ).toEqual({
      servers: { a: npx, b: { type: 'http', url: 'https://example.com/mcp' } },
      said: [],
    });
    expect(parse({ mcpServers: {} })).toEqual({ servers: {}, said: [] });
  });

  it.each([5, null, [], 'text'])('is an object, which %j is not', (config) => {
    const issues = new Issues();
    const options = { stdioCommands: defaultStdioCommands, draft: false, files: new Set<string>() };
    expect(parseMcp(config, options, issues)).toEqual({ servers: {}, placed: [] });
    expect(issues.list()).toEqual([
      { file: 'mcp.json', path: '', code: 'invalid_type', message: 'Must be an object.', severity: 'error' },
    ]);
  });

  it('has at most 50 servers, by the contract too', () => {
    const servers = (count: number) => ({
      mcpServers: Object.fromEntries(Array.from({ length: count }, (_, at) => [`server-${at}`, npx])),
    });
    expect([50, 51].map((count) => McpConfig.safeParse(servers(count)).success)).toEqual([true, false]);
  });

  it.each([
    [{ servers: { a: npx } }, '"servers" (the format of VS Code)'],
    [{ mcp: { servers: { a: npx } } }, '"mcp.servers" (VS Code settings)'],
    [{ mcp_servers: { a: npx } }, '"mcp_servers"'],
    [{ context_servers: { a: npx } }, '"context_servers" (the format of Zed)'],
    [{ a: npx }, 'A map of servers'],
    [{ $schema: 'x', inputs: [], a: npx }, 'A map of servers'],
    [{ a: { serverUrl: 'https://example.com' } }, null],
    [{ a: { httpUrl: 'https://example.com' } }, null],
    [{ a: { url: 'https://example.com' } }, null],
  ])('may be %j', (config, shape) => {
    const { servers, said } = parse(config);
    expect(Object.keys(servers)).toEqual(['a']);
    expect(said[0]).toBe(
      `warning  client_shape: ${shape ?? 'A map of servers'} is read as "mcpServers". Write "mcpServers" so that every client can read the file.`,
    );
    if (shape !== null) expect(said).toHaveLength(1);
  });

  it('has client settings, which are ignored, and no other keys', () => {
    expect(parse({ mcpServers: { a: npx }, theme: 'dark', thema: 1 }).said).toEqual([
      'error thema unknown_key: "thema" is not part of the contract. Remove it, or correct its spelling.',
      ignored('theme', 'theme'),
    ]);
    expect(parse({ a: npx, theme: 'dark' }).said.slice(1)).toEqual([ignored('theme', 'theme')]);
    expect(parse({ a: npx, theme: npx }).servers).toEqual({ a: npx, theme: npx });
    expect(parse({ a: npx, other: 'x' }).said).toEqual([
      expect.stringMatching('^error other invalid_type: '),
      expect.stringMatching('^warning  client_shape: '),
    ]);
    expect(parse({ a: npx, other: 'x' }).said.slice(0, 1)).toEqual(['error other invalid_type: Must be an object.']);
  });

  it('is an object of objects', () => {
    for (const config of ['x', null, [npx]])
      expect(parse(config)).toEqual({ servers: {}, said: ['error  invalid_type: Must be an object.'] });
    expect(parse({ mcpServers: [npx] }).said).toEqual(['error mcpServers invalid_type: Must be an object.']);
    expect(parse({ mcp: { servers: 'x' } }).said[0]).toBe('error mcp.servers invalid_type: Must be an object.');
    expect(one('npx').said).toEqual(['error mcpServers.it invalid_type: Must be an object.']);
  });

  it('without servers is stored, unless it is one without a name', () => {
    expect(parse({ theme: 'dark' }).said).toEqual([
      'warning  older_shape: "mcpServers" is missing, so the agent has no MCP servers. The file is stored unchanged.',
    ]);
    const single = 'no_servers: This is a single server without a name. Write {"mcpServers": {"<name>": { … }}}.';
    expect(parse(npx).said).toEqual([`error  ${single}`]);
    expect(parse(npx, { draft: true }).said).toEqual([`warning  ${single}`]);
    const none =
      'no_servers: All 2 servers in this file are disabled or invalid. Enable or correct one, or remove the file.';
    const off = { ...npx, disabled: true };
    expect(parse({ mcpServers: { a: off, b: off } }).said[0]).toBe(`error  ${none}`);
    expect(parse({ mcpServers: { a: off, b: off } }, { draft: true }).said[2]).toBe(`warning  ${none}`);
  });

  it('has at most 50 servers', () => {
    const many = (count: number) =>
      parse({ mcpServers: Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, npx])) });
    expect(many(50).said).toEqual([]);
    expect(many(51).said).toEqual(['error  too_long: Must contain at most 50 servers.']);
    expect(Object.keys(many(201).servers)).toHaveLength(200);
  });

  it('has each server once, under a name without spaces', () => {
    expect(parse({ mcpServers: { 'Git Hub': npx, 'git-hub': npx } })).toEqual({
      servers: { 'git-hub': npx },
      said: [
        'error mcpServers.git-hub duplicate_server: Server names must be unique; "git-hub" is used twice.',
        'warning mcpServers["Git Hub"] client_shape: "Git Hub" is read as "git-hub": a server name must not contain spaces or punctuation.',
      ],
    });
    expect(Object.keys(parse({ mcpServers: { 'Git  Hub (x)': npx } }).servers)).toEqual(['git-hub-x']);
    expect(parse({ mcpServers: { '#x': npx } }).said).toEqual([
      'error mcpServers["#x"] invalid_server_name: Must be a server name: 1 to 100 letters, digits and ". _ - @ /", starting with a letter, a digit or "@".',
    ]);
  });
});

describe('a server', () => {
  it.each([{ disabled: true }, { enabled: false }, { isActive: false }])('with %j is left out', (off) => {
    const { servers, said } = parse({ mcpServers: { it: { ...npx, ...off }, other: npx } });
    expect(servers).toEqual({ other: npx });
    expect(said).toEqual(['warning mcpServers.it server_disabled: "it" is disabled; it is ignored.']);
  });

  it.each([{ disabled: false }, { enabled: true }, { isActive: true }])('with %j is there', (on) =>
    expect(one({ ...npx, ...on })).toEqual({ servers: { it: npx }, said: [] }),
  );

  it.each(['disabled', 'enabled', 'isActive'])('has true or false for "%s"', (key) =>
    expect(one({ ...npx, [key]: 'no' }).said).toEqual([
      expect.stringMatching(`^error mcpServers.it.${key} unknown_key: `),
    ]),
  );

  it('has client settings, which are ignored', () => {
    expect(one({ ...npx, description: 'd' }).said).toEqual([ignored('description')]);
    expect(one({ ...npx, cwd: '/tmp', envFile: '.env' }).said).toEqual([
      'warning mcpServers.it.cwd ignored_key: "cwd" is a client setting; it is ignored: the worker chooses the folder.',
      'warning mcpServers.it.envFile ignored_key: "envFile" is a client setting; it is ignored: set the variables under "env", as references.',
    ]);
    expect(parse({ mcpServers: { a: { ...npx, note: 1 }, b: { ...npx, note: 2 } } }).said).toEqual([
      ignored('note', 'mcpServers.a.note'),
    ]);
  });

  it('may have other names of the same keys', () => {
    const url = 'https://example.com/mcp';
    expect(one({ transport: 'streamable-http', endpoint: url })).toEqual({
      servers: { it: { type: 'http', url } },
      said: [
        readAs('"transport"', '"type"'),
        readAs('"endpoint"', '"url"'),
        readAs('"type": "streamable-http"', '"type": "http"'),
      ],
    });
    expect(one({ ...npx, environment: { A: 'b' } })).toEqual({
      servers: { it: { ...npx, env: { A: 'b' } } },
      said: [readAs('"environment"', '"env"')],
    });
    expect(one({ type: 'http', url, endpoint: url }).said).toEqual([
      expect.stringMatching('^error mcpServers.it.endpoint unknown_key: '),
    ]);
  });

  it.each([
    ['SSE', 'sse'],
    ['Streamable_HTTP', 'http'],
    ['http stream', 'http'],
    ['remote', 'http'],
  ])('of the type %j is of the type %s', (type, as) =>
    expect(one({ type, url: 'https://example.com' })).toEqual({
      servers: { it: { type: as, url: 'https://example.com' } },
      said: [readAs(`"type": "${type}"`, `"type": "${as}"`)],
    }),
  );

  it.each(['local', 'process', 'STDIO'])('of the type %s is a process', (type) =>
    expect(one({ type, ...npx })).toEqual({
      servers: { it: { type: 'stdio', ...npx } },
      said: [readAs(`"type": "${type}"`, '"type": "stdio"')],
    }),
  );

  it.each(['constructor', 'ftp', 'valueOf'])('cannot be of the type %s', (type) =>
    expect(one({ type, url: 'https://example.com' }).said).toEqual([
      'error mcpServers.it.type invalid_value: Must be one of "http", "sse".',
    ]),
  );

  it.each([
    ['https://example.com/sse', 'sse'],
    ['https://example.com/sse/', 'sse'],
    ['https://example.com/sse?a=b', 'sse'],
    ['https://example.com/sse#a', 'sse'],
    ['https://example.com/ssex', 'http'],
    ['https://example.com/x', 'http'],
  ])('at %s without a type is of the type %s', (url, type) =>
    expect(one({ url })).toEqual({
      servers: { it: { url, type } },
      said: [readAs('"url" without "type"', `"type": "${type}"`)],
    }),
  );

  it('is either a process or at a URL', () => {
    expect(one({ ...npx, url: 'https://example.com' }).said).toEqual([
      'error mcpServers.it.type required: "type" is required. Must be one of "http", "sse".',
      expect.stringMatching('^error mcpServers.it.command unknown_key: '),
      expect.stringMatching('^error mcpServers.it.args unknown_key: '),
    ]);
    expect(one({ type: 'http', command: 'bash' }).said).toEqual([
      'error mcpServers.it.url required: "url" is required. Must be a string.',
      expect.stringMatching('^error mcpServers.it.command unknown_key: '),
      expect.stringMatching('^error mcpServers.it.command command_not_allowed: '),
    ]);
    expect(one({ type: 'http' }).said).toEqual([
      'error mcpServers.it.url required: "url" is required. Must be a string.',
    ]);
    expect(one({}).said).toEqual(['error mcpServers.it.command required: "command" is required. Must be a string.']);
    expect(one({ type: 7, command: 'npx', args: ['good'] }).said).toEqual([
      'error mcpServers.it.type invalid_value: Must be "stdio".',
    ]);
    expect(one({ command: 7 }).said).toEqual(['error mcpServers.it.command invalid_type: Must be a string.']);
    expect(one({ command: '' }).said[0]).toBe('error mcpServers.it.command too_short: Must not be empty.');
    expect(one({ type: 'http', url: 'http://example.com' }).said).toEqual([
      'error mcpServers.it.url insecure_url: The URL must start with "https://" and a host name.',
    ]);
  });

  it('is started on Windows by cmd, or with an ending', () => {
    for (const [command, c] of [
      ['cmd', '/c'],
      ['CMD.exe', '/C'],
    ])
      expect(one({ command, args: [c, 'npx.cmd', 'good'] })).toEqual({
        servers: { it: npx },
        said: [readAs('"cmd /c"', '"command": "npx"')],
      });
    expect(one({ command: 'npx.CMD', args: ['good'] })).toEqual({
      servers: { it: npx },
      said: [readAs('"command": "npx.CMD"', '"npx"')],
    });
    for (const server of [
      { command: 'xcmd', args: ['/c', 'npx', 'good'] },
      { command: 'cmdx', args: ['/c', 'npx', 'good'] },
      { command: 'cmd', args: ['x/c', 'npx', 'good'] },
      { command: 'cmd', args: ['/cx', 'npx', 'good'] },
      { command: 'cmd', args: [7, 'npx', 'good'] },
      { command: 'cmd', args: ['/c'] },
      { command: './npx.cmd', args: ['good'] },
      { command: 'npx.cmdx', args: ['good'] },
    ])
      expect(one(server).said.filter((text) => !text.includes('A number'))).toEqual([
        expect.stringMatching('^error mcpServers.it.command command_not_allowed: '),
      ]);
  });

  it('has problems at the arguments as they were authored', () => {
    const { said } = one({ command: 'cmd', args: ['/c', 'npx', '-y', '-c', 'x'], env: { PATH: '${A}' } });
    expect(said.map((text) => text.split(':', 1)[0])).toEqual([
      'error mcpServers.it.args[3] unsafe_argument',
      'error mcpServers.it.env.PATH unsafe_env',
      'warning mcpServers.it client_shape',
    ]);
    expect(one({ command: 'cmd', args: ['/c', 'bash', 'x'] }).said[0]).toMatch(
      /^error mcpServers\.it\.args\[1\] command_not_allowed: /,
    );
  });

  it('may have numbers and booleans, which are texts, and null for nothing', () => {
    expect(one({ command: 'npx', args: ['good', 7], env: { A: true }, headers: null })).toEqual({
      servers: { it: { command: 'npx', args: ['good', '7'], env: { A: 'true' } } },
      said: [readAs('A number or boolean in "env"', 'a string'), readAs('A number or boolean in "args"', 'a string')],
    });
    const http = { type: 'http', url: 'https://example.com' };
    expect(one({ ...http, headers: { A: 1 }, env: null, args: null })).toEqual({
      servers: { it: { ...http, headers: { A: '1' } } },
      said: [readAs('A number or boolean in "headers"', 'a string')],
    });
  });

  it('has at most a hundred variables', () => {
    const env = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`A${n}`, 'x']));
    expect(one({ ...npx, env: env(100) }).said).toEqual([]);
    expect(one({ ...npx, env: env(101) }).said).toEqual([
      'error mcpServers.it.env too_long: Must contain at most 100 entries.',
    ]);
  });

  it('is checked for its variables also if its command is not a string', () =>
    expect(one({ command: 7, env: { PATH: 'x' } }).said).toContainEqual(
      expect.stringMatching('^error mcpServers.it.env.PATH unsafe_env: '),
    ));

  it('may have braces in an argument', () => expect(one({ command: 'npx', args: ['good', 'a{b}'] }).said).toEqual([]));

  it('starts something', () => {
    expect(one({ command: 'cmd', args: ['/c', 'npx'] }).said[1]).toMatch(
      /^warning mcpServers\.it\.args nothing_to_start: /,
    );
    const nothing =
      'warning mcpServers.it.args nothing_to_start: The arguments do not name a package or image, so nothing is started.';
    expect(one({ command: 'npx' }).said).toEqual([nothing]);
    expect(one({ command: 'npx', args: ['-y'] }).said).toEqual([nothing]);
  });

  it('runs a script that is published', () => {
    const node = (path: string) => ({ mcpServers: { it: { command: 'node', args: ['--no-warnings', path] } } });
    const files = ['assets/server.js'];
    expect(parse(node('assets/server.js'), { files }).said).toEqual([]);
    expect(parse(node('./assets/./server.js'), { files }).said).toEqual([]);
    expect(parse(node('assets/none.js'), { files }).said).toEqual([
      'error mcpServers.it.args[1] missing_file: File "assets/none.js" was not found in this folder.',
    ]);
    expect(parse(node('dist/server.js'), { files }).said).toEqual([
      'warning mcpServers.it.args[1] script_not_published: "dist/server.js" is not a file of this definition, so it is not published.',
    ]);
  });
});

describe('an input of VS Code', () => {
  const use = (inputs: unknown, text = '${input:my-key}') =>
    parse({ inputs, mcpServers: { it: { command: 'npx', args: ['good', text] } } });
  const refused =
    'error mcpServers.it.args[1] unknown_reference: Character 1: ${input:my-key} is not a supported reference; declare it under "inputs", or write ${NAME} or ${secret:NAME}.';

  it.each<[object, string]>([
    [{ id: 'my-key', type: 'promptString' }, '${MY_KEY}'],
    [{ id: 'my-key', type: 'pickString' }, '${MY_KEY}'],
    [{ id: 'my-key' }, '${MY_KEY}'],
    [{ id: 'my-key', password: true, default: 'x' }, '${secret:MY_KEY}'],
    [{ id: 'my-key', password: 'yes' }, '${MY_KEY}'],
    [{ id: 'my-key', default: 'a b' }, '${MY_KEY:-a b}'],
    [{ id: 'my-key', default: '' }, '${MY_KEY}'],
    [{ id: 'my-key', default: 7 }, '${MY_KEY}'],
    [{ id: 'my-key', default: '${x}' }, '${MY_KEY}'],
  ])('%j is %s', (input, reference) => {
    const { servers, said } = use([input]);
    expect(servers).toEqual({ it: { command: 'npx', args: ['good', reference] } });
    expect(said[0]).toBe(`warning inputs client_shape: \${input:my-key} is read as ${reference}.`);
  });

  it.each<[unknown]>([
    [[{ id: 'my-key', type: 'command' }]],
    [[{ id: 'other' }]],
    [['my-key']],
    [[{ id: 7 }]],
    [{ id: 'my-key' }],
    [undefined],
  ])('is not declared by %j', (inputs) => expect(use(inputs).said).toEqual([refused]));

  it.each([
    ['apiKeyV2', 'API_KEY_V2'],
    ['1st.key', '_1ST_KEY'],
    ['a1', 'A1'],
    ['A_B', 'A_B'],
  ])('%s is the variable %s', (id, name) =>
    expect(use([{ id }], `\${input:${id}}`).servers).toEqual({ it: { command: 'npx', args: ['good', `\${${name}}`] } }),
  );

  it('is declared beside the servers, also beside a map of them', () => {
    const it = { command: 'npx', args: ['good', '${input:k}'] };
    const filled = { command: 'npx', args: ['good', '${K}'] };
    expect(parse({ inputs: [{ id: 'k' }], it }).servers).toEqual({ it: filled });
    expect(parse({ mcpServers: { inputs: [{ id: 'k' }], it } }).servers.it).toEqual(it);
    expect(parse({ inputs: [{ id: 'k' }], mcpServers: { it: 7 } }).said).toEqual([
      'error mcpServers.it invalid_type: Must be an object.',
    ]);
  });

  it('is reported once, wherever it is used', () => {
    const args = ['good', '${input:a}', '${input:b}', '${input:a}'];
    expect(parse({ inputs: [{ id: 'a' }, { id: 'b' }], mcpServers: { it: { command: 'npx', args } } }).said).toEqual([
      'warning inputs client_shape: ${input:a} is read as ${A}.',
      'warning inputs client_shape: ${input:b} is read as ${B}.',
    ]);
  });

  it('has an id of word characters, dots and hyphens', () => {
    for (const id of ['a b', '#a', 'a#', 'a'.repeat(101)]) expect(use([{ id }, { id: 'my-key' }]).said).toHaveLength(1);
  });

  it('has a variable of its own', () => {
    expect(use([{ id: 'my-key' }, { id: 'my.key' }, { id: 'my-key' }]).said).toContain(
      'error inputs duplicate_variable: The input "my.key" maps to the same variable as another input; rename one.',
    );
    expect(use([{ id: 'my-key' }, { id: 'my-key' }]).said.join()).not.toContain('duplicate_variable');
  });

  it('is replaced wherever it is', () => {
    const config = {
      mcp: {
        inputs: [{ id: 'k' }],
        servers: {
          it: { type: 'http', url: 'https://example.com/${input:k}', headers: { A: 'x ${input:k}${input:k}' } },
        },
      },
    };
    expect(parse(config).servers).toEqual({
      it: { type: 'http', url: 'https://example.com/${K}', headers: { A: 'x ${K}${K}' } },
    });
  });
});

describe('a text with references', () => {
  const env = (value: string, name = 'A') => one({ ...npx, env: { [name]: value } }).said;

  it('shows what is not supported, unless it may contain a secret', () => {
    expect(env('${vault:a}')).toEqual([
      'error mcpServers.it.env.A unknown_reference: Character 1: ${vault:a} is not a supported reference; write ${NAME}, ${secret:NAME} or ${NAME:-literal default}.',
    ]);
    expect(env('x ${A:-${B}}')).toEqual([
      'error mcpServers.it.env.A unknown_reference: Character 3: This is not a supported reference; a default must be a literal without "$", "{" and "}".',
    ]);
    expect(one({ command: '$HOME', args: ['good'] }).said).toContain(
      'error mcpServers.it.command unknown_reference: Character 1: $HOME is not a supported reference; write ${HOME}.',
    );
    expect(one({ type: 'http', url: 'https://example.com/{id}' }).said).toContain(
      'error mcpServers.it.url unknown_reference: Character 21: This is not a supported reference; write ${id}.',
    );
  });

  it('has no default for a secret, but for a flag, a number or nothing', () => {
    const message = 'secret: ${API_KEY} is a secret; a secret must not have a default (rule secret-default).';
    expect(env('${API_KEY:-abc}')).toEqual([`error mcpServers.it.env.A ${message}`]);
    expect(env('${X:-abc}', 'TOKEN')).toEqual([`error mcpServers.it.env.TOKEN ${message.replace('API_KEY', 'X')}`]);
    for (const fallback of ['', 'true', 'FALSE', '123456', 'none', 'null'])
      expect(env(`\${API_KEY:-${fallback}}`)).toEqual([]);
    expect(env('${API_KEY:-1234567}')).toHaveLength(1);
    expect(env('${OTHER:-abc}')).toEqual([]);
    expect(env('API_KEY')).toEqual([]);
  });

  it('has a warning for a variable of an editor', () => {
    expect(env('x ${workspaceFolder}')).toEqual([
      'warning mcpServers.it.env.A editor_variable: ${workspaceFolder} is an editor variable; the registry reads it as an environment variable of that name.',
    ]);
    expect(env('workspaceFolder')).toEqual([]);
  });

  it('ends what is not supported at its own brace', () => {
    expect(parseReferences('${a b}c')).toEqual([
      { kind: 'unknown', text: '${a b}', position: 1, advice: expect.any(String) },
      { kind: 'text', text: 'c' },
    ]);
    expect(parseReferences('${{a}}b}')).toEqual([
      { kind: 'unknown', text: '${{a}}', position: 1, advice: expect.any(String) },
      { kind: 'text', text: 'b}' },
    ]);
    expect(parseReferences('${x ${A}')).toEqual([
      { kind: 'unknown', text: '${x ${A}', position: 1, advice: expect.any(String) },
    ]);
    expect(parseReferences('${env:A}${ENV:B_1}')).toMatchObject([{ advice: 'write ${A}' }, { advice: 'write ${B_1}' }]);
    const other = 'write ${NAME}, ${secret:NAME} or ${NAME:-literal default}';
    expect(parseReferences('${x${env:A}}')).toMatchObject([{ advice: other }]);
    expect(parseReferences('${env:A }')).toMatchObject([{ advice: other }]);
    expect(parseReferences('${x${input:a}}')).toMatchObject([{ advice: other }]);
    expect(parseReferences('${x ${env:A}')).toMatchObject([{ advice: other }]);
    expect(parseReferences('${secret:a b}')).toMatchObject([{ advice: other }]);
    expect(parseReferences('a$BC \\\\$HOME $$HOME')).toEqual([{ kind: 'text', text: 'a$BC \\\\$HOME $$HOME' }]);
    expect(parseReferences('${A}')).toStrictEqual([{ kind: 'reference', name: 'A', isSecret: false }]);
    expect(parseReferences('a{b}', { isUrl: true })).toMatchObject([
      { kind: 'text' },
      { text: '{b}', advice: 'write ${b}' },
    ]);
    expect(parseReferences('a$B x%AB%', {})).toMatchObject([{ text: 'a$B x' }, { text: '%AB%' }]);
  });
});
