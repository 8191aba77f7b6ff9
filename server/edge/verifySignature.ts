/** What Standard Webhooks send beside the body: https://github.com/standard-webhooks/standard-webhooks */
export interface SignedHeaders {
  id: string | null;
  timestamp: string | null;
  signatures: string | null;
}

/** Seconds that a message may be older or newer than the clock here. */
export const toleranceSeconds = 300;

/**
 * Why a message is not accepted. Null if one of its signatures is made with one of the secrets, and recently.
 *
 * @param nowMs milliseconds since 1970
 */
export async function signatureProblem(
  { id, timestamp, signatures }: SignedHeaders,
  body: Uint8Array<ArrayBuffer>,
  secrets: readonly string[],
  nowMs: number,
): Promise<string | null> {
  if (!id || !timestamp || !signatures)
    return 'Send `webhook-id`, `webhook-timestamp` and `webhook-signature`, as Standard Webhooks define them.';
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(nowMs / 1_000 - seconds) <= toleranceSeconds))
    return `\`webhook-timestamp\` must be within ${toleranceSeconds} seconds of the current time.`;
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  const given = signatures
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .slice(0, 10)
    .map((each) => bytesOf(each.slice('v1,'.length)));
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey(
      'raw',
      bytesOf(secret.slice('whsec_'.length)) ?? new Uint8Array(1),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    );
    for (const signature of given)
      if (signature && (await crypto.subtle.verify('HMAC', key, signature, signed))) return null; // In constant time.
  }
  return 'The signature is invalid: no `v1` signature was made with a secret of REGISTRY_EDGE_WEBHOOK_SECRETS.';
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** Bytes of a text in base64. Null if it is not that. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
