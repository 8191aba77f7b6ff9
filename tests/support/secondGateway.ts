import { serve } from '../../server/serve.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { type Actor, actorAt } from './actor.ts';
import type { TestRegistry } from './registry.ts';

export interface SecondGateway {
  url: string;
  /** The same caller at this gateway. */
  here(actor: Actor): Actor;
  close(): Promise<void>;
}

/** Another gateway on the same database, with its own connections and wake-ups; for a native Postgres only. */
export async function openSecondGateway({ database, env, overrides }: TestRegistry): Promise<SecondGateway> {
  if (!database.url) throw new Error('An embedded database has one gateway.');
  const db = openPostgres({ url: database.url, schema: 'nofx' });
  const serving = await serve(env, { db, migrated: [], release: async () => {} }, overrides);
  const url = `${serving.origin}/graphql`;
  return {
    url,
    here: ({ token }) => actorAt(url, token),
    close: serving.close,
  };
}
