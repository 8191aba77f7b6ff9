const known = new Map<string, string>();
/** A program has few documents; one that makes them up must not fill memory. */
const maxKnown = 500;

/** SHA-256 of a document in hexadecimal; undefined where there is no Web Crypto (a page that is not from HTTPS). */
export async function hashOf(document: string): Promise<string | undefined> {
  const found = known.get(document);
  if (found !== undefined || globalThis.crypto?.subtle === undefined) return found;
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(document));
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (known.size >= maxKnown) known.clear();
  known.set(document, hash);
  return hash;
}
