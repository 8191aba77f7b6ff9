import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'packages/console');

/** Where the built console is. */
export const consoleFolder = join(folder, 'dist');

/** Beside the built files: the digest of the sources that they were built from. */
const stamp = join(consoleFolder, '.sources');

/** What the built files follow from. */
const sources = [
  'packages/console/src',
  'packages/console/generated',
  'packages/console/public',
  'packages/console/index.html',
  'packages/console/vite.config.ts',
  'packages/console/package.json',
  'packages/client',
  'package-lock.json',
];

/** Whether the console was built from the sources as they are now. */
export async function isBuilt(): Promise<boolean> {
  const built = await readFile(stamp, 'utf8').catch(() => null);
  return built !== null && built === (await digestOfSources());
}

/** Builds the console. Returns how many files it has, and how many KB (gzip) of scripts and styles its page loads first. */
export async function buildConsole(): Promise<{ files: number; firstView: number }> {
  const { build } = await import('vite');
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production'; // Elsewhere, such as in a test, React would be its slow and large one.
  try {
    await build({ root: folder, logLevel: 'warn', mode: 'production' });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  const assets = join(consoleFolder, 'assets');
  const files = [join(consoleFolder, 'index.html'), ...(await readdir(assets)).map((name) => join(assets, name))];
  const page = await readFile(join(consoleFolder, 'index.html'), 'utf8');
  let first = 0;
  for (const file of files) {
    const { gz } = await compress(file);
    if (page.includes(file.slice(consoleFolder.length))) first += gz;
  }
  await writeFile(stamp, await digestOfSources());
  return { files: files.length, firstView: Math.round(first / 1024) };
}

/** Writes `file.br` and `file.gz`, once for all requests, so that the best quality is worth its time. */
async function compress(file: string): Promise<{ gz: number }> {
  const content = await readFile(file);
  const br = await promisify(brotliCompress)(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  const gz = await promisify(gzip)(content, { level: 9 });
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  return { gz: gz.length };
}

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(join(root, source)))
      hash.update(`${file.slice(root.length)}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** A file itself, or all files below a folder, in a fixed order; none where there is nothing. */
async function filesOf(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/\/(?:dist|node_modules)\//.test(file.slice(root.length)))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}
