import pc from 'picocolors';

/** A line of the answer. */
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);

/** A line about the answer: kept out of what a pipe reads. */
export const note = (text = ''): void => void process.stderr.write(`${text}\n`);

export const warn = (text: string): void => note(`${pc.yellow('Warning:')} ${text}`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Text from elsewhere, made harmless for a terminal: no control or bidi character gets through. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `640 B`, `12.3 kB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1_000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

export const shortDigest = (digest: string): string => digest.slice(0, 12);
