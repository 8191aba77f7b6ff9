import { clip, type Path } from '../values/path.ts';
import { docker, podman } from './containers.ts';
import { environmentProblem } from './environment.ts';
import { bun, deno, node, python, uv } from './interpreters.ts';
import type { Launch, Launcher } from './launcher.ts';
import { bunx, npx, pipx, uvx } from './packageRunners.ts';

/** The commands that are allowed by default. */
export const defaultStdioCommands: readonly string[] = [
  ...['npx', 'node', 'uvx', 'uv', 'python', 'python3', 'deno', 'docker', 'bunx', 'bun'],
];

const launchers: Readonly<Record<string, Launcher>> = {
  ...{ npx, node, uvx, uv, python, python3: python, deno, docker, bunx, bun, pipx, podman },
};

/** A problem of the way a server is started; the path is inside the server. */
export interface LaunchProblem {
  path: Path;
  code: 'command_not_allowed' | 'unsafe_argument' | 'unsafe_env';
  message: string;
}

/** A server that is started as a process. */
export interface Startable {
  command: string;
  args?: readonly string[] | undefined;
  env?: Readonly<Record<string, string>> | undefined;
}

/** The result of checking a server's command line. */
export interface CheckedLaunch {
  problems: LaunchProblem[];
  script?: { path: Path; file: string };
  hasTarget: boolean;
}

/**
 * Checks whether a server may be started: its command is in the list, the table of its launcher allows its arguments,
 * and no variable changes what runs. The registry checks this when a version is published, a worker again before it starts
 * anything, with references replaced. A command that an operator added has no table: its arguments are not checked.
 */
export function checkLaunch(server: Startable, stdioCommands: readonly string[] = defaultStdioCommands): CheckedLaunch {
  const { command, args = [], env = {} } = server;
  const problems: LaunchProblem[] = [];
  if (!stdioCommands.includes(command))
    problems.push({ path: ['command'], code: 'command_not_allowed', message: commandMessage(command, stdioCommands) });
  const launcher = Object.hasOwn(launchers, command) ? launchers[command] : undefined;
  const launch: Launch = launcher?.(args, { variables: new Set(Object.keys(env)) }) ?? {
    problems: [],
    hasTarget: true,
  };
  for (const { index, message } of launch.problems)
    problems.push({ path: index < 0 ? ['command'] : ['args', index], code: 'unsafe_argument', message });
  for (const variable of Object.keys(env)) {
    const reason = environmentProblem(variable);
    if (reason === null) continue;
    const message = `"${clip(variable)}" ${reason} and is not allowed here.`;
    problems.push({ path: ['env', variable], code: 'unsafe_env', message });
  }
  const { script, hasTarget } = launch;
  return { problems, hasTarget, ...(script && { script: { path: ['args', script.index], file: script.path } }) };
}

function commandMessage(command: string, allowed: readonly string[]): string {
  const [first = ''] = command.split(/\s/);
  const name = first.split(/[/\\]/).at(-1) ?? '';
  if (allowed.includes(name)) {
    return first === command
      ? `The command must be "${name}", without a folder: its location differs between machines.`
      : `The command must be "${name}"; move the rest to "args".`;
  }
  return `The command must be one of ${allowed.join(', ')}.`;
}
