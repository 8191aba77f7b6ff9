import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readArchive } from '../../../packages/cli/transfer/readArchive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A header of tar: `x` of PAX, `g` for all members, `L` a long name of GNU. */
function headerOf(type: 'x' | 'g' | 'L', size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write('long', 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

const chunk = Buffer.alloc(64 * 1024, '8 a=bcd\n');

it.each([
  ['headers without end', 'x', chunk.length],
  ['global headers without end', 'g', chunk.length],
  ['a header of any size', 'x', 4 * 1024 ** 3],
  ['a name of any size', 'L', 4 * 1024 ** 3],
] as const)('an archive with %s is refused before it fills the memory', async (_, type, size) => {
  let sent = 0;
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === 0 || size === chunk.length) controller.enqueue(headerOf(type, size));
      controller.enqueue(chunk);
      sent += chunk.length;
      if (sent > 512 * 1024 ** 2) controller.close();
    },
  });
  await expect(readArchive(source, folder)).rejects.toMatchObject({ code: 'ARCHIVE_INVALID' });
  expect(sent).toBeLessThan(64 * 1024 ** 2);
});
