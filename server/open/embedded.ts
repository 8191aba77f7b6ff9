import { join } from 'node:path';
import { FolderLost, type TakenFolder } from '../../packages/node/lockFolder.ts';
import { FolderUnusable, makeFolder } from '../../packages/node/makeFolder.ts';
import { checkRestored } from '../../src/db/checkRestored.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPglite, openPglite, runOnPglite } from '../../src/db/pglite.ts';
import { RequestError } from '../../src/errors.ts';
import { lockDataDir } from './dataDir.ts';
import type { Env } from './env.ts';
import type { OpenDatabase } from './openDatabase.ts';

/** The embedded Postgres in the data folder, which this process has for itself. Throws DataDirInUse. */
export async function openEmbedded(env: Env): Promise<OpenDatabase> {
  const taken = await lockDataDir(env.REGISTRY_DATA_DIR);
  try {
    const pglite = await openFolder(join(env.REGISTRY_DATA_DIR, 'postgres'));
    const migrated = await migrate(runOnPglite(pglite), env.REGISTRY_SCHEMA);
    const db = whileHeld(openPglite(pglite, env.REGISTRY_SCHEMA), taken);
    await checkRestored(db);
    return { db, migrated, lost: taken.lost, release: taken.release };
  } catch (error) {
    await taken.release();
    throw error;
  }
}

/**
 * The embedded Postgres of a folder. It does not report what is wrong with a damaged one.
 *
 * @throws FolderUnusable
 */
export async function openFolder(folder: string): ReturnType<typeof createPglite> {
  await makeFolder(folder, 'REGISTRY_DATA_DIR');
  try {
    return await createPglite({ folder });
  } catch (error) {
    throw new FolderUnusable(
      `The embedded database in ${folder} cannot be opened (${(error as Error).message.split('.')[0]}): it is damaged, or was made by another version of Postgres. Restore the folder from a backup, or move it away to start with an empty registry.`,
      { cause: error },
    );
  }
}

/** The database, for as long as the folder is this process's: afterwards nothing is read or written. */
function whileHeld(db: Database, taken: TakenFolder): Database {
  const check = () => {
    try {
      taken.assertHeld();
    } catch (error) {
      if (!(error instanceof FolderLost)) throw error;
      throw new RequestError('UNAVAILABLE', 'The registry lost its data folder and stops.', { cause: error });
    }
  };
  return {
    ...db,
    async read(viewer, query) {
      check();
      return db.read(viewer, query);
    },
    async call(viewer, query) {
      check();
      return db.call(viewer, query);
    },
    async transact(viewer, work) {
      check();
      return db.transact(viewer, async (tx) => {
        const result = await work(tx);
        check();
        return result;
      });
    },
  };
}
