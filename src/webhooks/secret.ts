import { createHmac } from 'node:crypto';
import type { Database } from '../db/database.ts';

/**
 * The secret of a webhook, as Standard Webhooks write it: `whsec_` and 32 bytes in base64. It is derived from the secret of
 * the registry, so the database stores no secret of a webhook, and no query can return one.
 *
 * @param secretId the random id that names it; another id is another secret
 */
export async function webhookSecret(db: Pick<Database, 'keyFor'>, secretId: string): Promise<string> {
  const key = await db.keyFor('webhook secrets');
  return `whsec_${createHmac('sha256', key).update(secretId).digest('base64')}`;
}
