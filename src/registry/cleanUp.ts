import { type CleanupResult, cleanUpRows, settleWordsOf } from '../db/housekeeping.ts';
import type { Services } from './services.ts';
import { systemUser } from './systemUser.ts';

/** Rows of each sort in one transaction, and transactions in one call. */
const bounds = { rows: 5_000, rounds: 20 };
/** A word that nobody has any more is looked for in an index: so many in one transaction. */
const wordsAtOnce = 200;

/**
 * Forgets what is kept for a while only: idempotency keys after 72 hours, what callers have spent, claims on blobs; and
 * the words of searches that no entry has any more. Any number of processes may do it at once; each row is forgotten by
 * one of them.
 *
 * @returns how many rows of each sort this call removed, and whether it left some for the next
 */
export async function cleanUp({ db }: Pick<Services, 'db'>, { rows, rounds } = bounds): Promise<CleanupResult> {
  const sum: CleanupResult = { forgottenKeys: 0, forgottenSpending: 0, forgottenClaims: 0, more: true };
  for (let round = 0; sum.more && round < rounds; round += 1) {
    const [now] = await db.call(systemUser, cleanUpRows(rows));
    if (!now) throw new Error('Housekeeping came back with nothing.');
    sum.forgottenKeys += now.forgottenKeys;
    sum.forgottenSpending += now.forgottenSpending;
    sum.forgottenClaims += now.forgottenClaims;
    sum.more = now.more;
  }
  await settleWords(db, Math.min(wordsAtOnce, rows), rounds);
  return sum;
}

/** Does nothing while somebody writes words: the next time will do. */
async function settleWords(db: Services['db'], most: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [words] = await db.call(systemUser, settleWordsOf(most));
    if (!words || words.settled < most) return;
  }
}
