import { setTimeout as pause } from 'node:timers/promises';
import type { Blob } from '../artifacts/artifacts.ts';
import { reserveBlobs } from '../db/blob.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import type { Services } from './services.ts';

/**
 * Stores the files of a version before the transaction that references them. They are reserved first: this waits for a
 * sweep that is already removing one of them, and later sweeps skip them for a day.
 *
 * @throws UNAVAILABLE when storage is unavailable, or a sweep holds one of the files for more than a few seconds
 */
export async function putFiles({ db, artifacts }: Services, user: User, blobs: readonly Blob[]): Promise<void> {
  const byDigest = new Map(blobs.map((blob) => [blob.sha256, blob]));
  await reserve(db, user, [...byDigest.keys()]);
  await artifacts.put([...byDigest.values()]);
}

const waits = { eachMs: 100, maxMs: 5_000 };

async function reserve(db: Services['db'], user: User, digests: readonly string[]) {
  let wanted = digests;
  for (let waited = 0; wanted.length > 0; waited += waits.eachMs) {
    if (waited >= waits.maxMs) {
      throw new RequestError('UNAVAILABLE', 'Some of these files are being removed. Try again in a few seconds.');
    }
    if (waited > 0) await pause(waits.eachMs);
    const asked = wanted;
    const held = new Set((await db.call(user, reserveBlobs(asked))).map(({ sha256 }) => sha256));
    wanted = asked.filter((sha256) => !held.has(sha256));
  }
}
