import { type Launch, type LaunchContext, type Launcher, problemAt, refused } from './launcher.ts';
import { type OptionTable, parseOptions, type ValueRule } from './options.ts';
import { checkBunx, checkUvx, uvShared } from './packageRunners.ts';
import { denoPackageProblem, moduleProblem, pathProblem, scriptProblem } from './packages.ts';
import { programProblem } from './programs.ts';

const scripts = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx'];
const pythonScripts = ['.py', '.pyz'];

const fromStandardInput = 'is missing; without one, code is read from standard input.';

/** Checks that the first argument that is not an option is a script of the definition. */
function checkScript(
  args: readonly string[],
  index: number,
  endings: readonly string[],
  { inContainer = false }: LaunchContext,
  what = 'A script',
): Launch {
  const path = args[index];
  if (path === undefined) return refused(args.length - 1, `${what} ${fromStandardInput}`);
  const problems = problemAt(index, path, scriptProblem(inContainer ? path.replace(/^\//, '') : path, endings));
  const isOfDefinition = problems.length === 0 && !inContainer;
  return { problems, hasTarget: true, ...(isOfDefinition && { script: { index, path } }) };
}

const wholeNumber: ValueRule = (value) => (/^\d{1,6}$/.test(value) ? null : 'must be an integer.');

const nodeTable: OptionTable = {
  flags: [
    ...['--no-warnings', '--no-deprecation', '--trace-warnings', '--enable-source-maps', '--experimental-strip-types'],
    ...['--experimental-transform-types', '--experimental-fetch', '--experimental-modules', '--experimental-sqlite'],
  ],
  values: { '--max-old-space-size': wholeNumber, '--max-semi-space-size': wholeNumber },
};

export const node: Launcher = (args, context) => {
  const { problems, next } = parseOptions('node', args, 0, nodeTable);
  return problems.length > 0 ? { problems, hasTarget: true } : checkScript(args, next, scripts, context);
};

export const bun: Launcher = (args, context) => {
  const { problems, next } = parseOptions('bun', args, 0, { flags: ['--silent', '--bun', '--smol'] });
  if (problems.length > 0) return { problems, hasTarget: true };
  if (args[next] === 'x') return checkBunx(args, next + 1);
  return checkScript(args, args[next] === 'run' ? next + 1 : next, scripts, context);
};

const denoPermissions = ['net', 'env', 'read', 'write', 'sys', 'run', 'ffi', 'import'];

const denoTable: OptionTable = {
  flags: [
    ...['-A', '--allow-all', '-q', '--quiet', '--no-check', '--no-prompt', '--cached-only', '--no-lock', '--no-config'],
    ...['--no-npm', '--no-remote', '--unstable-kv', '--unstable-net', '--unstable-cron', '--unstable-sloppy-imports'],
  ],
  optional: [
    ...['-N', '-E', '-R', '-W', '-S', '--node-modules-dir'],
    ...denoPermissions.flatMap((name) => [`--allow-${name}`, `--deny-${name}`]),
  ],
};

export const deno: Launcher = (args, context) => {
  const before = parseOptions('deno', args, 0, denoTable);
  if (before.problems.length > 0) return { problems: before.problems, hasTarget: true };
  const start = args[before.next] === 'run' ? before.next + 1 : before.next;
  const { problems, next } = parseOptions('deno run', args, start, denoTable);
  if (problems.length > 0) return { problems, hasTarget: true };
  const target = args[next];
  const bare = context.inContainer ? target?.replace(/^\//, '') : target;
  const isScript = target === undefined || scriptProblem(bare ?? '', scripts) === null;
  return isScript
    ? checkScript(args, next, scripts, context, 'A script or package')
    : { problems: problemAt(next, target, denoPackageProblem(target)), hasTarget: true };
};

const pythonTable: OptionTable = {
  flags: ['-u', '-B', '-E', '-I', '-s', '-S', '-P', '-O', '-b', '-q'],
  values: {
    '-m': moduleProblem,
    '-X': (value) => (/^(?:utf8(?:=[01])?|dev)$/.test(value) ? null : 'must be utf8 or dev.'),
    '-W': (value) =>
      /^(?:default|error|always|module|once|ignore)$/.test(value) ? null : 'must be a single word such as ignore.',
  },
  last: ['-m'],
};

function checkPython(args: readonly string[], start: number, context: LaunchContext): Launch {
  const { given, problems, next } = parseOptions('python', args, start, pythonTable);
  if (problems.length > 0) return { problems, hasTarget: true };
  if (given.some(({ name }) => name === '-m')) return { problems, hasTarget: true };
  return checkScript(args, next, pythonScripts, context, 'A script or "-m" with a module');
}

export const python: Launcher = (args, context) => checkPython(args, 0, context);

const uvTable: OptionTable = {
  flags: uvShared.flags,
  values: { '--directory': pathProblem, '--project': pathProblem },
};

const uvRunTable: OptionTable = {
  flags: [
    ...uvShared.flags,
    ...[
      '-m',
      '--module',
      '-s',
      '--script',
      '--frozen',
      '--locked',
      '--no-sync',
      '--no-project',
      '--no-dev',
      '--no-editable',
    ],
    ...['--all-extras', '--all-groups', '--no-default-groups', '--exact', '--active', '--no-install-project'],
  ],
  values: { ...uvShared.values, ...uvTable.values, '--extra': plainName, '--group': plainName, '--package': plainName },
};

function plainName(value: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value) ? null : 'must be a plain name.';
}

export const uv: Launcher = (args, context) => {
  const { problems, next } = parseOptions('uv', args, 0, uvTable);
  if (problems.length > 0) return { problems, hasTarget: true };
  if (args[next] === 'tool' && args[next + 1] === 'run') return checkUvx(args, next + 2);
  if (args[next] === 'run') return checkUvRun(args, next + 1, context);
  if (args[next] === undefined) return { problems: [], hasTarget: false };
  return { problems: problemAt(next, args[next], 'is not allowed; write "run" or "tool run".'), hasTarget: true };
};

function checkUvRun(args: readonly string[], start: number, context: LaunchContext): Launch {
  const { given, problems, next } = parseOptions('uv run', args, start, uvRunTable);
  if (problems.length > 0) return { problems, hasTarget: true };
  const target = args[next];
  const has = (...names: string[]) => given.some(({ name }) => names.includes(name));
  if (target === undefined) return refused(args.length - 1, 'A command is missing; without one, nothing is started.');
  if (has('-m', '--module')) return { problems: problemAt(next, target, moduleProblem(target)), hasTarget: true };
  if (has('-s', '--script') || target.endsWith('.py')) return checkScript(args, next, pythonScripts, context);
  if (/^pythonw?[\d.]*$/.test(target)) return checkPython(args, next + 1, context);
  return { problems: problemAt(next, target, programProblem(target)), hasTarget: true };
}
