import { checkRestored } from '../../src/db/checkRestored.ts';
import { listMigrations } from '../../src/db/migrate.ts';
import { missingMigrations } from '../../src/db/missingMigrations.ts';
import { isMisconfigured } from '../../src/db/sqlState.ts';
import { Forbidden, RequestError } from '../../src/errors.ts';
import { anonymous } from '../../src/viewer.ts';
import { connectTo } from '../open/connectTo.ts';
import type { OpenDatabase } from '../open/openDatabase.ts';
import { checkLoginAt } from '../open/ownPostgres.ts';
import type { FunctionEnv } from './functionEnv.ts';

/** The database lacks migrations of this source. */
export class DatabaseBehind extends Error {}

/** An instance serves several concurrent requests, and there may be many instances. */
const connections = 3;
const timeouts = { idleMs: 5_000, connectMs: 5_000 };

/**
 * The Postgres of DATABASE_URL as it is: functions do not migrate, since many could start at once. Throws
 * DatabaseBehind when it is older than this source, which could not work with it; DatabaseUnfit when its login cannot
 * serve, or it was partially restored.
 */
export async function openMigratedPostgres(env: FunctionEnv): Promise<OpenDatabase> {
  const db = connectTo(env, env.DATABASE_URL, connections, timeouts);
  try {
    const known = (await listMigrations()).map(({ version }) => version);
    const missing = await db.read(anonymous, missingMigrations(known)).catch((error) => explainOld(error, env));
    if (missing.length > 0) throw new DatabaseBehind(behind(missing.map(({ version }) => version).join(', ')));
    await checkLoginAt(env.DATABASE_URL, env.REGISTRY_SCHEMA, () => {});
    await checkRestored(db);
    return { db, migrated: [], release: async () => {} };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** An older database does not have the function, or even the schema. */
async function explainOld(error: Error, { DATABASE_URL, REGISTRY_SCHEMA }: FunctionEnv): Promise<never> {
  if (isMisconfigured(error) || error instanceof Forbidden) await checkLoginAt(DATABASE_URL, REGISTRY_SCHEMA, () => {});
  if (error instanceof RequestError) throw error;
  throw new DatabaseBehind(behind('it cannot say which'), { cause: error });
}

const behind = (which: string) =>
  `The database lacks migrations of this deployment (${which}). Run \`npm run migrate\` with DATABASE_ADMIN_URL.`;
