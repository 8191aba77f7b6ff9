import { join } from 'node:path';
import type { Artifacts } from '../artifacts/artifacts.ts';
import { filesIn } from '../artifacts/files.ts';
import { supabaseStorage } from '../artifacts/supabaseStorage.ts';
import type { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { createPglite, openPglite, runOnPglite } from '../db/pglite.ts';
import { openPostgres, runScript } from '../db/postgres.ts';
import { openFeed } from '../feed/feed.ts';
import type { Services } from '../registry/services.ts';
import { takeDataDir } from './dataDir.ts';
import { type Env, EnvError } from './env.ts';

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
    artifacts: openArtifacts(env),
    stdioCommands: env.REGISTRY_STDIO_COMMANDS,
    migrated,
    async close() {
      await feed.close();
      await db.close();
      await release();
    },
  };
}

/** The login of the gateway owns nothing, so it cannot migrate: somebody else must be named who can. */
function explainRefusal(error: Error & { code?: string; cause?: { code?: string } }): never {
  if ((error.code ?? error.cause?.code) !== '42501') throw error;
  throw new EnvError(
    'The login of DATABASE_URL may not migrate the database. Name the owner in DATABASE_ADMIN_URL (the gateway still logs in by DATABASE_URL).',
  );
}

/**
 * Supabase Storage where there is a project to keep files in, so that all gateways share them; else a folder. A preview
 * has its own, as it has its own schema: its sweep must not see what others refer to.
 */
function openArtifacts({
  SUPABASE_URL: url,
  SUPABASE_SECRET_KEY: secretKey,
  REGISTRY_DATA_DIR,
  REGISTRY_SCHEMA,
}: Env): Artifacts {
  const folder = REGISTRY_SCHEMA === 'nofx' ? '' : `previews/${REGISTRY_SCHEMA}/`;
  return url && secretKey
    ? supabaseStorage({ url, secretKey, folder })
    : filesIn(join(REGISTRY_DATA_DIR, 'artifacts', folder));
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
    migrated = await migrate(run, env.REGISTRY_SCHEMA).catch(explainRefusal);
  });
  return { db: openPostgres({ url, schema: env.REGISTRY_SCHEMA }), migrated, release: async () => {} };
}
