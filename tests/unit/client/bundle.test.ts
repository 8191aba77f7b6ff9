import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const client = fileURLToPath(new URL('../../../packages/client/index.ts', import.meta.url));

/** What a bundler ships to a browser for a program. */
async function bundle(program: string): Promise<string> {
  const entry = '\0program.js';
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
    build: { write: false, minify: 'oxc', rolldownOptions: { input: entry } },
  })) as Rolldown.RolldownOutput;
  return output.output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
}

it('a program with one query ships no other operation, in at most 10 kB', async () => {
  const code = await bundle(`
    import { createClient, ViewerDocument } from ${JSON.stringify(client)};
    document.title = (await createClient({ url: '/graphql' }).request(ViewerDocument)).viewer.id;
  `);
  const operations = [...code.matchAll(/\b(?:query|mutation|subscription) ([A-Z]\w*)/g)].map(([, name]) => name);
  // The last two belong to `registryEvents`, a method of every client.
  expect(operations.sort()).toEqual(['LatestEvent', 'RegistryEvents', 'Viewer']);
  expect(gzipSync(code).length).toBeLessThanOrEqual(10_000);
});
