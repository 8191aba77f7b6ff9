import { createHash } from 'node:crypto';

/** A SHA-256 as blobs are named by it. Nothing else ever becomes part of a path. */
export const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

export const isIntact = (sha256: string, bytes: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest('hex') === sha256;

/**
 * The bytes, when they are what was put: a disk that lost some, or somebody who wrote into the bucket, must not speak
 * for an author. A millisecond a megabyte, on every read.
 */
export function intact(sha256: string, bytes: Uint8Array): Uint8Array {
  if (isIntact(sha256, bytes)) return bytes;
  throw new Error(`What is kept as ${sha256} is damaged: its content has another digest. Nobody was given it.`);
}
