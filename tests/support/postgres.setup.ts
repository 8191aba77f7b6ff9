import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { runScript } from '../../src/db/postgres.ts';
import { postgresBinaries, startPostgres } from './postgres.ts';

/** A native Postgres for the run, with a migrated database that each test file copies. */
export default async function setup(project: TestProject) {
  if (!(await postgresBinaries())) {
    if (process.env.CI)
      throw new Error('CI must have a native Postgres (15 or newer): the tests do not run without it there.');
    console.warn('\nNo native Postgres (15 or newer) on this machine: its half of the integration tests is skipped.\n');
    project.provide('postgres', null);
    return;
  }
  const postgres = await startPostgres();
  await runScript(postgres.url(), async (run) => void (await run('create database nofx_template')));
  await runScript(postgres.url('nofx_template'), async (run) => void (await migrate(run)));
  project.provide('postgres', postgres.url());
  return () => postgres.stop();
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the native Postgres as its owner; null without one. */
    postgres: string | null;
    /** A file with the dump of a migrated embedded database. */
    pglite: string;
  }
}
