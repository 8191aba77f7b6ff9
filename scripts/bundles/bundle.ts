import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What stays in `node_modules`: what finds files beside itself, what is large and seldom used, and what is installed only
 * by some.
 */
const external = [/^@electric-sql\//, /^@graphql-yoga\/render-graphiql$/, /^pg-native$/, /^bufferutil$/];

/**
 * Writes modules and what they import, from this repository and from packages, into a folder: `<name>.mjs` for each of the
 * given ones, and beside them what they share or load later.
 *
 * @param input the modules by the names that they get, which name no folder, relative to the root of the repository
 * @returns the paths of all modules that are in it
 */
export async function bundle(input: Record<string, string>, folder: string): Promise<{ modules: string[] }> {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    tsconfig: false,
    external,
    plugins: [ownAddresses(folder)],
    onLog: (level, log, report) => {
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level, log);
    },
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
      keepNames: true, // The code of an error is the name of its class.
    });
    return { modules: output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])) };
  } finally {
    await build.close();
  }
}

/**
 * A module finds files beside itself by `import.meta.url`; in the bundle, that is the address of the module's source, from
 * the folder, in which all of it is.
 */
function ownAddresses(folder: string): Plugin {
  return {
    name: 'own-addresses',
    transform: {
      filter: { code: 'import.meta.url' },
      handler(code, id) {
        if (id.startsWith('\0')) return null; // Of the bundler itself.
        const path = relative(folder, id.replace(/\?.*$/, ''));
        return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(path)}, import.meta.url).href`);
      },
    },
  };
}
