import { describe, expect, it } from 'vitest';
import { boundReads } from '../../../server/graphql/boundReads.ts';
import type { Database, Query } from '../../../src/db/database.ts';
import { anonymous } from '../../../src/viewer.ts';

const query = (sql: string) => ({ sql, parameters: [] }) as unknown as Query<unknown>;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A database whose statements end when they are told to. */
function held() {
  const open = new Map<string, { resolve(rows: unknown[]): void; reject(error: Error): void }>();
  const database = {
    read: (_: unknown, { sql }: Query<unknown>) => new Promise((resolve, reject) => open.set(sql, { resolve, reject })),
    close: async () => {},
  } as unknown as Database;
  return { database, open };
}

describe('Reads of one operation', () => {
  it('wait for each other beyond their number, in their order, whatever becomes of them', async () => {
    const { database, open } = held();
    const bound = boundReads(database, 2);
    const ended: string[] = [];
    for (const sql of ['one', 'two', 'three', 'four']) {
      void bound.read(anonymous, query(sql)).then(
        (rows) => ended.push(`${sql}: ${rows}`),
        (error: Error) => ended.push(`${sql}: ${error.message}`),
      );
    }
    await settled();
    expect([...open.keys()]).toEqual(['one', 'two']);
    open.get('two')?.reject(new Error('refused'));
    await settled();
    expect([...open.keys()]).toEqual(['one', 'two', 'three']);
    open.get('one')?.resolve([1]);
    open.get('three')?.resolve([3]);
    await settled();
    open.get('four')?.resolve([4]);
    await settled();
    expect(ended).toEqual(['two: refused', 'one: 1', 'three: 3', 'four: 4']);
  });

  it('have the rest of the database as it is', () => {
    const { database } = held();
    expect(boundReads(database, 2).close).toBe(database.close);
  });
});
