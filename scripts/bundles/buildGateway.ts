import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join, parse, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundleEntry, bundlesFolder, digestOf, lastBundle } from '../../server/bundle.ts';
import { bundle } from './bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundles = fileURLToPath(bundlesFolder);

/** Not modules of the gateway, but the bundle depends on them too. */
const alsoSources = [
  'package-lock.json',
  'scripts/bundles/bundle.ts',
  'scripts/bundles/buildGateway.ts',
  'server/bundle.ts',
];

/** A gateway that runs may still load parts of an earlier bundle, for as long as this many are built after it. */
const keptBundles = 5;

/**
 * Builds the bundle that `npm start` runs. Returns how many modules are in it. Two builds at once do not disturb each other.
 * Throws when a source was changed meanwhile: what was read of it would be uncertain.
 */
export async function buildGateway(): Promise<{ modules: number }> {
  await mkdir(bundles, { recursive: true });
  const begun = Date.now();
  const folder = randomUUID();
  try {
    const { modules } = await bundle({ [parse(bundleEntry).name]: 'server/start.ts' }, join(bundles, folder));
    const own = modules
      .filter((id) => isAbsolute(id))
      .map((id) => relative(root, id).replaceAll('\\', '/'))
      .filter((path) => !/^\.\.\/|(?:^|\/)node_modules\//.test(path));
    const sources = [...new Set([...own, ...alsoSources])].sort();
    const built: Bundle = { folder, digest: digestOf(sources), sources };
    for (const source of sources) {
      if ((await stat(join(root, source))).mtimeMs >= begun) throw new Error(`${source} was changed during the build.`);
    }
    const draft = join(bundles, folder, 'last.json');
    await writeFile(draft, JSON.stringify(built));
    await rename(draft, fileURLToPath(lastBundle));
    await removeOld(folder);
    return { modules: modules.length };
  } catch (error) {
    await rm(join(bundles, folder), { recursive: true, force: true });
    throw error;
  }
}

/** Removes the oldest bundles, and with them what builds that were ended have left. */
async function removeOld(newest: string): Promise<void> {
  const names = (await readdir(bundles)).filter((name) => name !== newest && name !== parse(lastBundle.pathname).base);
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(bundles, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(keptBundles - 1);
  await Promise.all(old.map(({ name }) => rm(join(bundles, name), { recursive: true, force: true })));
}
