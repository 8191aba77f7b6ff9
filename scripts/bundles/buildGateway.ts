import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, parse, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundleEntry, bundlesFolder, digestOf, lastBundle } from '../../server/bundle.ts';
import { bundle } from './bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = fileURLToPath(bundlesFolder);

/** Not modules of the gateway, but a bundle follows from them too. */
const alsoSources = ['package-lock.json', 'scripts/bundles/bundle.ts', 'server/bundle.ts'];

/** A gateway that runs may still load parts of an earlier bundle, for as long as this many are built after it. */
const keptBundles = 5;

/** Builds the bundle that `npm start` runs. Returns how many modules are in it. Two builds at once do not disturb each other. */
export async function buildGateway(): Promise<{ modules: number }> {
  const unfinished = join(folder, `unfinished-${process.pid}`);
  try {
    const { modules } = await bundle({ [parse(bundleEntry).name]: 'server/start.ts' }, unfinished);
    const own = modules
      .filter((id) => id.startsWith(root) && !id.includes('/node_modules/'))
      .map((id) => relative(root, id));
    const sources = [...new Set([...own, ...alsoSources])].sort();
    await keep(unfinished, { digest: digestOf(sources), sources });
    return { modules: modules.length };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Puts a finished bundle where it is found, and removes the oldest ones. */
async function keep(unfinished: string, built: Bundle): Promise<void> {
  await rename(unfinished, join(folder, built.digest)).catch((error) => {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error; // It is there already.
  });
  const described = join(folder, `last-${process.pid}.json`);
  await writeFile(described, JSON.stringify(built));
  await rename(described, fileURLToPath(lastBundle));
  const bundles = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name) && name !== built.digest);
  const dated = await Promise.all(
    bundles.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(keptBundles - 1);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })));
}
