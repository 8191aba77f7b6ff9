import type { Transaction } from '../db/database.ts';
import { isDeadlock } from '../db/sqlState.ts';
import type { User } from '../viewer.ts';
import { once } from './once.ts';
import { checkIdempotencyKey } from './require.ts';
import type { Services, WriteOptions } from './services.ts';

/**
 * Runs a write: one short transaction, once per idempotency key, rolled back at its end if it is a dry run. After the
 * commit, the feed numbers its event and wakes the readers.
 *
 * @param work may run more than once: has no effect but through its transaction
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
  await services.feed.advance().catch(() => {}); // The write is committed anyway; the next reader numbers its event.
  return answer;
}

/** Like `write`, for writes without an event. */
export async function writeWithoutEvent<Answer>(
  services: Services,
  user: User,
  operation: string,
  payload: unknown,
  options: WriteOptions,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const key = checkIdempotencyKey(options.idempotencyKey);
  if (options.dryRun) return againAfterDeadlock(() => runAsDryRun(services, user, work));
  return againAfterDeadlock(() =>
    services.db.transact(user, (tx) => once(tx, user, operation, key, payload, () => work(tx))),
  );
}

const mostAttempts = 3;

/**
 * Postgres ends one of the transactions that wait for each other, and undoes it. It could happen to any that write the same
 * rows, such as the words of a search, in another order: a bulk change writes them entry by entry.
 */
async function againAfterDeadlock<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (attempts === mostAttempts || !isDeadlock(error)) throw error;
    }
  }
}

/** Does the work, rolls it back, and returns its result. */
async function runAsDryRun<Answer>(
  services: Services,
  user: User,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const rollback = new DryRunRollback<Answer>();
  try {
    return await services.db.transact(user, async (tx) => {
      rollback.answer = await work(tx);
      throw rollback;
    });
  } catch (error) {
    if (error === rollback) return rollback.answer as Answer;
    throw error;
  }
}

/** Thrown to roll back the transaction of a dry run. */
class DryRunRollback<Answer> extends Error {
  answer: Answer | undefined;
}
