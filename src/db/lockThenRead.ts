import type { Query, Transaction } from './database.ts';

/**
 * Takes a lock, then reads what it protects: two statements in one round trip. One statement would be wrong: Postgres takes
 * its snapshot when it starts, before it waits for the lock. Of what the other transaction wrote, it would see only the
 * locked row, and every other table as it was before.
 */
export async function lockThenRead<Row>(tx: Transaction, lock: Query<unknown>, read: Query<Row>): Promise<Row[]> {
  const [, rows] = await Promise.all([tx.run(lock), tx.run(read)]);
  return rows;
}
