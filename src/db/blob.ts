import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** A blob by the SHA-256 of it, lower-case hex. */
interface BlobRow {
  sha256: string;
}

/** Keeps sweeps away from these blobs for a day. What does not come back is being removed right now. */
export const reserveBlobs = (digests: readonly string[]): Query<BlobRow> =>
  sql<BlobRow>`select hold_blobs(${digests}::text[]) as sha256`.compile(db);

/** Those that no version of any tenant refers to and no publish holds. */
export const unreferencedBlobs = (digests: readonly string[]): Query<BlobRow> =>
  sql<BlobRow>`select loose_blobs(${digests}::text[]) as sha256`.compile(db);

/** Those of the loose ones that are the caller's to remove; nobody holds them until they are released. */
export const lockBlobsForRemoval = (digests: readonly string[]): Query<BlobRow> =>
  sql<BlobRow>`select take_blobs(${digests}::text[]) as sha256`.compile(db);

/** Lets go of what was taken and is removed. */
export const releaseBlobs = (digests: readonly string[]): Query<unknown> =>
  sql`select release_blobs(${digests}::text[])`.compile(db);
