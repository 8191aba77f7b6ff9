import type { BundleIndex } from './bundleIndex.ts';

/** A file's content under the SHA-256 of it, lower-case hex. */
export interface Blob {
  sha256: string;
  bytes: Uint8Array;
}

/** What the store knows of a blob without reading it. */
export interface StoredBlob {
  sha256: string;
  /** In bytes. */
  size: number;
  putAt: Date;
}

export interface BlobPage {
  blobs: StoredBlob[];
  /** Where the next page begins; null after the last one. */
  next: string | null;
}

/**
 * Where the files of bundles are kept, by content: putting the same twice changes nothing, and what was put never
 * changes. A blob that no version refers to is harmless.
 *
 * All throw UNAVAILABLE when the store is away.
 */
export interface Artifacts {
  /** Returns when all of them would survive a loss of power. */
  put(blobs: readonly Blob[]): Promise<void>;
  /** The content, or null when there is none under this digest. Throws when what is there is not what was put. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** Everything that is there, a page at a time; `after` is the `next` of the page before. Throws BAD_USER_INPUT for another. */
  list(after: string | null): Promise<BlobPage>;
  /** Removes these for good. Returns those that were there. */
  remove(digests: readonly string[]): Promise<string[]>;
  /** Removes what was left behind, before this time, by uploads that never finished. */
  discardUnfinished(before: Date): Promise<void>;
  /** Writes down, for people, what a published version consists of: `agents/<agentId>/<version>/bundle.json`. */
  describe(bundle: BundleIndex): Promise<void>;
}
