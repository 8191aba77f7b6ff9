/**
 * Writes what a platform serves as files, so that no function carries it: the playground, and the REST
 * reference.
 *
 *     node scripts/buildStatic.ts <folder>
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renderPlayground } from '../server/graphql/playground.ts';
import { docsAssets } from '../server/rest/docs.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Where to? node scripts/buildStatic.ts <folder>');

async function write(file: string, content: string | Uint8Array) {
  const place = join(folder ?? '', file);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, content);
}

await write('playground.html', renderPlayground());
for (const { address, content } of docsAssets) {
  await write(/\.\w+$/.test(address) ? address : `${address}/index.html`, await content());
}
