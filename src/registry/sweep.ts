import type { StoredBlob } from '../artifacts/artifacts.ts';
import { lockBlobsForRemoval, releaseBlobs, unreferencedBlobs } from '../db/blob.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { once } from './once.ts';
import { checkIdempotencyKey, requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';

export interface SweepInput extends WriteOptions {
  /** Only what was put longer ago than this; 24 unless told, and never less: a publish may still be on its way. */
  olderThanHours?: number | null;
  /** The `endCursor` of the call before. */
  after?: string | null;
}

/** What one call did; with `dryRun`, what it would have done. */
export interface Swept {
  /** Blobs that were looked at. */
  checked: number;
  removed: number;
  /** The size of what was removed. */
  bytes: number;
  /** Where to go on; null when all was seen. */
  endCursor: string | null;
}

/** A call answers soon after this long, wherever it is: HTTP and functions have their limits. */
const budgetMs = 20_000;
/** So many digests are asked about in one statement. */
const asked = 1_000;
/** So many blobs are taken and removed at once: long before the ten minutes of `take_blobs` are over. */
const taken = 100;

/**
 * Removes blobs that no version of any tenant refers to. One call is one stretch of the store: go on from `endCursor`.
 *
 * @throws Forbidden for all but admins; BAD_USER_INPUT for an age under a day; IdempotencyKeyReused; UNAVAILABLE when
 *   the store is away, and then what it was about to remove is left alone for ten minutes
 */
export async function sweep(services: Services, caller: Caller, input: SweepInput): Promise<Swept> {
  const user = requireRole(caller, 'admin', 'sweep');
  const olderThanHours = hoursIn(input);
  const key = checkIdempotencyKey(input.idempotencyKey);
  const after = input.after ?? null;
  const run = () => sweepFrom(services, user, after, new Date(Date.now() - olderThanHours * 3_600_000), !!input.dryRun);
  return input.dryRun || key === null ? run() : onceFor(services, user, key, { olderThanHours, after }, run);
}

function hoursIn({ olderThanHours }: SweepInput): number {
  const hours = olderThanHours ?? 24;
  if (hours >= 24 && hours <= 87_600) return hours;
  throw new RequestError('BAD_USER_INPUT', '`olderThanHours` must be 24 (a day) to 87600 (ten years).');
}

async function sweepFrom(
  services: Services,
  user: User,
  after: string | null,
  before: Date,
  dryRun: boolean,
): Promise<Swept> {
  const { artifacts, db } = services;
  const until = Date.now() + budgetMs;
  const swept: Swept = { checked: 0, removed: 0, bytes: 0, endCursor: after };
  if (!dryRun && after === null) await artifacts.discardUnfinished(before);
  do {
    const { blobs, next } = await artifacts.list(swept.endCursor);
    const old = blobs.filter(({ putAt }) => putAt < before);
    for (const some of chunks(old, asked)) {
      const names = new Set(digestsIn(await db.read(user, unreferencedBlobs(digestsIn(some)))));
      const loose = some.filter(({ sha256 }) => names.has(sha256));
      const removed = dryRun ? loose : await remove(services, user, loose);
      swept.removed += removed.length;
      swept.bytes += removed.reduce((sum, { size }) => sum + size, 0);
    }
    swept.checked += blobs.length;
    swept.endCursor = next;
  } while (swept.endCursor !== null && Date.now() < until);
  if (!dryRun) await db.transact(user, (tx) => tx.run(releaseBlobs([]))); // Forgets what was held long ago.
  return swept;
}

/** Takes what is still loose, removes it, lets go. When the removal fails, it may yet happen: then nothing is let go. */
async function remove({ artifacts, db }: Services, user: User, loose: readonly StoredBlob[]): Promise<StoredBlob[]> {
  const removed: StoredBlob[] = [];
  for (const few of chunks(loose, taken)) {
    const ours = digestsIn(await db.transact(user, (tx) => tx.run(lockBlobsForRemoval(digestsIn(few)))));
    const gone = new Set(await artifacts.remove(ours));
    await db.transact(user, (tx) => tx.run(releaseBlobs(ours)));
    removed.push(...few.filter(({ sha256 }) => gone.has(sha256)));
  }
  return removed;
}

const digestsIn = (blobs: readonly { sha256: string }[]) => blobs.map(({ sha256 }) => sha256);

function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/**
 * A sweep is no transaction, so the key is looked up before it and used up after it. What died in between is swept
 * again: a second time finds nothing of the first.
 */
async function onceFor(
  { db }: Services,
  user: User,
  key: string,
  payload: unknown,
  run: () => Promise<Swept>,
): Promise<Swept> {
  const answer = (work: () => Promise<Swept>) =>
    db.transact(user, (tx) => once(tx, user, 'sweepArtifacts', key, payload, work));
  const unused = new Error('Nothing was answered under this key.');
  try {
    return await answer(() => Promise.reject(unused));
  } catch (error) {
    if (error !== unused) throw error;
  }
  const swept = await run();
  return answer(async () => swept);
}
