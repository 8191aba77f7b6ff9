import type { Command } from 'commander';
import { optionsTakenByNpm } from '../node/npmOptions.ts';
import { misuse } from './problem.ts';

/**
 * Refuses to run without an option that was typed before npm's `--`.
 *
 * @param words what follows the program in the command line
 * @param added how many of them the program adds itself
 * @throws Problem, which says where the option goes
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

/** The program, the command that the words name, and the command of that. */
function commandPath(program: Command, words: readonly string[]): Command[] {
  const path = [program];
  for (const word of words) {
    const next = path.at(-1)?.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (next) path.push(next);
  }
  return path;
}

/** How many words the script in package.json gives by itself: `publish` of `node …/main.ts publish`, `registry publish`. */
function wordsOfScript({ npm_lifecycle_script: script = '' }: NodeJS.ProcessEnv): number {
  const words = script.split(/\s+/);
  const program = words.findIndex((word) => /(\.ts|(^|\/)registry)$/.test(word));
  return program < 0 ? 0 : words.length - 1 - program;
}
