/**
 * Brings the database up to date before a deployment that does not do so itself: as DATABASE_ADMIN_URL, or DATABASE_URL
 * where that may. Says what it applied; run again, it has nothing to do.
 */

import { plural } from '../packages/cli/terminal.ts';
import { usage } from '../packages/node/usage.ts';
import { EnvError, notUsable, readEnv } from '../server/open/env.ts';
import { migrateOwnPostgres } from '../server/open/ownPostgres.ts';
import { DatabaseUnfit } from '../src/db/checkServer.ts';
import { whyNoConnection } from '../src/db/noConnection.ts';
import { RequestError } from '../src/errors.ts';

usage(`Usage: npm run migrate

Brings the database of DATABASE_ADMIN_URL, or DATABASE_URL, up to date, and names what it applied.`);

async function main() {
  const env = readEnv();
  const url = env.DATABASE_URL ?? env.DATABASE_ADMIN_URL;
  if (!url) throw notUsable(['DATABASE_ADMIN_URL']);
  const migrated = await migrateOwnPostgres(env, url, (sentence) => console.warn(`Warning: ${sentence}`));
  for (const name of migrated) console.log(`  migrated ${name}`);
  console.log(
    migrated.length === 0 ? 'Nothing to do: the database is up to date.' : `${plural(migrated.length, 'migration')}.`,
  );
}

await main().catch((error) => {
  const expected = [EnvError, DatabaseUnfit, RequestError].some((known) => error instanceof known);
  console.error(expected ? whyNoConnection(error) : error);
  process.exitCode = 1;
});
