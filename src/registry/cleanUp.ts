import { judgeChannels } from '../db/channel.ts';
import { cleanUpConsoleLinks } from '../db/consoleLink.ts';
import { type CleanupResult, cleanUpRows, settleWordsOf } from '../db/housekeeping.ts';
import { cleanUpUsageDays } from '../db/usageDays.ts';
import { sequenceUsage } from '../db/usageRecord.ts';
import { cleanUpDeliveries } from '../db/webhookDelivery.ts';
import type { Services } from './services.ts';
import { systemUser } from './systemUser.ts';
import { timeOutSteps } from './timeOutSteps.ts';

/** Maximum rows of each kind in one transaction, and transactions in one call. */
const bounds = { rows: 5_000, rounds: 20 };
/** Maximum search words in one transaction, because each is looked up in an index. */
const wordsAtOnce = 200;
/** Maximum number of channels with a gate that are judged in one call. */
const judgedAtOnce = 1_000;

/**
 * Ends steps that have timed out. Removes rows that are stored only for a limited time: idempotency keys after 72 hours,
 * rate limit counters, and reservations of blobs; deliveries of webhooks after 30 days; links to the console that have
 * expired; counts of use after 400 days; and the search words that no entry has any longer. Judges channels with a gate, and numbers usage records.
 * Several processes may do this at the same time; each row is removed by one of them.
 *
 * @returns the number of removed rows of each kind, and whether some are left for the next call
 */
export async function cleanUp({ db }: Pick<Services, 'db'>, { rows, rounds } = bounds): Promise<CleanupResult> {
  await timeOutSteps({ db });
  const sum: CleanupResult = { removedKeys: 0, removedSpending: 0, removedReservations: 0, more: true };
  for (let round = 0; sum.more && round < rounds; round += 1) {
    const [now] = await db.call(systemUser, cleanUpRows(rows));
    if (!now) throw new Error('The cleanup returned no row.');
    sum.removedKeys += now.removedKeys;
    sum.removedSpending += now.removedSpending;
    sum.removedReservations += now.removedReservations;
    sum.more = now.more;
  }
  await removeDeliveries(db, rows, rounds);
  await removeConsoleLinks(db, rows, rounds);
  await removeUsageDays(db, rows, rounds);
  await settleWords(db, Math.min(wordsAtOnce, rows), rounds);
  await db.call(systemUser, judgeChannels(judgedAtOnce));
  await db.call(systemUser, sequenceUsage); // So that quotas need not sum records that no reader has numbered.
  return sum;
}

async function removeDeliveries(db: Services['db'], most: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [deliveries] = await db.call(systemUser, cleanUpDeliveries(most));
    if (!deliveries || deliveries.removed < most) return;
  }
}

async function removeConsoleLinks(db: Services['db'], most: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [links] = await db.call(systemUser, cleanUpConsoleLinks(most));
    if (!links || links.removed < most) return;
  }
}

async function removeUsageDays(db: Services['db'], most: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [days] = await db.call(systemUser, cleanUpUsageDays(most));
    if (!days || days.removed < most) return;
  }
}

/** Does nothing while words are being written: the next run will do it. */
async function settleWords(db: Services['db'], most: number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const [words] = await db.call(systemUser, settleWordsOf(most));
    if (!words || words.settled < most) return;
  }
}
