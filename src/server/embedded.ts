import { join } from 'node:path';
import { migrate } from '../db/migrate.ts';
import { createPglite, openPglite, runOnPglite } from '../db/pglite.ts';
import { takeDataDir } from './dataDir.ts';
import type { Env } from './env.ts';
import type { Opened } from './opened.ts';

/** The embedded Postgres in the data folder, which this process has for itself. Throws DataDirInUse. */
export async function openEmbedded(env: Env): Promise<Opened> {
  const release = await takeDataDir(env.REGISTRY_DATA_DIR);
  try {
    const pglite = await createPglite({ folder: join(env.REGISTRY_DATA_DIR, 'postgres') });
    const migrated = await migrate(runOnPglite(pglite), env.REGISTRY_SCHEMA);
    return { db: openPglite(pglite, env.REGISTRY_SCHEMA), migrated, release };
  } catch (error) {
    await release();
    throw error;
  }
}
