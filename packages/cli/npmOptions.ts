import type { Command } from 'commander';
import { optionsTakenByNpm } from '../node/npmOptions.ts';
import { misuse } from './problem.ts';

/**
 * Refuses to run without an option that was typed before npm's `--`.
 *
 * @param words what follows the program in the command line
 * @throws Problem, which says where the option goes
 */
export function refuseOptionsTakenByNpm(
  program: Command,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const path = commandPath(program, words);
  const options = path.flatMap((command) => command.options);
  const taken = optionsTakenByNpm(options, words.slice(wordsOfScript(environment)), environment);
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

/** How many words the script in package.json gives by itself: `publish` of `node …/main.ts publish`. */
function wordsOfScript({ npm_lifecycle_script: script = '' }: NodeJS.ProcessEnv): number {
  const words = script.split(/\s+/);
  return words.length - 1 - words.findIndex((word) => word.endsWith('.ts'));
}
