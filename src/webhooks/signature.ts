import { createHmac } from 'node:crypto';

/** What a signature covers. */
export interface SignedMessage {
  /** `webhook-id`: the same for every attempt. */
  id: string;
  /** `webhook-timestamp`: seconds since 1970, of the attempt. */
  timestamp: number;
  body: string;
}

/**
 * The three headers of Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks). One signature for
 * each secret: while a rotation overlaps, a receiver accepts the message with the old and with the new one.
 */
export const signatureHeaders = (message: SignedMessage, secrets: readonly string[]): Record<string, string> => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(message.timestamp),
  'webhook-signature': secrets.map((secret) => `v1,${sign(message, secret)}`).join(' '),
});

const sign = ({ id, timestamp, body }: SignedMessage, secret: string): string =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
