/** The tests of one area, for Stryker: it reuses one runner and switches mutants inside it. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { areas } from './areas.ts';

const area = areas[process.env.MUTATION_AREA ?? ''];
if (!area) throw new Error('Run `npm run mutate -- <area>`.');
const engine = process.env.MUTATION_ENGINE ?? 'pglite';
const chosen = process.env.MUTATION_TESTS?.split(',').filter(Boolean) ?? [];

export default defineConfig({
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }],
  },
  test: {
    include: chosen.length > 0 ? chosen : area.tests,
    server: { deps: { inline: [/graphql/, /@pothos/] } },
    testTimeout: Number(process.env.MUTATION_TIMEOUT ?? 300) * 1_000, // Stryker has its own timeout, too, of a minute.
    hookTimeout: 300_000,
    ...(area.database && { env: { TEST_ENGINE: engine }, globalSetup: `tests/support/${engine}.setup.ts` }),
  },
});
