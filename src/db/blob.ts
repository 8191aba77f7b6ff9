import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** A blob, identified by its SHA-256 in lower-case hexadecimal. */
interface BlobRow {
  sha256: string;
}

/** Reserves blobs for a day, so that sweeps skip them. Blobs that are not returned are being removed. */
export const reserveBlobs = (digests: readonly string[]): Query<BlobRow> =>
  sql<BlobRow>`select reserve_blobs(${digests}::text[]) as sha256`.compile(db);

/** The blobs that no version of any namespace references and no publish has reserved. */
export const unreferencedBlobs = (digests: readonly string[]): Query<BlobRow> =>
  sql<BlobRow>`select unreferenced_blobs(${digests}::text[]) as sha256`.compile(db);

/** Locks unreferenced blobs for removal. Returns those that were locked; publishes wait until they are released. */
export const lockBlobsForRemoval = (digests: readonly string[]): Query<BlobRow> =>
  sql<BlobRow>`select lock_blobs_for_removal(${digests}::text[]) as sha256`.compile(db);

/** Releases blobs that were locked and removed. */
export const releaseBlobs = (digests: readonly string[]): Query<unknown> =>
  sql`select release_blobs(${digests}::text[])`.compile(db);
