import { checkLogin } from '../../src/db/checkLogin.ts';
import { checkRestored } from '../../src/db/checkRestored.ts';
import { checkServer } from '../../src/db/checkServer.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runScript } from '../../src/db/postgres.ts';
import { connectTo } from './connectTo.ts';
import { type Env, EnvError } from './env.ts';
import type { OpenDatabase } from './openDatabase.ts';

const connections = 10;

/** The Postgres of DATABASE_URL, migrated by its owner. Throws DatabaseUnfit for a database that was restored only in part. */
export async function openOwnPostgres(env: Env, url: string): Promise<OpenDatabase> {
  const migrated = await migrateOwnPostgres(env, url, (warning) => console.warn(`Warning: ${warning}`));
  const db = connectTo(env, url, connections);
  await checkRestored(db).catch(async (error) => {
    await db.close();
    throw error;
  });
  return { db, migrated, release: async () => {} };
}

/**
 * Brings it up to date; gives the names of the migrations that were applied now.
 *
 * @throws DatabaseUnfit where the registry cannot work
 */
export async function migrateOwnPostgres(
  env: Env,
  url: string,
  warn: (sentence: string) => void = () => {},
): Promise<string[]> {
  let migrated: string[] = [];
  await runScript(env.DATABASE_ADMIN_URL ?? url, async (run) => {
    for (const sentence of await checkServer(run)) warn(sentence);
    migrated = await migrate(run, env.REGISTRY_SCHEMA).catch(explainRefusal);
  });
  const login = env.DATABASE_URL;
  if (login) await checkLoginAt(login, env.REGISTRY_SCHEMA, warn);
  return migrated;
}

/** Whether the gateway can serve by this address; throws DatabaseUnfit with the statement that mends it. */
export const checkLoginAt = (url: string, schema: string, warn: (sentence: string) => void): Promise<void> =>
  runScript(url, async (run) => {
    for (const sentence of await checkLogin(run, schema)) warn(sentence);
  });

/** The login of the gateway owns nothing, so it cannot migrate: the owner must be configured. */
function explainRefusal(error: Error & { code?: string; cause?: { code?: string } }): never {
  if ((error.code ?? error.cause?.code) !== '42501') throw error;
  throw new EnvError(
    'The login of DATABASE_URL may not migrate the database. Name the owner in DATABASE_ADMIN_URL (the gateway still logs in by DATABASE_URL).',
  );
}
