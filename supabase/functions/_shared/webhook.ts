import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { bundlesBucket, namespaceOfUpload } from '../../../packages/manifest/contract/bundleUpload.ts';
import { Forbidden } from '../../../src/errors.ts';
import { systemUser } from '../../../src/registry/systemUser.ts';
import type { User } from '../../../src/viewer.ts';
import { parseJson } from './readJson.ts';

export const webhookHeader = 'x-registry-webhook-secret';

/** Content of a webhook: an upload with its uploader, or a notice to ignore. */
export type Notice = { place: string; viewer: User } | { ignored: string };

/** https://supabase.com/docs/guides/database/webhooks: more may be added to it. */
const Payload = z.object({
  type: z.string(),
  schema: z.string(),
  table: z.string(),
  record: z.object({ bucket_id: z.string(), name: z.string(), owner_id: z.string().nullish() }).nullish(),
});

const Owner = z.guid().transform((id) => id.toLowerCase());

/** Takes the same time for every wrong secret. False when webhooks are disabled. */
export function isFromWebhook(headers: Headers, secret: string | null): boolean {
  const given = headers.get(webhookHeader);
  return secret !== null && given !== null && timingSafeEqual(sha256(given), sha256(secret));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/**
 * The uploader and the upload. The uploader acts as a publisher of the namespace in the path, as the policies of the
 * bucket required for the upload; never with more rights.
 */
export function readNotice(body: Uint8Array): Notice {
  const { type, schema, table, record } = parseJson(body, 'The webhook', Payload);
  if (schema !== 'storage' || table !== 'objects' || !record || (type !== 'INSERT' && type !== 'UPDATE')) {
    return { ignored: 'The event is not about an upload.' };
  }
  const namespace = record.bucket_id === bundlesBucket ? namespaceOfUpload(record.name) : null;
  if (namespace === null) return { ignored: 'The event is not about an upload to publish.' };
  const owner = Owner.safeParse(record.owner_id);
  if (!owner.success || owner.data === systemUser.id) {
    throw new Forbidden('The upload was made with a key, not by a user, so it has no owner who could publish it.');
  }
  return { place: record.name, viewer: { kind: 'user', id: owner.data, role: 'publisher', namespace } };
}
