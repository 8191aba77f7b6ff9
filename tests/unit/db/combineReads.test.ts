import { describe, expect, it } from 'vitest';
import { combineReads } from '../../../src/db/combineReads.ts';
import type { Database, Query } from '../../../src/db/database.ts';
import { entriesByIds } from '../../../src/db/entry.ts';
import { openPostgres } from '../../../src/db/postgres.ts';
import { RequestError } from '../../../src/errors.ts';

const anonymous = { kind: 'anonymous' } as const;

/** How three reads of one turn end, and the lists of ids that were sent. */
async function threeReads(db: Pick<Database, 'read'>) {
  const sent: unknown[] = [];
  const combined = combineReads({
    ...(db as Database),
    read: (viewer, query, purpose) => {
      sent.push(query.parameters[0]);
      return db.read(viewer, query, purpose);
    },
  });
  const reads = ['a', 'b', 'c'].map((id) => combined.read(anonymous, entriesByIds('AGENT', [id])));
  const outcomes = await Promise.allSettled(reads);
  const ended = outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : each.value));
  return { ended, sent };
}

describe('a combined statement that fails', () => {
  const failing = (code: 'TIMEOUT' | 'BAD_USER_INPUT' | 'UNAVAILABLE'): Pick<Database, 'read'> => ({
    read: async <Row>(_: unknown, { parameters }: Query<Row>) => {
      const ids = parameters[0] as string[];
      if (ids.includes('b')) throw new RequestError(code, 'b');
      return ids.map((id) => ({ id }) as Row);
    },
  });

  it.each(['TIMEOUT', 'BAD_USER_INPUT'] as const)('with %s is repeated for each read', async (code) => {
    expect(await threeReads(failing(code))).toEqual({
      ended: [[{ id: 'a' }], code, [{ id: 'c' }]],
      sent: [['a', 'b', 'c'], ['a'], ['b'], ['c']],
    });
  });

  it('without a response fails each read, and is not repeated', async () => {
    expect(await threeReads(failing('UNAVAILABLE'))).toEqual({
      ended: ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
      sent: [['a', 'b', 'c']],
    });
  });

  it('for want of a database is not repeated', async () => {
    const db = openPostgres({ url: 'postgres://reader@127.0.0.1:1/nothing', schema: 'nofx' });
    expect(await threeReads(db)).toEqual({
      ended: ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'],
      sent: [['a', 'b', 'c']],
    });
    await db.close();
  });
});
