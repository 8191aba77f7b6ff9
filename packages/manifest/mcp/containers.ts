import { deno, node, python } from './interpreters.ts';
import { type Launch, type LaunchContext, type Launcher, problemAt } from './launcher.ts';
import { type ArgumentProblem, type GivenOption, type OptionTable, parseOptions, type ValueRule } from './options.ts';
import { bunx, npx, uvx } from './packageRunners.ts';
import { imageProblem } from './packages.ts';
import { baseName, isShell } from './programs.ts';

const matching =
  (pattern: RegExp, problem: string): ValueRule =>
  (value) =>
    pattern.test(value) ? null : problem;

const volumeName = /^[A-Za-z0-9][A-Za-z0-9_.-]{1,127}$/;
const containerPath = /^\/[A-Za-z0-9_./-]{0,300}$/;
const volumeOnly = 'must be a named volume such as "data:/data", without access to files of the host.';

/** `name:/path`, `name:/path:ro`, `/path`: a named volume, never a folder of the host. */
function volumeProblem(value: string): string | null {
  const parts = value.split(':');
  const [first = '', path = '', mode = 'rw'] = parts;
  if (parts.length === 1) return containerPath.test(first) ? null : volumeOnly;
  const isNamed = parts.length <= 3 && volumeName.test(first) && containerPath.test(path) && /^(?:ro|rw)$/.test(mode);
  return isNamed ? null : volumeOnly;
}

const mountKeys: Record<string, RegExp> = {
  type: /^(?:volume|tmpfs)$/,
  src: volumeName,
  source: volumeName,
  dst: containerPath,
  destination: containerPath,
  target: containerPath,
  ro: /^(?:true|1)?$/,
  readonly: /^(?:true|1)?$/,
};

/** `type=volume,src=name,dst=/path`. */
function mountProblem(value: string): string | null {
  const fields = value.split(',').map((field) => field.split(/=(.*)/s));
  const isKnown = fields.every(([key = '', is = '']) => Object.hasOwn(mountKeys, key) && mountKeys[key]?.test(is));
  return isKnown && fields.some(([key]) => key === 'type') ? null : volumeOnly;
}

const word = matching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, 'must be a plain name.');
const size = matching(/^\d{1,12}(?:\.\d{1,3})?[bkmgBKMG]?$/, 'must be a size such as 512m.');

const table: OptionTable = {
  flags: [
    ...['-i', '--interactive', '-t', '--tty', '--rm', '-q', '--quiet', '--init', '--read-only', '--sig-proxy'],
    ...['--no-healthcheck'],
  ],
  values: {
    '-e': matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}(?:=[^\0]*)?$/, 'must be NAME or NAME=value.'),
    '--env': matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,127}(?:=[^\0]*)?$/, 'must be NAME or NAME=value.'),
    '-v': volumeProblem,
    '--volume': volumeProblem,
    '--mount': mountProblem,
    '--tmpfs': matching(/^\/[A-Za-z0-9_./-]{0,300}(?::[a-z0-9=,]{1,100})?$/, 'must be a path in the container.'),
    '--network': matching(
      /^(?:none|bridge)$/,
      'must be none or bridge; other networks reach the host or its containers.',
    ),
    '--net': matching(/^(?:none|bridge)$/, 'must be none or bridge; other networks reach the host or its containers.'),
    '-p': matching(
      /^127\.0\.0\.1:\d{1,5}:\d{1,5}(?:\/(?:tcp|udp))?$/,
      'must bind to 127.0.0.1, as in 127.0.0.1:8080:8080.',
    ),
    '--publish': matching(
      /^127\.0\.0\.1:\d{1,5}:\d{1,5}(?:\/(?:tcp|udp))?$/,
      'must bind to 127.0.0.1, as in 127.0.0.1:8080:8080.',
    ),
    '--name': word,
    '-h': word,
    '--hostname': word,
    '-u': matching(/^[A-Za-z0-9_-]{1,32}(?::[A-Za-z0-9_-]{1,32})?$/, 'must be a user, or user:group.'),
    '--user': matching(/^[A-Za-z0-9_-]{1,32}(?::[A-Za-z0-9_-]{1,32})?$/, 'must be a user, or user:group.'),
    '-w': matching(containerPath, 'must be a path in the container.'),
    '--workdir': matching(containerPath, 'must be a path in the container.'),
    '-m': size,
    '--memory': size,
    '--memory-swap': size,
    '--shm-size': size,
    '--cpus': matching(/^\d{1,3}(?:\.\d{1,3})?$/, 'must be a number.'),
    '--pids-limit': matching(/^\d{1,6}$/, 'must be an integer.'),
    '--stop-timeout': matching(/^\d{1,4}$/, 'must be an integer.'),
    '--pull': matching(/^(?:always|missing|never)$/, 'must be always, missing or never.'),
    '--platform': matching(/^(?:linux|windows)\/[a-z0-9]{1,20}(?:\/v\d)?$/, 'must be a platform such as linux/amd64.'),
    '-a': matching(/^std(?:in|out|err)$/i, 'must be stdin, stdout or stderr.'),
    '--attach': matching(/^std(?:in|out|err)$/i, 'must be stdin, stdout or stderr.'),
    '-l': matching(/^[A-Za-z0-9][A-Za-z0-9_./-]{0,127}(?:=[^\0]*)?$/, 'must be key=value.'),
    '--label': matching(/^[A-Za-z0-9][A-Za-z0-9_./-]{0,127}(?:=[^\0]*)?$/, 'must be key=value.'),
    '--cap-drop': matching(/^[A-Za-z_]{2,40}$/, 'must be a capability.'),
    '--security-opt': matching(
      /^no-new-privileges(?:[:=]true)?$/,
      'must be no-new-privileges; other options weaken the isolation of the container.',
    ),
    '--log-driver': matching(/^none$/, 'must be none.'),
  },
};

/** `docker run …` and `podman run …`: an image, in a container without access to the host. */
const container =
  (name: string): Launcher =>
  (args, context) => {
    const run = args[0] === 'container' ? 1 : 0;
    if (args.length === 0) return { problems: [], hasTarget: false };
    if (args[run] !== 'run') {
      const what = problemAt(run, args[run] ?? '', `is not allowed; the arguments must start with "run".`);
      return { problems: what, hasTarget: true };
    }
    const { given, problems, next } = parseOptions(`${name} run`, args, run + 1, table);
    const found = [...problems, ...inheritedVariables(given, context)];
    const image = args[next];
    if (found.length > 0 || image === undefined) return { problems: found, hasTarget: found.length > 0 };
    const wrongImage = problemAt(next, image, imageProblem(image));
    return wrongImage.length > 0
      ? { problems: wrongImage, hasTarget: true }
      : checkContainerCommand(image, args, next + 1, context);
  };

/** `-e NAME` passes on a variable of the process that starts the container, unless `env` sets it. */
const inheritedVariables = (given: readonly GivenOption[], { variables }: LaunchContext): ArgumentProblem[] =>
  given.flatMap(({ name, value, index }) => {
    if ((name !== '-e' && name !== '--env') || value === null || value.includes('=') || variables.has(value)) return [];
    if (!/^(?:REGISTRY_|SUPABASE_|DATABASE_|POSTGRES|PG[A-Z]+$|NODE_|NPM_|LD_|DYLD_)/i.test(value)) return [];
    const message = `"${value}" would be inherited from the environment of the worker; set it under "env", as a reference.`;
    return [{ index, message }];
  });

const containerLaunchers: Readonly<Record<string, Launcher>> = { npx, uvx, bunx, node, python, deno };

/** Checks the command in the container: the arguments of a launcher are checked, a shell is refused. */
function checkContainerCommand(image: string, args: readonly string[], start: number, context: LaunchContext): Launch {
  const fine: Launch = { problems: [], hasTarget: true };
  const first = args[start];
  if (first === undefined) return fine;
  const imageName = baseName((image.split('/').at(-1) ?? '').split(/[:@]/)[0] ?? '');
  // An image with the name of an interpreter starts it when the first argument is an option.
  const program = first.startsWith('-') && isShell(imageName) ? imageName : first;
  const from = program === first ? start + 1 : start;
  const launcher = Object.hasOwn(containerLaunchers, baseName(program))
    ? containerLaunchers[baseName(program)]
    : undefined;
  if (launcher) {
    const { problems } = launcher(args.slice(from), { ...context, inContainer: true });
    return {
      problems: problems.map(({ index, message }) => ({ index: Math.max(index + from, start), message })),
      hasTarget: true,
    };
  }
  if (!isShell(program)) return fine;
  return {
    problems: problemAt(start, first, 'runs arbitrary code in the container and is not allowed.'),
    hasTarget: true,
  };
}

export const docker = container('docker');
export const podman = container('podman');
