import { createGateway } from '../../server/graphql/yoga.ts';
import { listen } from '../../server/http/http.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { openRunWatch } from '../../src/feed/watchRuns.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { type Actor, actorAt } from './actor.ts';
import type { TestRegistry } from './registry.ts';

export interface SecondGateway {
  /** The same somebody, who talks to this gateway. */
  here(actor: Actor): Actor;
  close(): Promise<void>;
}

/** Another gateway over the same database, with connections and wake-ups of its own; for a native Postgres only. */
export async function openSecondGateway({ database, options }: TestRegistry): Promise<SecondGateway> {
  if (!database.url) throw new Error('An embedded database has one gateway.');
  const db = openPostgres({ url: database.url, schema: 'nofx' });
  const wakeups = openWakeups([db.listen]);
  const feed = openFeed(db, wakeups);
  const runs = openRunWatch(db, wakeups, systemUser);
  const own = { ...options, services: { ...options.services, db, wakeups, feed, runs } };
  const listening = await listen({ ...own, host: '127.0.0.1', port: 0, gateway: createGateway(own) });
  return {
    here: ({ token }) => actorAt(`${listening.origin}/graphql`, token),
    async close() {
      await feed.close();
      await wakeups.close();
      await listening.close();
      await db.close();
    },
  };
}
