import type { ArgumentProblem } from './options.ts';

/** What a command line starts. */
export interface Launch {
  problems: ArgumentProblem[];
  /** The script that is run, when it is a file of the definition. */
  script?: { index: number; path: string };
  /** False when there are only options: nothing is started. */
  hasTarget: boolean;
}

/** The context of a command line. */
export interface LaunchContext {
  /** The names under `env`. */
  variables: ReadonlySet<string>;
  /** Whether the command runs in a container: its paths are those of the image. */
  inContainer?: boolean;
}

/**
 * Checks the arguments of one launcher, parsed as it would; arguments of the server itself are not checked. A problem at
 * index -1 concerns the command itself.
 */
export type Launcher = (args: readonly string[], context: LaunchContext) => Launch;

export const refused = (index: number, message: string): Launch => ({
  problems: [{ index, message }],
  hasTarget: true,
});

/** One problem with the argument at `index`, or none. */
export const problemAt = (index: number, argument: string, problem: string | null): ArgumentProblem[] => {
  if (problem === null) return [];
  const shown = /^[A-Za-z0-9@._/:=-]{1,60}$/.test(argument) ? `"${argument}"` : 'This argument';
  return [{ index, message: `${shown} ${problem}` }];
};
