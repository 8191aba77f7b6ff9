import { describe, expect, it } from 'vitest';
import { checkLaunch, defaultStdioCommands } from '../../../packages/manifest/mcp/launch.ts';
import { baseName } from '../../../packages/manifest/mcp/programs.ts';

const all = [...defaultStdioCommands, 'pipx', 'podman'];
const check = (line: string, env?: Record<string, string>) => {
  const [command = '', ...args] = line.split(' ').filter(Boolean);
  return checkLaunch({ command, args, env }, all);
};
const messageOf = (line: string) => check(line).problems.map(({ message }) => message);

describe('a command line', () => {
  it.each([
    'npx -y --registry https://registry.npmjs.org good',
    'npx --registry=https://registry.npmjs.org/ good@^1.2.0',
    'npx @scope/node',
    'npx -p good good-server',
    'npx --package good good-server',
    'bunx --package good good-server',
    'bun x -p good good-server',
    'bun --silent --bun --smol server.ts',
    'bun run server.ts',
    'node --no-warnings=true --enable-source-maps=false --max-old-space-size 4096 server.js',
    'deno run -A=false -Rq=true --allow-net=example.com npm:good/bin/server',
    'deno run npm:/@scope/server@1.2.0',
    'deno run jsr:@scope/server',
    'deno run -q=false server.ts',
    'deno run -R=data -N server.ts',
    'python3 -X utf8 -X utf8=1 -X dev -W ignore server.py',
    'python3 -Xdev -W=error -um server',
    'python3 -m server --unknown -c x',
    'python3 -u -m server -c x',
    'uv --directory assets run server.py',
    'uv run --script server.py',
    'uv run -s tools.py',
    'uv run -m server',
    'uv run --module server',
    'uv run python3.12 server.py',
    'uv run pythonw server.py',
    'uv run --extra plain-name_1.0 --group dev server',
    'uv run --with a,b[c,d] server',
    'uv run --with requests>=2,<3,a[b,c]==1.*,d server',
    'uv tool run good',
    'uvx --python 3.12 good',
    'uvx --python cpython@3.12 good',
    'uvx --python pypy-3.9.1 good',
    'uvx --python python3 good',
    'uvx --python >=3.12 good',
    'uvx --python >3 good',
    'uvx --python 12 good',
    'uvx --python 3.13t good',
    'uvx --from good good-server',
    'uvx --prerelease allow --color never good',
    'pipx run -q --quiet --no-cache --spec good good-server',
    'pipx run --python 3.12 good',
    'docker run -i --rm mcp/good',
    'docker container run -i mcp/good',
    'docker run -v name:/data:ro mcp/good',
    'docker run -v /data mcp/good',
    'docker run --mount type=volume,src=name,dst=/data mcp/good',
    'docker run localhost:5000/owner/server:1.2.0',
    'docker run mcp/good server --unknown',
    'docker run alpine server',
    'docker run node:22 node /app/server.js',
    'docker run denoland/deno deno run /app/server.ts',
    'docker run -e MY_REGISTRY_TOKEN mcp/good',
    'docker run -e PGADMIN_1 mcp/good',
    'docker run -e REGISTRY_URL=x mcp/good',
    'docker run --name REGISTRY_X mcp/good',
    'podman run -i mcp/good',
  ])('may be %s', (line) => expect(check(line)).toMatchObject({ problems: [], hasTarget: true }));

  it.each(['npx', 'npx -y', 'uv', 'uv -q', 'uvx', 'pipx', 'pipx run', 'docker', 'docker run -i', 'podman'])(
    'of %s starts nothing',
    (line) => expect(check(line)).toEqual({ problems: [], hasTarget: false }),
  );

  it.each([
    ['node server.js', 0, 'server.js'],
    ['node --no-warnings assets/server.mjs --port 1', 1, 'assets/server.mjs'],
    ['uv run -q python -u assets/server.py', 4, 'assets/server.py'],
  ])('%s runs a script of the definition', (line, index, file) =>
    expect(check(line)).toEqual({ problems: [], hasTarget: true, script: { path: ['args', index], file } }),
  );

  const npm = 'is not an npm package. Must be a published package such as "@scope/server@1.2.0".';
  const pypi = 'is not a PyPI package. Must be a published package such as "mcp-server-git@1.2.0".';
  const packaged = 'runs arbitrary code and is not allowed; name the package of the server.';
  const path =
    'must be a relative path inside the definition, such as "assets/server.js", without ".." and references.';
  const script = 'must be a script: a file that ends in .js, .mjs, .cjs, .ts, .mts, .cts, .jsx, .tsx.';
  const program = 'must be the name of a program, without a path, URL or reference.';
  const arbitrary = 'runs arbitrary code and is not allowed; name the program of the server itself.';
  const registry = 'must be https://registry.npmjs.org; other registries are not allowed.';
  const stdin = 'is missing; without one, code is read from standard input.';
  const deno =
    'is neither a script nor a package. Must be a published package such as "npm:@scope/server@1.2.0" or "jsr:@scope/server@1.2.0".';
  const image = 'must be the name of an image such as "mcp/github" or "ghcr.io/owner/server:1.2.0".';
  const python = 'must be a version such as 3.12.';
  const inherited = (name: string) =>
    `"${name}" would be inherited from the environment of the worker; set it under "env", as a reference.`;

  it.each([
    ['npx ./x', `"./x" ${npm}`],
    ['npx bash', `"bash" ${packaged}`],
    ['npx $X', `This argument ${npm}`],
    [`npx ${'./'.repeat(31)}`, `This argument ${npm}`],
    ['npx --registry http://x/https://registry.npmjs.org/ good', `The value of "--registry" ${registry}`],
    ['npx --registry https://registry.npmjs.org.evil.example good', `The value of "--registry" ${registry}`],
    ['npx -y --registry', '"--registry" needs a value.'],
    ['npx -p good bash', `"bash" ${arbitrary}`],
    ['npx --package=good ./x', `"./x" ${program}`],
    ['npx -p good x/y', `"x/y" ${program}`],
    ['bunx -p good chmod', '"chmod" is a system program and is not allowed; name a program of the package.'],
    ['npx -p good base64', '"base64" is a system program and is not allowed; name a program of the package.'],
    ['npx -p good chmod', '"chmod" is a system program and is not allowed; name a program of the package.'],
    ['bun x --package good BASH', `"BASH" ${arbitrary}`],
    ['bun run -', `"-" ${path}`],
    ['node', `A script ${stdin}`],
    ['node --no-warnings', `A script ${stdin}`],
    ['node server.sh', `"server.sh" ${script}`],
    ['node a//b.js', `"a//b.js" ${path}`],
    ['node --max-old-space-size=x1 server.js', 'The value of "--max-old-space-size" must be an integer.'],
    ['node --max-old-space-size=1x server.js', 'The value of "--max-old-space-size" must be an integer.'],
    ['deno', `A script or package ${stdin}`],
    ['deno run -A xnpm:good', `"xnpm:good" ${deno}`],
    ['deno run -A npm:', `"npm:" ${deno}`],
    ['deno run -A npm://good', `"npm://good" ${deno}`],
    ['deno run -A npm:good/x?y', `This argument ${deno}`],
    ['deno run -A npm:good/bash', '"npm:good/bash" runs arbitrary code and is not allowed.'],
    ['deno run -A npm:good/bin/bash', '"npm:good/bin/bash" runs arbitrary code and is not allowed.'],
    [`deno run -A npm:good/${'a'.repeat(100)}/${'b'.repeat(100)}/${'c'.repeat(90)}/bash`, `This argument ${deno}`],
    ['deno run -A npm:good/../x', '"npm:good/../x" is not a package name.'],
    ['deno --unknown run server.ts', null],
    ['python3 -X xutf8 server.py', 'The value of "-X" must be utf8 or dev.'],
    ['python3 -X utf8=2 server.py', 'The value of "-X" must be utf8 or dev.'],
    ['python3 -X devx server.py', 'The value of "-X" must be utf8 or dev.'],
    ['python3 -W xignore server.py', 'The value of "-W" must be a single word such as ignore.'],
    ['python3 -u', `A script or "-m" with a module ${stdin}`],
    ['python3 -m 1x.y', 'The value of "-m" is not the name of a Python module.'],
    ['python3 -m x.y! ', 'The value of "-m" is not the name of a Python module.'],
    [
      'python3 -m Pip install',
      'The value of "-m" is a module that runs arbitrary code or accesses the host, and is not allowed.',
    ],
    ['uv pip', '"pip" is not allowed; write "run" or "tool run".'],
    ['uv x run', '"x" is not allowed; write "run" or "tool run".'],
    ['uv run', 'A command is missing; without one, nothing is started.'],
    ['uv run --module pip', '"pip" is a module that runs arbitrary code or accesses the host, and is not allowed.'],
    ['uv run -s tool.sh', '"tool.sh" must be a script: a file that ends in .py, .pyz.'],
    ['uv run --script server', '"server" must be a script: a file that ends in .py, .pyz.'],
    ['uv run xpython', null],
    ['uv run pythonx', null],
    ['uv run --extra -x server', 'The value of "--extra" must be a plain name.'],
    ['uv run --extra a! server', 'The value of "--extra" must be a plain name.'],
    ['uv run --with good,./x server', `The value of "--with" ${pypi}`],
    ['uv run --with good[x,./y],z server', `The value of "--with" ${pypi}`],
    ['uv run --with good,<./x server', `The value of "--with" ${pypi}`],
    ['uvx ./x', `"./x" ${pypi}`],
    ['uvx good/>=1', `"good/" ${pypi}`.replace('"good/"', 'This argument')],
    ['uvx good>=/1', `This argument ${pypi}`],
    ['uvx good>=1/<2', `This argument ${pypi}`],
    ['uvx IPython', `"IPython" ${packaged}`],
    ['uvx --python x3 good', `The value of "--python" ${python}`],
    ['uvx --python 3/x good', `The value of "--python" ${python}`],
    ['uvx --python cpython/3 good', `The value of "--python" ${python}`],
    ['uvx --color red good', 'The value of "--color" must be one of auto, always, never.'],
    ['uvx --from good bash', `"bash" ${arbitrary}`],
    ['pipx install good', '"install" is not allowed; write "run" and a package.'],
    ['pipx run --spec good bash', `"bash" ${arbitrary}`],
    ['docker exec x', '"exec" is not allowed; the arguments must start with "run".'],
    ['docker container', '"" is not allowed; the arguments must start with "run".'.replace('""', 'This argument')],
    ['docker run Upper/Case', `"Upper/Case" ${image}`],
    ['docker run node:22 node app//server.js', `"app//server.js" ${path}`],
    ['docker run denoland/deno deno run app//server.ts', `"app//server.ts" ${deno}`],
    ['docker run denoland/deno deno run', `A script or package ${stdin}`],
    ...['name:/data:ro:z', 'name:/data:xro', 'name:/data:rox', 'name:data'].map((volume): [string, string] => [
      `docker run -v ${volume} mcp/good`,
      'The value of "-v" must be a named volume such as "data:/data", without access to files of the host.',
    ]),
    [
      'docker run --mount src=name,dst=/data mcp/good',
      'The value of "--mount" must be a named volume such as "data:/data", without access to files of the host.',
    ],
    ['docker run alpine sh', '"sh" runs arbitrary code in the container and is not allowed.'],
    ['docker run -e REGISTRY_TOKEN mcp/good', inherited('REGISTRY_TOKEN')],
    ['docker run --env PGPASSWORD mcp/good', inherited('PGPASSWORD')],
  ])('%s is refused: %s', (line, message) =>
    message === null ? expect(messageOf(line)).toEqual(expectedOf(line)) : expect(messageOf(line)).toEqual([message]),
  );

  /** Those that are refused for an option, or that name a program of their own. */
  function expectedOf(line: string): unknown {
    return line.startsWith('uv run') ? [] : [expect.stringMatching(/^"--unknown" is not allowed for deno\. /)];
  }

  it('is refused for an option that is not in the table, with those that are', () => {
    const allowed = 'Allowed options: -y --yes --bun --silent --verbose --no-install -p --package.';
    expect(messageOf('bunx --unknown=1 good')).toEqual([`"--unknown" is not allowed for bunx. ${allowed}`]);
    expect(messageOf('bunx -yx good')).toEqual([`"-yx" is not allowed for bunx. ${allowed}`]);
    expect(messageOf('bunx --a/b good')).toEqual([`This is not allowed for bunx. ${allowed}`]);
    expect(messageOf(`bunx --${'a'.repeat(40)} good`)).toEqual([`This is not allowed for bunx. ${allowed}`]);
    expect(messageOf('bunx -y=1 good')).toEqual([`"-y=1" is not allowed for bunx. ${allowed}`]);
    expect(messageOf('node --no-warnings=1 server.js')).toEqual([
      expect.stringMatching(/^"--no-warnings" is not allowed for node\. /),
    ]);
    expect(messageOf('deno run -Rc npm:good')).toEqual([
      expect.stringMatching(/^"-Rc" is not allowed for deno run\. /),
    ]);
    for (const [line, name] of [
      ['bun -e 1', 'bun'],
      ['python3 -c 1', 'python'],
      ['deno run -c x', 'deno run'],
      ['uv --x run', 'uv'],
      ['uv run --x', 'uv run'],
      ['uvx --x', 'uvx'],
      ['npx --x', 'npx'],
      ['pipx run --x', 'pipx run'],
      ['docker run --x', 'docker run'],
      ['podman run --x', 'podman run'],
    ] as const)
      expect(messageOf(line)).toEqual([expect.stringContaining(` is not allowed for ${name}. `)]);
    expect(messageOf('deno run -c x')[0]).toContain('-S --node-modules-dir --allow-net --deny-net');
  });

  it.each([
    ['node -e 1', true],
    ['bun -e 1', true],
    ['deno --x', true],
    ['deno run --x', true],
    ['deno repl', true],
    ['python3 -c 1', true],
    ['uv pip', true],
    ['npx --x', true],
    ['node /x.js', true],
    ['uv --x', true],
    ['uv run --x', true],
    ['docker exec x', true],
    ['docker run --x', true],
    ['docker run UPPER', true],
    ['docker run alpine sh', true],
    ['docker run node:22 node -e 1', true],
    ['pipx install x', true],
    ['node', true],
  ])('%s starts something although it is refused', (line, hasTarget) => {
    const { problems, ...rest } = check(line);
    expect(problems).toHaveLength(1);
    expect(rest).toEqual({ hasTarget });
  });

  it('is refused at the argument that is wrong, or at the command if there is none', () => {
    const pathOf = (line: string) => check(line).problems[0]?.path;
    expect(pathOf('node')).toEqual(['command']);
    expect(pathOf('node --no-warnings')).toEqual(['args', 0]);
    expect(pathOf('uv run')).toEqual(['args', 0]);
    expect(pathOf('npx -p ./x good')).toEqual(['args', 1]);
    expect(pathOf('npx --package=./x good')).toEqual(['args', 0]);
  });

  it('may have spaces in the packages of a list', () => {
    const args = (list: string) => ['run', '--with', list, 'server'];
    for (const list of ['a[b, cd], e >= 2, < 3 ,f', 'good ==1.2', 'good[x] ~= 1.4, != 1.4.2'])
      expect(checkLaunch({ command: 'uv', args: args(list) }).problems).toEqual([]);
    for (const list of ['a b', 'a, ./b', 'a >= ./b'])
      expect(checkLaunch({ command: 'uv', args: args(list) }).problems).toHaveLength(1);
  });

  it('is checked only as far as it is known: one of an added command is not', () => {
    expect(checkLaunch({ command: 'mytool', args: ['-e', 'x'] }, ['mytool'])).toEqual({
      problems: [],
      hasTarget: true,
    });
    expect(checkLaunch({ command: 'toString' }, ['toString'])).toEqual({ problems: [], hasTarget: true });
  });
});

describe('a command that is not in the list', () => {
  const of = (command: string) => checkLaunch({ command, args: ['x'] }, ['npx', 'mytool']).problems;

  it.each([
    ['bash', 'The command must be one of npx, mytool.'],
    ['/usr/bin/bash', 'The command must be one of npx, mytool.'],
    ['/usr/bin/npx', 'The command must be "npx", without a folder: its location differs between machines.'],
    ['C:\\bin\\npx', 'The command must be "npx", without a folder: its location differs between machines.'],
    ['npx -y good', 'The command must be "npx"; move the rest to "args".'],
    ['/usr/bin/npx -y good', 'The command must be "npx"; move the rest to "args".'],
    ['', 'The command must be one of npx, mytool.'],
  ])('%j: %s', (command, message) =>
    expect(of(command)).toEqual([{ path: ['command'], code: 'command_not_allowed', message }]),
  );
});

it('a variable that changes what runs is refused by its name', () =>
  expect(check('npx good', { NODE_OPTIONS: 'x', FINE: 'y' }).problems).toEqual([
    {
      path: ['env', 'NODE_OPTIONS'],
      code: 'unsafe_env',
      message: expect.stringMatching(/^"NODE_OPTIONS" .+ and is not allowed here\.$/),
    },
  ]));

it.each([
  ['/usr/bin/Python3.12', 'python'],
  ['npx.cmd', 'npx'],
  ['C:\\Tools\\node.EXE', 'node'],
  ['node@20.1.2', 'node'],
  ['python-3.12', 'python'],
  ['ruby2.7a', 'ruby'],
  ['bash', 'bash'],
  ['a.cmd.js', 'a.cmd.js'],
  ['base64x1', 'base64x'],
  ['lua5.4.6', 'lua'],
])('the program %s is %s', (name, base) => expect(baseName(name)).toBe(base));
