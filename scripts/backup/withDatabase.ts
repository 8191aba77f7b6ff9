import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDataDir } from '../../server/open/dataDir.ts';
import { openFolder } from '../../server/open/embedded.ts';
import type { Env } from '../../server/open/env.ts';
import { checkServer } from '../../src/db/checkServer.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { runOnPglite } from '../../src/db/pglite.ts';
import { runScript } from '../../src/db/postgres.ts';
import { BackupProblem } from './problem.ts';

type Settings = Pick<Env, 'DATABASE_URL' | 'DATABASE_ADMIN_URL' | 'REGISTRY_DATA_DIR'>;

/**
 * Runs `work` on the database of DATABASE_ADMIN_URL or DATABASE_URL, as that login; else on the embedded one of
 * REGISTRY_DATA_DIR, which no other process may have open.
 *
 * @throws DatabaseUnfit for a server that the registry cannot work with; DataDirInUse while a gateway has the folder
 */
export async function withDatabase<Result>(env: Settings, work: (run: RunSql) => Promise<Result>): Promise<Result> {
  const url = env.DATABASE_ADMIN_URL ?? env.DATABASE_URL;
  if (!url) return withEmbedded(env.REGISTRY_DATA_DIR, work);
  const results: Result[] = [];
  await runScript(url, async (run) => {
    await checkServer(run);
    results.push(await work(run));
  });
  return results[0] as Result;
}

async function withEmbedded<Result>(folder: string, work: (run: RunSql) => Promise<Result>): Promise<Result> {
  const taken = await lockDataDir(folder);
  try {
    const pglite = await openFolder(join(folder, 'postgres'));
    try {
      return await work(runOnPglite(pglite));
    } finally {
      await pglite.close();
    }
  } finally {
    await taken.release();
  }
}

/** Where that is, for people; never with a password. */
export function placeOf(env: Settings): string {
  const url = env.DATABASE_ADMIN_URL ?? env.DATABASE_URL;
  if (!url) return `the embedded database in ${env.REGISTRY_DATA_DIR}`;
  const { host, pathname } = new URL(url);
  return `the database ${pathname.slice(1)} at ${host}`;
}

/** Throws BackupProblem if there is no embedded database: opening it would create an empty one. */
export async function refuseNothing({ DATABASE_ADMIN_URL, DATABASE_URL, REGISTRY_DATA_DIR }: Settings): Promise<void> {
  if (DATABASE_ADMIN_URL ?? DATABASE_URL) return;
  if (await stat(join(REGISTRY_DATA_DIR, 'postgres')).catch(() => null)) return;
  throw new BackupProblem(
    `There is no registry in ${REGISTRY_DATA_DIR}. Name its folder with REGISTRY_DATA_DIR, or its database with DATABASE_ADMIN_URL.`,
  );
}
