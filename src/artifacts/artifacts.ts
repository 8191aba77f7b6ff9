/** A file's content under the SHA-256 of it, lower-case hex. */
export interface Blob {
  sha256: string;
  bytes: Uint8Array;
}

/**
 * Where the files of bundles are kept, by content: putting the same twice changes nothing, and what was put never
 * changes. A blob that no version refers to is harmless.
 */
export interface Artifacts {
  /** Returns when all of them would survive a loss of power. */
  put(blobs: readonly Blob[]): Promise<void>;
  /** The content, or null when there is none under this digest. */
  get(sha256: string): Promise<Uint8Array | null>;
}
