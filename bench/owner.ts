import pg from 'pg';
import type { RunSql } from '../src/db/migrate.ts';

/** A connection as the owner of everything, kept open; that the server goes away while it idles is no surprise. */
export async function connectAsOwner(url: string): Promise<{ run: RunSql; end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return {
    run: async (sql, values) => (await client.query(sql, values)).rows ?? [],
    end: () => client.end(),
  };
}
