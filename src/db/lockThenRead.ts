import type { Query, Transaction } from './database.ts';

/**
 * Takes a lock, then reads what it protects: two statements, sent in one round trip. In one statement they would not be
 * right: Postgres takes the snapshot of a statement when it begins, which is before it waits for the lock. Of what the
 * other one wrote meanwhile it would see the locked row only, and every other table as it was before.
 */
export async function lockThenRead<Row>(tx: Transaction, lock: Query<unknown>, read: Query<Row>): Promise<Row[]> {
  const [, rows] = await Promise.all([tx.run(lock), tx.run(read)]);
  return rows;
}
