import pg from 'pg';
import type { RunSql } from '../src/db/migrate.ts';

/** An open connection as the owner; that the server closes it while it is idle is expected. */
export async function connectAsOwner(url: string): Promise<{ run: RunSql; end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return {
    run: async (sql, values) => (await client.query(sql, values)).rows ?? [],
    end: () => client.end(),
  };
}
