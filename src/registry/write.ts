import type { Transaction } from '../db/database.ts';
import type { User } from '../viewer.ts';
import { once } from './once.ts';
import { checkIdempotencyKey } from './require.ts';
import type { Services, WriteOptions } from './services.ts';

/**
 * The shape of every write: one short transaction, once per idempotency key, undone at its end when it is only a
 * rehearsal. When it has committed, the feed numbers its event and wakes the readers.
 */
export async function write<Answer>(
  services: Services,
  user: User,
  operation: string,
  payload: unknown,
  options: WriteOptions,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const answer = await writeWithoutEvent(services, user, operation, payload, options, work);
  if (options.dryRun) return answer;
  await services.feed.advance().catch(() => {}); // Committed all the same: the next reader numbers it.
  return answer;
}

/** As `write`, for what leaves no event behind. */
export async function writeWithoutEvent<Answer>(
  services: Services,
  user: User,
  operation: string,
  payload: unknown,
  options: WriteOptions,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const key = checkIdempotencyKey(options.idempotencyKey);
  if (options.dryRun) return runAsDryRun(services, user, work);
  return services.db.transact(user, (tx) => once(tx, user, operation, key, payload, () => work(tx)));
}

/** Does the work and undoes it: what it found out is the answer. */
async function runAsDryRun<Answer>(
  services: Services,
  user: User,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const curtain = new DryRunRollback<Answer>();
  try {
    return await services.db.transact(user, async (tx) => {
      curtain.answer = await work(tx);
      throw curtain;
    });
  } catch (error) {
    if (error === curtain) return curtain.answer as Answer;
    throw error;
  }
}

/** Thrown to leave a transaction without keeping it. */
class DryRunRollback<Answer> extends Error {
  answer: Answer | undefined;
}
