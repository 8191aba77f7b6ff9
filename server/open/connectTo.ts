import type { Database } from '../../src/db/database.ts';
import { openPostgres, type PostgresOptions } from '../../src/db/postgres.ts';
import type { Env } from './env.ts';

/** @param connections at most, unless DATABASE_CONNECTIONS says how many */
export const connectTo = (
  env: Env,
  url: string,
  connections: number,
  timeouts: PostgresOptions['timeouts'] = {},
): Database =>
  openPostgres({
    url,
    schema: env.REGISTRY_SCHEMA,
    connections: env.DATABASE_CONNECTIONS ?? connections,
    prepared: prepared[env.DATABASE_PREPARED],
    timeouts,
  });

/** `auto`: as the address implies. */
const prepared = { auto: undefined, on: true, off: false } as const;
