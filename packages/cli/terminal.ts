import pc from 'picocolors';

/** Prints lines of the result to stdout. */
export const print = (text = ''): void => void process.stdout.write(`${shown(text)}\n`);

/** Prints lines about the result to stderr, so that a pipe does not contain them. */
export const note = (text = ''): void => void process.stderr.write(`${shown(text)}\n`);

export const warn = (text: string): void => note(`${pc.yellow('Warning:')} ${text}`);

/** JSON in which control and bidi characters are escaped, also those that JSON allows. */
export const printJson = (value: unknown): void =>
  print(
    JSON.stringify(value, null, 2).replace(
      /[\u007f-\u009f\p{Bidi_Control}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );

/** Text in one line, without control and bidi characters. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');

/** Lines, tabs, and the colours and weights of picocolors, which the CLI itself prints; or another control or bidi character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape begins each colour
const ownOrControl = /(\n|\t|\u001b\[(?:[0-4]|2[2-4]|3\d|9[0-7])m)|[\p{Cc}\p{Bidi_Control}]/gu;

/** Text without other control and bidi characters, whatever it was put together from: safe for a terminal. */
const shown = (text: string): string => text.replace(ownOrControl, (_, kept?: string) => kept ?? ' ');

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `Agent` for `agent`. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `640 B`, `12.3 kB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1_000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

export const shortDigest = (digest: string): string => digest.slice(0, 12);
