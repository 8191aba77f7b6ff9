/**
 * Writes what a platform serves as files, so that no function carries it: the console, the playground, and the REST
 * reference.
 *
 *     node scripts/buildStatic.ts <folder>
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renderPlayground } from '../server/graphql/playground.ts';
import { docsAssets } from '../server/rest/docs.ts';
import { buildConsole, consoleFolder } from './console/buildConsole.ts';

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

// A platform compresses by itself.
await buildConsole();
await cp(consoleFolder, join(folder, 'console'), {
  recursive: true,
  filter: (file) => !/\.(?:br|gz)$|\/\.sources$/.test(file),
});
