import type { BundleIndex } from './bundleIndex.ts';

/** The content of a file and its SHA-256 in lower-case hexadecimal. */
export interface Blob {
  sha256: string;
  bytes: Uint8Array;
}

/** The properties of a blob that storage has without reading it. */
export interface StoredBlob {
  sha256: string;
  /** In bytes. */
  size: number;
  putAt: Date;
}

export interface BlobPage {
  blobs: StoredBlob[];
  /** Cursor of the next page. Null after the last page. */
  next: string | null;
}

/**
 * File storage for bundles, addressed by content: storing the same content twice changes nothing, and stored content
 * never changes. A blob that no version references is harmless.
 *
 * All methods throw UNAVAILABLE when storage is unavailable.
 */
export interface Artifacts {
  /** Resolves when all blobs are durable. */
  put(blobs: readonly Blob[]): Promise<void>;
  /** The content, or null if there is none with this digest. Throws if the content does not match the digest. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** A page of all blobs. `after` is the `next` of the previous page; throws BAD_USER_INPUT for anything else. */
  list(after: string | null): Promise<BlobPage>;
  /** Removes these blobs permanently. Returns those that existed. */
  remove(digests: readonly string[]): Promise<string[]>;
  /** Removes the remains of unfinished uploads from before this time. */
  discardUnfinished(before: Date): Promise<void>;
  /** Resolves when storage answers and can be used. */
  check(): Promise<void>;
  /** Writes an index of a published version for people: `agents/<agentId>/<version>/bundle.json`. */
  describe(bundle: BundleIndex): Promise<void>;
}
