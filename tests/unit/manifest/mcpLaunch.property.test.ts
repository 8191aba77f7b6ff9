import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLaunch } from '../../../packages/manifest/index.ts';

/** An option with its value, as one argument or two. */
type Tokens = string[];

interface Generated {
  /** The subcommand before the options: `run`. */
  head: Tokens;
  /** Allowed options, in every notation. */
  allowed: Tokens[];
  /** Options that would run arbitrary code, or leave the container, in every notation. */
  dangerous: Tokens[];
  /** What is started. */
  targets: Tokens[];
  /** What may not be started. */
  dangerousTargets: Tokens[];
}

const spellings = (name: string, value: string): Tokens[] => [[name, value], [`${name}=${value}`]];
const short = (name: string, value: string): Tokens[] => [[name, value], [`${name}${value}`], [`${name}=${value}`]];

const launchers: Record<string, Generated> = {
  npx: {
    head: [],
    allowed: [['-y'], ['--yes'], ['-q'], ['-yq'], ['--prefer-offline'], ['--registry', 'https://registry.npmjs.org']],
    dangerous: [
      ...spellings('--call', 'x'),
      ...short('-c', 'x'),
      ['-yc', 'x'],
      ...spellings('--registry', 'https://evil.example'),
      ...spellings('--node-options', '-r x'),
      ...spellings('--script-shell', 'x'),
      ...spellings('--package', 'git+https://evil.example/x'),
      ...short('-p', 'node'),
    ],
    targets: [['good'], ['@scope/good@1.2.0'], ['--', 'good@latest']],
    dangerousTargets: [['node'], ['bash'], ['./x'], ['github:a/b'], ['https://evil.example/x'], ['${X}'], ['--', 'sh']],
  },
  uvx: {
    head: [],
    allowed: [
      ['-q'],
      ['--isolated'],
      ...spellings('--python', '3.12'),
      ...short('-p', '3.12'),
      ...spellings('--with', 'httpx'),
    ],
    dangerous: [
      ...spellings('--index-url', 'https://evil.example'),
      ...short('-i', 'https://evil.example'),
      ...spellings('--from', 'git+https://evil.example/x'),
      ...spellings('--with', '/tmp/x'),
      ...spellings('--python', '/tmp/x'),
      ...short('-p', '/tmp/x'),
      ...spellings('--env-file', 'x'),
    ],
    targets: [['good'], ['good@1.0'], ['--from', 'good', 'good-mcp'], ['good[all]>=1,<2']],
    dangerousTargets: [
      ['python'],
      ['--from', 'good', 'bash'],
      ['./x'],
      ['good @ file:///x'],
      ['${X}'],
      ['--from=good', 'python3.12'],
    ],
  },
  node: {
    head: [],
    allowed: [['--no-warnings'], ['--enable-source-maps'], ...spellings('--max-old-space-size', '512')],
    dangerous: [
      ...short('-e', '1'),
      ...short('-r', './x'),
      ...short('-p', '1'),
      ['-pe', '1'],
      ...spellings('--loader', 'data:x'),
      ...spellings('--import', './x'),
      ...spellings('--require', './x'),
      ...spellings('--eval', '1'),
      ['--inspect'],
      ['-'],
      ['-i'],
    ],
    targets: [['assets/server.js'], ['./build/index.mjs'], ['--', 'server.cjs']],
    dangerousTargets: [['/tmp/x.js'], ['../x.js'], ['data:text/javascript,1'], ['${X}/x.js'], ['--', '-'], ['inspect']],
  },
  python3: {
    head: [],
    allowed: [['-u'], ['-I'], ['-uI'], ['-B'], ...short('-X', 'utf8'), ...short('-W', 'ignore')],
    dangerous: [
      ...short('-c', '1'),
      ['-Ic', '1'],
      ['-uc1'],
      ['-'],
      ['-i'],
      ...short('-X', 'importtime'),
      ...short('-W', 'a::b.C'),
    ],
    targets: [['-m', 'good.server'], ['-mgood'], ['-um', 'good'], ['server.py']],
    dangerousTargets: [['-m', 'timeit'], ['-mpdb'], ['-um', 'pip'], ['/tmp/x.py'], ['-'], ['${X}.py']],
  },
  docker: {
    head: ['run'],
    allowed: [
      ['-i'],
      ['-it'],
      ['--rm'],
      ['--rm=true'],
      ...short('-e', 'NAME'),
      ...spellings('--env', 'NAME=${VALUE}'),
      ...short('-v', 'data:/data'),
      ...spellings('--mount', 'type=volume,src=data,dst=/data'),
      ...spellings('--network', 'none'),
      ...short('-u', '1000:1000'),
    ],
    dangerous: [
      ['--privileged'],
      ['--privileged=true'],
      ...spellings('--network', 'host'),
      ...spellings('--pid', 'host'),
      ...spellings('--cap-add', 'ALL'),
      ...spellings('--device', '/dev/sda'),
      ...['/etc:/h', '//:/h', '${HOME}:/h', './x:/h', '~:/h', 'C:\\:/h'].flatMap((value) => [
        ...short('-v', value),
        ...spellings('--volume', value),
        [`-iv${value}`],
      ]),
      ...spellings('--mount', 'type=bind,source=/,target=/h'),
      ...spellings('--env-file', '/etc/passwd'),
      ...short('-H', 'tcp://evil.example'),
      ...spellings('--entrypoint', 'sh'),
    ],
    targets: [['mcp/good'], ['ghcr.io/a/good:1.0', 'stdio'], ['--', 'mcp/good']],
    dangerousTargets: [['${IMAGE}'], ['mcp/good', 'sh', '-c', 'x'], ['node', '-e', '1'], ['alpine', '/bin/sh']],
  },
};

const codes = (command: string, args: string[], env = {}) =>
  checkLaunch({ command, args, env }).problems.map(({ code }) => code);

describe.each(Object.entries(launchers))('%s', (command, { head, allowed, dangerous, targets, dangerousTargets }) => {
  const options = fc.array(fc.constantFrom(...allowed), { maxLength: 6 });
  const free = fc.array(fc.oneof(fc.string(), fc.constantFrom('-c', '-e', '--privileged', '-v', '/:/h')), {
    maxLength: 4,
  });
  const target = fc.constantFrom(...targets);
  // The arguments of an image or a server are its own, unless it is a program that the registry recognizes.
  const isFree = (args: string[]) => command !== 'docker' || args[0]?.startsWith('-');

  it('may have any option of its table, and its server any argument', () => {
    fc.assert(
      fc.property(options, target, free, (before, what, after) => {
        const rest = isFree(after) || what.length > 1 ? after : [];
        expect(codes(command, [...head, ...before.flat(), ...what, ...rest])).toEqual([]);
      }),
    );
  });

  it('is refused with a dangerous option at any position', () => {
    fc.assert(
      fc.property(options, fc.constantFrom(...dangerous), options, target, (before, bad, after, what) => {
        const args = [...head, ...before.flat(), ...bad, ...after.flat(), ...what];
        expect(codes(command, args)).toContain('unsafe_argument');
      }),
    );
    fc.assert(
      fc.property(options, fc.constantFrom(...dangerousTargets), free, (before, what, after) => {
        expect(codes(command, [...head, ...before.flat(), ...what, ...after])).toContain('unsafe_argument');
      }),
    );
  });

  it('is refused with any option that its table does not contain', () => {
    const known = new Set(allowed.flat().map((each) => each.split('=')[0]));
    const unknown = fc.stringMatching(/^--[a-z][a-z-]{4,20}[a-z]$/).filter((name) => !known.has(name));
    fc.assert(
      fc.property(options, unknown, target, (before, name, what) => {
        const found = codes(command, [...head, ...before.flat(), `${name}x9`, ...what]);
        expect(found).toContain('unsafe_argument');
      }),
    );
  });

  it('gives a result immediately for any input', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...head, '--', '-', '-e', 'x'))), (args) => {
        expect(Array.isArray(codes(command, args))).toBe(true);
      }),
    );
    for (const part of ['-', '=', 'a', '@', '/', '[', ',', '!', '1.', ':'])
      expect(codes(command, [...head, part.repeat(4_096), `--x${part.repeat(4_096)}`]).length).toBeGreaterThan(0);
  });
});

it('a variable is refused in any combination of upper and lower case', () => {
  const names = [
    'NPM_CONFIG_REGISTRY',
    'UV_INDEX_URL',
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'PYTHONPATH',
    'DOCKER_HOST',
    'HTTPS_PROXY',
    'PATH',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.infiniteStream(fc.boolean()), (name, cases) => {
      const spelt = [...name].map((char) => (cases.next().value ? char : char.toLowerCase())).join('');
      expect(codes('npx', ['good'], { [spelt]: 'x' })).toEqual(['unsafe_env']);
    }),
  );
});
