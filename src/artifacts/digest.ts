import { createHash } from 'node:crypto';

/** Whether a text is a SHA-256 in lower-case hexadecimal. Nothing else may become part of a path. */
export const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

export const isIntact = (sha256: string, bytes: Uint8Array): boolean =>
  createHash('sha256').update(bytes).digest('hex') === sha256;

/**
 * Returns the bytes if they match the digest. A damaged disk, or someone who can write to the bucket, must not be able to
 * change the content of a version. Takes about a millisecond per megabyte on every read.
 */
export function intact(sha256: string, bytes: Uint8Array): Uint8Array {
  if (isIntact(sha256, bytes)) return bytes;
  throw new Error(
    `The stored file ${sha256} is damaged: its content has a different digest. It was not returned to the caller.`,
  );
}
