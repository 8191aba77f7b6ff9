import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import { type Bundle, bundleEntry, bundlesFolder, digestOf, lastBundle } from '../../server/bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = fileURLToPath(bundlesFolder);

/** Not modules of the gateway, but a bundle follows from them too. */
const alsoSources = ['package-lock.json', 'scripts/gateway/buildGateway.ts', 'server/bundle.ts'];

/**
 * What stays in `node_modules`: what finds files beside itself, what is large and seldom used, and what is installed only
 * by some.
 */
const external = [/^@electric-sql\//, /^@graphql-yoga\/render-graphiql$/, /^pg-native$/, /^bufferutil$/];

/** A gateway that runs may still load parts of an earlier bundle, for as long as this many are built after it. */
const keptBundles = 5;

/** Builds the bundle that `npm start` runs. Returns how many modules are in it. Two builds at once do not disturb each other. */
export async function buildGateway(): Promise<{ modules: number }> {
  const { rolldown } = await import('rolldown');
  const unfinished = join(folder, `unfinished-${process.pid}`);
  const build = await rolldown({
    cwd: root,
    input: { start: 'server/start.ts' },
    platform: 'node',
    external,
    plugins: [ownAddresses(unfinished)],
    onLog: (level, log, report) => {
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level, log);
    },
  });
  try {
    const { output } = await build.write({
      dir: unfinished,
      format: 'esm',
      entryFileNames: bundleEntry,
      chunkFileNames: '[name]-[hash].mjs',
      keepNames: true, // The code of an error is the name of its class.
    });
    const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    const own = modules
      .filter((id) => id.startsWith(root) && !id.includes('/node_modules/'))
      .map((id) => relative(root, id));
    const sources = [...new Set([...own, ...alsoSources])].sort();
    await keep(unfinished, { digest: digestOf(sources), sources });
    return { modules: modules.length };
  } finally {
    await build.close();
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Puts a finished bundle where it is found, and removes the oldest ones. */
async function keep(unfinished: string, bundle: Bundle): Promise<void> {
  await rename(unfinished, join(folder, bundle.digest)).catch((error) => {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error; // It is there already.
  });
  const described = join(folder, `last-${process.pid}.json`);
  await writeFile(described, JSON.stringify(bundle));
  await rename(described, fileURLToPath(lastBundle));
  const bundles = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name) && name !== bundle.digest);
  const built = await Promise.all(
    bundles.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = built.sort((a, b) => b.at - a.at).slice(keptBundles - 1);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })));
}

/** A module finds files beside itself by `import.meta.url`; in the bundle, that is the address of the module's source. */
function ownAddresses(written: string): Plugin {
  return {
    name: 'own-addresses',
    transform: {
      filter: { code: 'import.meta.url' },
      handler(code, id) {
        const path = relative(written, id.replace(/\?.*$/, ''));
        return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(path)}, import.meta.url).href`);
      },
    },
  };
}
