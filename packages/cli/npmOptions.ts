import type { Command } from 'commander';
import { optionsTakenByNpm } from '../node/npmOptions.ts';
import { misuse } from './problem.ts';

/**
 * Refuses to run when npm took an option that was typed before its `--`.
 *
 * @param words the arguments of the program
 * @param added how many of them the program adds itself
 * @throws Problem with the correct command
 */
export function refuseOptionsTakenByNpm(
  program: Command,
  words: readonly string[],
  added = 0,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const path = commandPath(program, words);
  const options = path.flatMap((command) => command.options);
  const taken = optionsTakenByNpm(options, words.slice(added + wordsOfScript(environment)), environment);
  if (taken) throw misuse(taken.message, taken.hint);
}

/** The program, the command that the words name, and its subcommand. */
function commandPath(program: Command, words: readonly string[]): Command[] {
  const path = [program];
  for (const word of words) {
    const next = path.at(-1)?.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (next) path.push(next);
  }
  return path;
}

/** The number of arguments in the script of package.json: 1 for `node …/main.ts publish` and `registry publish`. */
function wordsOfScript({ npm_lifecycle_script: script = '' }: NodeJS.ProcessEnv): number {
  const words = script.split(/\s+/);
  const program = words.findIndex((word) => /(\.ts|(^|\/)registry)$/.test(word));
  return program < 0 ? 0 : words.length - 1 - program;
}
