import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../../src/db/database.ts';
import { RequestError } from '../../../src/errors.ts';
import type { Services } from '../../../src/registry/services.ts';
import { write } from '../../../src/registry/write.ts';
import type { User } from '../../../src/viewer.ts';

const user: User = { kind: 'user', id: crypto.randomUUID(), role: 'admin', namespace: 'default' };
const conflict = (code: string) =>
  new RequestError('CONFLICT', 'Try again.', { cause: Object.assign(new Error('It was ended.'), { code }) });

/** A database whose transactions are ended with these errors, one after the other, and then with none. */
function database(...errors: Error[]) {
  let attempts = 0;
  const transact = async (_: User, work: (tx: Transaction) => Promise<unknown>) => {
    attempts += 1;
    const error = errors.shift();
    if (error) throw error;
    return work({} as Transaction);
  };
  const services = { db: { transact }, feed: { advance: async () => 0 } } as unknown as Services;
  const run = (options: { dryRun?: boolean } = {}) =>
    write(services, user, 'setAgentStatus', {}, options, async () => 'done');
  return { run, attempts: () => attempts };
}

describe('a write whose transaction Postgres ended', () => {
  it('is done again after a deadlock', async () => {
    const { run, attempts } = database(conflict('40P01'), conflict('40P01'));
    await expect(run()).resolves.toBe('done');
    expect(attempts()).toBe(3);
  });

  it('is refused after the third deadlock', async () => {
    const { run, attempts } = database(conflict('40P01'), conflict('40P01'), conflict('40P01'));
    await expect(run()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(attempts()).toBe(3);
  });

  it.each([
    ['a lock that was not available', conflict('55P03')],
    ['a connection that was lost', new RequestError('UNAVAILABLE', 'Try again.')],
    ['anything else', new Error('A fault.')],
  ])('is refused at once for %s', async (_, error) => {
    const { run, attempts } = database(error);
    await expect(run()).rejects.toBe(error);
    expect(attempts()).toBe(1);
  });

  it('is done again in a dry run, which is rolled back', async () => {
    const { run, attempts } = database();
    const { run: ended, attempts: all } = database(conflict('40P01'));
    await expect(run({ dryRun: true })).resolves.toBe('done');
    await expect(ended({ dryRun: true })).resolves.toBe('done');
    expect([attempts(), all()]).toEqual([1, 2]);
  });
});
