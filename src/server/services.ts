import { join } from 'node:path';
import { filesIn } from '../artifacts/files.ts';
import type { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { createPglite, openPglite, runOnPglite } from '../db/pglite.ts';
import { openPostgres, runScript } from '../db/postgres.ts';
import { openFeed } from '../feed/feed.ts';
import type { Services } from '../registry/services.ts';
import { takeDataDir } from './dataDir.ts';
import type { Env } from './env.ts';

export interface OpenServices extends Services {
  /** The migrations that were applied at this start. */
  migrated: string[];
  close(): Promise<void>;
}

/** Opens the real database, store and feed that the environment asks for, migrated. */
export async function openServices(env: Env): Promise<OpenServices> {
  const { db, migrated, release } = env.DATABASE_URL ? await openOwn(env, env.DATABASE_URL) : await openEmbedded(env);
  const feed = await openFeed(db);
  return {
    db,
    feed,
    artifacts: filesIn(join(env.REGISTRY_DATA_DIR, 'artifacts')),
    migrated,
    async close() {
      await feed.close();
      await db.close();
      await release();
    },
  };
}

interface Opened {
  db: Database;
  migrated: string[];
  release: () => Promise<void>;
}

async function openEmbedded(env: Env): Promise<Opened> {
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

async function openOwn(env: Env, url: string): Promise<Opened> {
  let migrated: string[] = [];
  await runScript(env.DATABASE_ADMIN_URL ?? url, async (run) => {
    migrated = await migrate(run, env.REGISTRY_SCHEMA);
  });
  return { db: openPostgres({ url, schema: env.REGISTRY_SCHEMA }), migrated, release: async () => {} };
}
