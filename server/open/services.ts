import type { Tracing } from '../../packages/node/tracing.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { openRunWatch } from '../../src/feed/watchRuns.ts';
import { openEngagement } from '../../src/registry/engagement.ts';
import type { Services } from '../../src/registry/services.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { openArtifacts } from './artifacts.ts';
import type { Env } from './env.ts';
import type { OpenDatabase } from './openDatabase.ts';
import { wakeupSources } from './wakeupSources.ts';

export interface OpenServices extends Services {
  /** The migrations that were applied at this start. */
  migrated: string[];
  close(): Promise<void>;
}

/** Opens the configured storage and feed for an open database. */
export async function openServices(
  env: Env,
  { db, migrated, release }: OpenDatabase,
  tracing?: Tracing,
): Promise<OpenServices> {
  const artifacts = await openArtifacts(env, tracing?.headers);
  const wakeups = openWakeups(wakeupSources(env, db));
  const feed = openFeed(db, wakeups);
  const engagement = openEngagement(db);
  const runs = openRunWatch(db, wakeups, systemUser);
  return {
    db,
    feed,
    wakeups,
    runs,
    engagement,
    artifacts,
    tracing,
    stdioCommands: env.REGISTRY_STDIO_COMMANDS,
    webhookHosts: env.REGISTRY_WEBHOOK_ALLOW_HOSTS,
    migrated,
    async close() {
      await engagement.close();
      await feed.close();
      await wakeups.close();
      await db.close();
      await release();
    },
  };
}
