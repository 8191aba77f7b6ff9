import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

export interface Lines {
  rows: number;
  sha256: string;
}

/** Counts and hashes lines as they pass; `result` is that of all which have passed. */
export function measure(lines: AsyncIterable<string>): { lines: AsyncIterable<string>; result(): Lines } {
  const hash = createHash('sha256');
  let rows = 0;
  async function* pass() {
    for await (const line of lines) {
      rows += 1;
      hash.update(`${line}\n`);
      yield line;
    }
  }
  return { lines: pass(), result: () => ({ rows, sha256: hash.digest('hex') }) };
}

/** Writes a row a line, compressed. Returns when the file is on the disk. */
export async function writeTableFile(path: string, lines: AsyncIterable<string>): Promise<Lines> {
  const measured = measure(lines);
  async function* ended() {
    for await (const line of measured.lines) yield `${line}\n`;
  }
  await pipeline(Readable.from(ended()), createGzip(), createWriteStream(path, { mode: 0o600, flush: true }));
  return measured.result();
}

/**
 * The lines of such a file. Throws where it is missing or damaged. (`readline` would also split at U+2028, which JSON may
 * contain.)
 */
export async function* readTableFile(path: string): AsyncGenerator<string> {
  const text = createGunzip().setEncoding('utf8');
  const piped = pipeline(createReadStream(path), text).catch((error) => text.destroy(error));
  let rest = '';
  for await (const chunk of text) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  await piped;
  if (rest !== '') yield rest;
}
