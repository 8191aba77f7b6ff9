import { setTimeout as pause } from 'node:timers/promises';
import type { Blob } from '../artifacts/artifacts.ts';
import { reserveBlobs } from '../db/blob.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import type { Services } from './services.ts';

/**
 * Puts the files of a version where they are kept, before the transaction that refers to them. They are held first:
 * a sweep that already decided to remove one of them is waited for, a later one leaves them alone for a day.
 *
 * @throws UNAVAILABLE when the store is away, or a sweep has one of them for more than a few seconds
 */
export async function putFiles({ db, artifacts }: Services, user: User, blobs: readonly Blob[]): Promise<void> {
  const byDigest = new Map(blobs.map((blob) => [blob.sha256, blob]));
  await hold(db, user, [...byDigest.keys()]);
  await artifacts.put([...byDigest.values()]);
}

const waits = { eachMs: 100, maxMs: 5_000 };

async function hold(db: Services['db'], user: User, digests: readonly string[]) {
  let wanted = digests;
  for (let waited = 0; wanted.length > 0; waited += waits.eachMs) {
    if (waited >= waits.maxMs) {
      throw new RequestError('UNAVAILABLE', 'Some of these files are being removed right now. Try again in a while.');
    }
    if (waited > 0) await pause(waits.eachMs);
    const asked = wanted;
    const held = new Set((await db.transact(user, (tx) => tx.run(reserveBlobs(asked)))).map(({ sha256 }) => sha256));
    wanted = asked.filter((sha256) => !held.has(sha256));
  }
}
