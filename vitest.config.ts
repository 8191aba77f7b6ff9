import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One copy of graphql-js for tests and source alike: its classes are compared by identity. */
const oneGraphql = {
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }],
  },
};
/** So that `npm test -- --coverage` counts what other processes execute. */
const setupFiles = ['tests/support/coverChildren.setup.ts'];
/** Colors stay out of the output that tests compare: `CI` alone would turn them on. */
const env = { NO_COLOR: '1' };
const server = { deps: { inline: [/graphql/, /@pothos/] } };

/** The same integration tests, on the embedded and on a native Postgres. */
const integration = (engine: 'pglite' | 'postgres', include: string[]) => ({
  ...oneGraphql,
  test: {
    name: engine,
    include,
    server,
    setupFiles,
    env: { ...env, TEST_ENGINE: engine },
    globalSetup: `tests/support/${engine}.setup.ts`,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The modules are loaded once a process, not once a file: that is a third of the time. Tests leave no state in modules.
    isolate: false,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['{src,server,schema,packages}/**/*.ts', 'scripts/registry/**/*.ts'],
      exclude: ['packages/*/dist/**'],
      reporter: ['json'],
      reportOnFailure: true,
    },
    projects: [
      {
        ...oneGraphql,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], server, setupFiles, env, testTimeout: 30_000 },
      },
      integration('pglite', ['tests/integration/**/*.test.ts']),
      integration('postgres', ['tests/integration/**/*.test.ts', 'tests/policies/**/*.test.ts']),
      {
        ...oneGraphql,
        test: {
          name: 'platform',
          include: ['tests/platform/**/*.test.ts'],
          exclude: ['tests/platform/node_modules/**'],
          server,
          setupFiles,
          globalSetup: 'tests/support/postgres.setup.ts',
          env: { ...env, TEST_ENGINE: 'postgres' },
          testTimeout: 300_000,
          hookTimeout: 900_000, // A build for Vercel takes five minutes on a busy machine.
        },
      },
      {
        ...oneGraphql,
        test: {
          name: 'console',
          include: ['tests/console/**/*.test.ts'],
          server,
          setupFiles,
          env,
          globalSetup: 'tests/support/console.setup.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        ...oneGraphql,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/support/built.setup.ts',
          server,
          setupFiles,
          env,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
