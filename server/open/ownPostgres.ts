import { checkLogin } from '../../src/db/checkLogin.ts';
import { checkRestored } from '../../src/db/checkRestored.ts';
import { checkServer, DatabaseUnfit } from '../../src/db/checkServer.ts';
import { listMigrations, migrate, type RunSql } from '../../src/db/migrate.ts';
import { missingMigrations } from '../../src/db/missingMigrations.ts';
import { askSuperuser, ownerNeeds } from '../../src/db/ownerNeeds.ts';
import { runScript } from '../../src/db/postgres.ts';
import { isMisconfigured } from '../../src/db/sqlState.ts';
import { RequestError } from '../../src/errors.ts';
import { anonymous } from '../../src/viewer.ts';
import { connectTo } from './connectTo.ts';
import type { Env } from './env.ts';
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
    migrated = await migrate(run, env.REGISTRY_SCHEMA).catch((error) => migratedAlready(error, env, url, run));
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

/** Why the login of the gateway cannot serve, with the statement that fixes it. Null if it can, or cannot be checked. */
export async function loginProblem({ DATABASE_URL: url, REGISTRY_SCHEMA: schema }: Env): Promise<string | null> {
  if (!url) return null;
  return checkLoginAt(url, schema, () => {}).then(
    () => null,
    (error) => (error instanceof DatabaseUnfit ? error.message : null),
  );
}

/**
 * What was applied when a login was refused a migration: nothing, if the database is up to date, as for the login of a
 * gateway, which owns nothing. Otherwise says what is missing and who can supply it.
 *
 * @throws DatabaseUnfit
 */
async function migratedAlready(
  error: Error & { code?: string; cause?: { code?: string } },
  env: Env,
  url: string,
  run: RunSql,
): Promise<[]> {
  if ((error.code ?? error.cause?.code) !== '42501') throw error;
  const needs = await ownerNeeds(run);
  if (needs.isOwner) throw new DatabaseUnfit(needs.statements.length > 0 ? askSuperuser(needs) : error.message);
  const missing = await missingFrom(env, url);
  if (missing?.length === 0) return [];
  const which = missing ? `migrations (${missing.join(', ')})` : 'the migrations of the registry';
  const variable = env.DATABASE_ADMIN_URL ? 'DATABASE_ADMIN_URL' : 'DATABASE_URL';
  throw new DatabaseUnfit(
    `The database lacks ${which}, and the login "${needs.login}" of ${variable} may not apply them. Run \`npm run migrate\` with DATABASE_ADMIN_URL, or set DATABASE_ADMIN_URL to the owner of the database.`,
  );
}

/** The migrations that the database lacks, by version. Null where it cannot tell: it has none of the registry, or the login may not ask. */
async function missingFrom(env: Env, url: string): Promise<string[] | null> {
  const db = connectTo(env, url, 1);
  try {
    const known = (await listMigrations()).map(({ version }) => version);
    return (await db.read(anonymous, missingMigrations(known))).map(({ version }) => version);
  } catch (error) {
    if (error instanceof RequestError && !isMisconfigured(error)) throw error;
    return null;
  } finally {
    await db.close();
  }
}
