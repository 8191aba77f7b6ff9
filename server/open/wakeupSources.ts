import { isPooled } from '../../src/db/address.ts';
import type { Database } from '../../src/db/database.ts';
import { realtimeWakeups } from '../../src/feed/realtime.ts';
import type { WakeupSource } from '../../src/feed/wakeups.ts';
import type { Env } from './env.ts';

type Settings = Pick<
  Env,
  'DATABASE_URL' | 'DATABASE_LISTEN' | 'REGISTRY_SCHEMA' | 'SUPABASE_URL' | 'SUPABASE_SECRET_KEY'
>;

/** What wakes the readers of this process up: NOTIFY where the connection carries it, Supabase Realtime where it is there. */
export function wakeupSources(env: Settings, db: Pick<Database, 'listen'>): WakeupSource[] {
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey, REGISTRY_SCHEMA: schema } = env;
  return [
    ...(canListen(env) ? [db.listen] : []),
    ...(url && secretKey ? [realtimeWakeups({ url, secretKey, schema })] : []),
  ];
}

/** A transaction pooler would keep LISTEN on a connection that others use. */
export function canListen({ DATABASE_LISTEN, DATABASE_URL }: Pick<Env, 'DATABASE_LISTEN' | 'DATABASE_URL'>): boolean {
  if (DATABASE_LISTEN !== 'auto') return DATABASE_LISTEN === 'on';
  return DATABASE_URL === undefined || !isPooled(DATABASE_URL);
}
