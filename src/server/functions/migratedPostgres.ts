import { listMigrations } from '../../db/migrate.ts';
import { missingMigrations } from '../../db/missingMigrations.ts';
import { Forbidden, RequestError } from '../../errors.ts';
import { anonymous } from '../../viewer.ts';
import { connectTo } from '../connectTo.ts';
import { EnvError } from '../env.ts';
import type { Opened } from '../opened.ts';
import type { FunctionEnv } from './functionEnv.ts';

/** The database has not seen all migrations of this source. */
export class DatabaseBehind extends Error {}

/** An instance serves several requests at once, and there may be many instances. */
const connections = 3;
const patience = { idleMs: 5_000, connectMs: 5_000 };

/**
 * The Postgres of DATABASE_URL as it is: functions do not migrate, many would start at once. Throws DatabaseBehind when
 * it is older than this source, which could not work with it.
 */
export async function openMigratedPostgres(env: FunctionEnv): Promise<Opened> {
  const db = connectTo(env, env.DATABASE_URL, connections, patience);
  try {
    const known = (await listMigrations()).map(({ version }) => version);
    const missing = await db.read(anonymous, missingMigrations(known)).catch(explainOld);
    if (missing.length > 0) throw new DatabaseBehind(behind(missing.map(({ version }) => version).join(', ')));
    return { db, migrated: [], release: async () => {} };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A database from before the question could be asked does not know the function, or not even the schema. */
function explainOld(error: Error): never {
  if (error instanceof RequestError) throw error;
  if (error instanceof Forbidden) throw new EnvError(notGranted);
  throw new DatabaseBehind(behind('it cannot say which'), { cause: error });
}

const notGranted =
  'The login of DATABASE_URL may not become anon. As the owner: grant anon, authenticated to <that login>.';

const behind = (which: string) =>
  `The database lacks migrations of this deployment (${which}). Run \`npm run migrate\` with DATABASE_ADMIN_URL.`;
