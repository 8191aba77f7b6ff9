import type { StoredBlob } from '../artifacts/artifacts.ts';
import { lockBlobsForRemoval, releaseBlobs, unreferencedBlobs } from '../db/blob.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { once } from './once.ts';
import { checkIdempotencyKey, requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';

export interface SweepInput extends WriteOptions {
  /** Only blobs that were stored longer ago. At least 24, which is the default: a publish may still be in progress. */
  olderThanHours?: number | null;
  /** The `endCursor` of the call before. */
  after?: string | null;
}

/** The result of one call. With `dryRun`, what it would have removed. */
export interface Swept {
  /** Number of blobs that were checked. */
  checked: number;
  removed: number;
  /** Total size of the removed blobs. */
  bytes: number;
  /** Cursor for the next call. Null when all blobs were checked. */
  endCursor: string | null;
}

/** A call returns soon after this time, because HTTP and functions have time limits. */
const budgetMs = 20_000;
/** Digests per statement. */
const digestsPerQuery = 1_000;
/** Blobs that are locked and removed together. This takes far less than the ten minutes of `lock_blobs_for_removal`. */
const removedAtOnce = 100;

/**
 * Removes blobs that no version of any namespace references. One call checks one part of the storage; continue from
 * `endCursor`.
 *
 * @throws Forbidden for all but admins; BAD_USER_INPUT for less than a day; IdempotencyKeyReused; UNAVAILABLE when
 *   storage is unavailable, and then the blobs being removed stay locked for ten minutes
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
  throw new RequestError('BAD_USER_INPUT', '`olderThanHours` must be from 24 (a day) to 87600 (ten years).');
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
    for (const some of chunks(old, digestsPerQuery)) {
      const names = new Set(digestsIn(await db.read(user, unreferencedBlobs(digestsIn(some)))));
      const loose = some.filter(({ sha256 }) => names.has(sha256));
      const removed = dryRun ? loose : await remove(services, user, loose);
      swept.removed += removed.length;
      swept.bytes += removed.reduce((sum, { size }) => sum + size, 0);
    }
    swept.checked += blobs.length;
    swept.endCursor = next;
  } while (swept.endCursor !== null && Date.now() < until);
  if (!dryRun) await db.transact(user, (tx) => tx.run(releaseBlobs([]))); // Removes expired reservations.
  return swept;
}

/** Locks blobs that are still unreferenced, removes them, and unlocks them. After a failed removal they stay locked, since it may still happen. */
async function remove({ artifacts, db }: Services, user: User, loose: readonly StoredBlob[]): Promise<StoredBlob[]> {
  const removed: StoredBlob[] = [];
  for (const few of chunks(loose, removedAtOnce)) {
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
 * A sweep is not a transaction, so the key is looked up before it and stored after it. A sweep that was interrupted is
 * repeated, which is harmless.
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
  const unused = new Error('No answer is stored under this key.');
  try {
    return await answer(() => Promise.reject(unused));
  } catch (error) {
    if (error !== unused) throw error;
  }
  const swept = await run();
  return answer(async () => swept);
}
