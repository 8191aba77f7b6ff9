/**
 * Verifies a message by the specification of Standard Webhooks 1.0, with Web Crypto: nothing of it is shared with the code
 * that signs. `webhookSignature.test.ts` compares it with the vector that their libraries publish.
 */
export async function isSignedWith(
  secret: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  now: number = Date.now() / 1_000,
): Promise<boolean> {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  if (!id || !timestamp || !/^\d+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > 300) return false;
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const checks = signatures.split(' ').map(async (each) => {
    const [version, signature = ''] = each.split(',');
    if (version !== 'v1') return false;
    const given = Uint8Array.from(atob(signature), (char) => char.charCodeAt(0));
    return crypto.subtle.verify('HMAC', key, given, signed);
  });
  return (await Promise.all(checks)).includes(true);
}
