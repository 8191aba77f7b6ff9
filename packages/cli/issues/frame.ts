import pc from 'picocolors';
import type { TextPosition } from '../../manifest/index.ts';
import { clean } from '../terminal.ts';
import { maskSecrets } from './maskSecrets.ts';

const widest = 100;

/** The line of an issue, with a mark below its column. Anything that could be a secret is masked. */
export function frame(text: string, { line, column }: TextPosition, hideValues: boolean): string[] {
  const whole = text.split('\n')[line - 1]?.trimEnd() ?? '';
  const start = Math.max(0, Math.min(column - 1 - widest / 2, whole.length - widest));
  const shown = clean(masked(maskSecrets(whole), hideValues)).slice(start, start + widest);
  const number = String(line);
  const margin = ' '.repeat(number.length);
  return [
    pc.blue(`${margin} |`),
    `${pc.blue(`${number} |`)} ${shown}`,
    `${pc.blue(`${margin} |`)} ${' '.repeat(Math.max(0, column - 1 - start))}${pc.red('^')}`,
  ];
}

/** Masks long words with digits, and on request every value; the length is unchanged. */
function masked(line: string, hideValues: boolean): string {
  const words = line.replace(/[\w+/=.-]{20,}/g, (word) => (/\d/.test(word) ? dots(word) : word));
  if (!hideValues) return words;
  return words.replace(/("(?:[^"\\]|\\.)*"?)(\s*:)?/g, (all, text: string, colon?: string) =>
    colon ? all : dots(text),
  );
}

const dots = (text: string): string => '·'.repeat(text.length);
