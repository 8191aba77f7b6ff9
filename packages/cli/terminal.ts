import pc from 'picocolors';

/** Prints a line of the result to stdout. */
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Prints a line about the result to stderr, so that a pipe does not contain it. */
export const note = (text = ''): void => void process.stderr.write(`${text}\n`);

export const warn = (text: string): void => note(`${pc.yellow('Warning:')} ${text}`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Text without control and bidi characters, safe for a terminal. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `Agent` for `agent`. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `640 B`, `12.3 kB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1_000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

export const shortDigest = (digest: string): string => digest.slice(0, 12);
