import { join } from 'node:path';
import type { Artifacts } from '../../src/artifacts/artifacts.ts';
import { filesIn } from '../../src/artifacts/files.ts';
import { supabaseStorage } from '../../src/artifacts/supabaseStorage.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { openRunWatch } from '../../src/feed/watchRuns.ts';
import type { Services } from '../../src/registry/services.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import type { Env } from './env.ts';
import type { OpenDatabase } from './openDatabase.ts';
import { wakeupSources } from './wakeupSources.ts';

export interface OpenServices extends Services {
  /** The migrations that were applied at this start. */
  migrated: string[];
  close(): Promise<void>;
}

/** Opens the real store and feed that the environment asks for, over a database that is open. */
export function openServices(env: Env, { db, migrated, release }: OpenDatabase): OpenServices {
  const wakeups = openWakeups(wakeupSources(env, db));
  const feed = openFeed(db, wakeups);
  const runs = openRunWatch(db, wakeups, systemUser);
  return {
    db,
    feed,
    wakeups,
    runs,
    artifacts: openArtifacts(env),
    stdioCommands: env.REGISTRY_STDIO_COMMANDS,
    migrated,
    async close() {
      await feed.close();
      await wakeups.close();
      await db.close();
      await release();
    },
  };
}

/**
 * Supabase Storage where there is a project to keep files in, so that all gateways share them; else a folder. A preview
 * has its own, as it has its own schema: its sweep must not see what others refer to.
 */
export function openArtifacts({
  SUPABASE_URL: url,
  SUPABASE_SECRET_KEY: secretKey,
  REGISTRY_DATA_DIR,
  REGISTRY_SCHEMA,
}: Pick<Env, 'SUPABASE_URL' | 'SUPABASE_SECRET_KEY' | 'REGISTRY_DATA_DIR' | 'REGISTRY_SCHEMA'>): Artifacts {
  const folder = artifactsFolder(REGISTRY_SCHEMA);
  return url && secretKey
    ? supabaseStorage({ url, secretKey, folder })
    : filesIn(join(REGISTRY_DATA_DIR, 'artifacts', folder));
}

/** Where in the store a schema has its files. */
export const artifactsFolder = (schema: string): string => (schema === 'nofx' ? '' : `previews/${schema}/`);
