import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { RunSql } from '../../src/db/migrate.ts';
import { createPglite, runOnPglite } from '../../src/db/pglite.ts';
import { runScript } from '../../src/db/postgres.ts';
import { engine } from './database.ts';

/** A database without migrations, on the engine of this run. */
export interface EmptyDatabase {
  asOwner: RunSql;
  close(): Promise<void>;
}

export const openEmptyDatabase = (): Promise<EmptyDatabase> => (engine === 'postgres' ? native() : embedded());

async function embedded(): Promise<EmptyDatabase> {
  const pglite = await createPglite();
  return { asOwner: runOnPglite(pglite), close: () => pglite.close() };
}

async function native(): Promise<EmptyDatabase> {
  const admin = inject('postgres');
  if (!admin) throw new Error('There is no native Postgres.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = Object.assign(new URL(admin), { pathname: `/${name}` });
  await runScript(admin, async (run) => void (await run(`create database ${name} template template0`)));
  // One connection for all: a migration is a transaction of several statements.
  let use: RunSql = () => Promise.reject(new Error('It is not open yet.'));
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  let ended: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    ended = runScript(url.href, async (run) => {
      use = run;
      resolve();
      await closed;
    }).catch(reject);
  });
  return {
    asOwner: (sql, values) => use(sql, values),
    async close() {
      close();
      await ended;
      await runScript(admin, async (run) => void (await run(`drop database ${name} with (force)`)));
    },
  };
}
