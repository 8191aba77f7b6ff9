import { describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../src/webhooks/signature.ts';
import { isSignedWith } from '../support/standardWebhooks.ts';

/** The vector in the tests of the libraries of Standard Webhooks (npm: standardwebhooks 1.1.1 gives this signature). */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

describe('signatures of webhooks', () => {
  it('are those of Standard Webhooks', () => {
    expect(signatureHeaders(message, [secret])).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    });
  });

  it('are one for each secret while a rotation overlaps', async () => {
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const headers = signatureHeaders(message, [other, secret]);
    expect(headers['webhook-signature']?.split(' ')).toEqual([expect.stringMatching(/^v1,/), signature]);
    const sent = { headers, body: message.body };
    expect(await isSignedWith(secret, sent, message.timestamp)).toBe(true);
    expect(await isSignedWith(other, sent, message.timestamp)).toBe(true);
    expect(await isSignedWith(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, sent, message.timestamp)).toBe(false);
  });

  it('cover the id, the time and the body', async () => {
    const headers = signatureHeaders(message, [secret]);
    const { timestamp, body } = message;
    const verify = (more: Record<string, string>, text = body, now = timestamp) =>
      isSignedWith(secret, { headers: { ...headers, ...more }, body: text }, now);
    expect(await verify({})).toBe(true);
    expect(await verify({ 'webhook-id': 'msg_other' })).toBe(false);
    expect(await verify({ 'webhook-timestamp': String(timestamp + 1) })).toBe(false);
    expect(await verify({}, `${body} `)).toBe(false);
    expect(await verify({}, body, timestamp + 301)).toBe(false);
  });
});
