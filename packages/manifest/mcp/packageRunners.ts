import { type Launch, type Launcher, problemAt } from './launcher.ts';
import { type OptionTable, parseOptions, type ValueRule } from './options.ts';
import { npmPackageProblem, pythonPackageProblem } from './packages.ts';
import { programProblem } from './programs.ts';

interface Runner {
  name: string;
  table: OptionTable;
  /** The rule for the first other argument. */
  spec: ValueRule;
  /** Options that name the package: the first other argument is then a program of it. */
  from: readonly string[];
}

/** Checks a command that fetches a package and runs its program: `npx`, `bunx`, `uvx`, `pipx run`. */
export function checkRunner({ name, table, spec, from }: Runner, args: readonly string[], start = 0): Launch {
  const { given, problems, next } = parseOptions(name, args, start, table);
  const target = args[next];
  if (problems.length > 0 || target === undefined) return { problems, hasTarget: problems.length > 0 };
  const rule = given.some((option) => from.includes(option.name)) ? programProblem : spec;
  return { problems: problemAt(next, target, rule(target)), hasTarget: true };
}

/** Only the public registry is allowed; another one would decide which code runs. */
const publicRegistry: ValueRule = (value) =>
  /^https:\/\/registry\.npmjs\.org\/?$/.test(value)
    ? null
    : 'must be https://registry.npmjs.org; other registries are not allowed.';

const npxTable: OptionTable = {
  flags: [
    '-y',
    '--yes',
    '-q',
    '--quiet',
    '-s',
    '--silent',
    '--prefer-offline',
    '--prefer-online',
    '--offline',
    '--ignore-scripts',
  ],
  values: { '-p': npmPackageProblem, '--package': npmPackageProblem, '--registry': publicRegistry },
};

export const npx: Launcher = (args) =>
  checkRunner({ name: 'npx', table: npxTable, spec: npmPackageProblem, from: ['-p', '--package'] }, args);

const bunxTable: OptionTable = {
  flags: ['-y', '--yes', '--bun', '--silent', '--verbose', '--no-install'],
  values: { '-p': npmPackageProblem, '--package': npmPackageProblem },
};

export const checkBunx = (args: readonly string[], start: number): Launch =>
  checkRunner({ name: 'bunx', table: bunxTable, spec: npmPackageProblem, from: ['-p', '--package'] }, args, start);

export const bunx: Launcher = (args) => checkBunx(args, 0);

/** A version of Python, not a path to an interpreter. */
export const pythonVersion: ValueRule = (value) =>
  /^(?:(?:cpython|pypy|python)[@-]?)?(?:[<>=~]=?)?\d{1,2}(?:\.\d{1,3}){0,2}t?$/.test(value)
    ? null
    : 'must be a version such as 3.12.';

const oneOf =
  (...allowed: string[]): ValueRule =>
  (value) =>
    allowed.includes(value) ? null : `must be one of ${allowed.join(', ')}.`;

/** Options that both `uvx` and `uv run` have. */
export const uvShared = {
  flags: [
    ...['-q', '--quiet', '-n', '--no-cache', '--offline', '--no-progress', '--no-config', '--native-tls', '--isolated'],
    ...['--no-env-file', '--refresh', '-U', '--upgrade', '--managed-python', '--no-python-downloads', '--no-build'],
  ],
  values: {
    '--with': pythonList,
    '-w': pythonList,
    '-p': pythonVersion,
    '--python': pythonVersion,
    '--prerelease': oneOf('allow', 'disallow', 'if-necessary', 'explicit', 'if-necessary-or-explicit'),
    '--resolution': oneOf('highest', 'lowest', 'lowest-direct'),
    '--python-preference': oneOf('only-managed', 'managed', 'system', 'only-system'),
    '--color': oneOf('auto', 'always', 'never'),
  },
} satisfies OptionTable;

/** `--with a,b`. A comma between extras, as in `a[b,c]`, or before a comparison, as in `a>=2,<3`, is part of a package. */
function pythonList(value: string): string | null {
  const packages = value.split(/,(?![^[\]]{0,200}\])(?!\s{0,5}[=<>!~])/);
  return packages.map((each) => pythonPackageProblem(each.trim())).find((problem) => problem !== null) ?? null;
}

export const checkUvx = (args: readonly string[], start: number): Launch =>
  checkRunner(
    {
      name: 'uvx',
      table: { flags: uvShared.flags, values: { ...uvShared.values, '--from': pythonPackageProblem } },
      spec: pythonPackageProblem,
      from: ['--from'],
    },
    args,
    start,
  );

export const uvx: Launcher = (args) => checkUvx(args, 0);

export const pipx: Launcher = (args) => {
  if (args.length === 0) return { problems: [], hasTarget: false };
  if (args[0] !== 'run')
    return { problems: problemAt(0, args[0] ?? '', 'is not allowed; write "run" and a package.'), hasTarget: true };
  const table = {
    flags: ['-q', '--quiet', '--no-cache'],
    values: { '--spec': pythonPackageProblem, '--python': pythonVersion },
  };
  return checkRunner({ name: 'pipx run', table, spec: pythonPackageProblem, from: ['--spec'] }, args, 1);
};
