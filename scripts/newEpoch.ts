import { join } from 'node:path';
import { usage } from '../packages/node/usage.ts';
import { lockDataDir } from '../server/open/dataDir.ts';
import { openFolder } from '../server/open/embedded.ts';
import { readEnv } from '../server/open/env.ts';
import type { RunSql } from '../src/db/migrate.ts';
import { whyNoConnection } from '../src/db/noConnection.ts';
import { runOnPglite } from '../src/db/pglite.ts';
import { runScript } from '../src/db/postgres.ts';

usage(`Usage: npm run new-epoch

Begins another epoch of the event log, for after a restore: every earlier cursor is refused.
In the database of DATABASE_ADMIN_URL or DATABASE_URL, else in the embedded one of REGISTRY_DATA_DIR.`);

/**
 * Starts a new epoch of the event log, after a restore: every earlier cursor is refused (STALE_CURSOR). In the database
 * of DATABASE_ADMIN_URL or DATABASE_URL, as the owner of the schema; otherwise in the embedded one of
 * REGISTRY_DATA_DIR.
 */
const env = readEnv();
const url = env.DATABASE_ADMIN_URL ?? env.DATABASE_URL;

const begin = async (run: RunSql) => {
  const [row] = await run(`select ${env.REGISTRY_SCHEMA}.new_epoch() as newest`);
  const { newest } = row as { newest: number | string };
  console.log(`Started a new epoch after event ${newest}. Earlier cursors are no longer valid.`);
};

async function beginEmbedded() {
  const taken = await lockDataDir(env.REGISTRY_DATA_DIR);
  const pglite = await openFolder(join(env.REGISTRY_DATA_DIR, 'postgres'));
  try {
    await begin(runOnPglite(pglite));
  } finally {
    await pglite.close();
    await taken.release();
  }
}

await (url ? runScript(url, begin) : beginEmbedded()).catch((error: Error) => {
  console.error(`No new epoch was started. ${whyNoConnection(error)}`);
  process.exitCode = 1;
});
