import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** What a token is sealed for. A code of one purpose opens nothing of the other. */
export type SealPurpose = 'console link' | 'claim';

/** The key that a code stands for. It does not follow from the hash of the code. */
const keyOf = (code: string, purpose: SealPurpose): Buffer =>
  Buffer.from(hkdfSync('sha256', code, '', `nofx ${purpose}`, 32));

/** What of a code is stored: SHA-256. */
export const hashOfCode = (code: string): Buffer => createHash('sha256').update(code).digest();

/**
 * Encrypts a token with the key of a code (AES-256-GCM): iv, tag, ciphertext.
 */
export function sealToken(code: string, token: string, purpose: SealPurpose): Buffer {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, keyOf(code, purpose), iv, { authTagLength: tagBytes });
  const sealed = Buffer.concat([sealing.update(token, 'utf8'), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]);
}

/** The token that was sealed with this code. Throws when it was another code, or the bytes were changed. */
export function openToken(code: string, sealed: Uint8Array, purpose: SealPurpose): string {
  const bytes = Buffer.from(sealed);
  const opening = createDecipheriv(cipher, keyOf(code, purpose), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return opening.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + opening.final('utf8');
}
