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
 * @param isCompact without white space and comments, but those of licences: V8 reads it in a tenth less time, and stack traces
 *   have columns of long lines in place of lines
 * @returns the paths of all modules that are in it
 */
export async function bundle(
  input: Record<string, string>,
  folder: string,
  isCompact = false,
): Promise<{ modules: string[] }> {
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
      ...(isCompact && compact),
      keepNames: true, // The code of an error is the name of its class.
    });
    return { modules: output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])) };
  } finally {
    await build.close();
  }
}

/** Names and statements stay as they are written: an error has the name of its class, and a trace those of functions. */
const compact = {
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  comments: { legal: true, annotation: false, jsdoc: false },
} as const;

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
