import pc from 'picocolors';
import type { ClassifiedFragment } from '../../client/index.ts';
import { clean } from '../terminal.ts';

type Level = ClassifiedFragment['level'];

/** From the most severe to the least. */
const levels: readonly Level[] = ['BREAKING', 'RISKY', 'SAFE'];

const colours: Record<Level, (text: string) => string> = { BREAKING: pc.red, RISKY: pc.yellow, SAFE: pc.green };

/** A line for each change, with its level, its place and its rule, and one with the reason. */
export const levelLines = (changes: readonly ClassifiedFragment[]): string[] =>
  changes.flatMap(({ level, path, rule, reason, fingerprint }) => [
    `  ${colours[level](level.padEnd(8))} ${pc.bold(clean(path) || '(whole)')}  ${clean(rule)} ${pc.dim(fingerprint)}`,
    `           ${pc.dim(clean(reason))}`,
  ]);

/** `1 breaking, 2 risky, 0 safe` */
export function levelCounts(changes: readonly Pick<ClassifiedFragment, 'level'>[]): string {
  const count = (level: Level) => changes.filter((change) => change.level === level).length;
  return levels.map((level) => `${count(level)} ${level.toLowerCase()}`).join(', ');
}

/** Whether a level is as severe as another one, or more. */
export const isAtLeast = (level: Level, other: Level): boolean => levels.indexOf(level) <= levels.indexOf(other);
