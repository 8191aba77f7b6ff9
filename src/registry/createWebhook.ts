import { randomUUID } from 'node:crypto';
import type { EventFilter } from '../db/event.ts';
import { countWebhooks, insertWebhook } from '../db/webhook.ts';
import { RequestError } from '../errors.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { type ChangedWebhook, changedWebhook } from './updateWebhook.ts';
import { requireDescription, requireWebhookUrl, storedFilter } from './webhookInput.ts';
import { writeWithoutEvent } from './write.ts';

export interface CreateWebhookInput extends WriteOptions {
  url: string;
  description?: string | null;
  /** As in the feed; checked by the caller. */
  filter?: EventFilter | null;
  /** Cursor of the last event that is not delivered. Defaults to the newest event; "0" is the beginning. */
  after?: string | null;
}

/** A webhook with a new secret. An answer that is stored under an idempotency key has this id, and never the secret. */
export interface WebhookWithSecret extends ChangedWebhook {
  /** Null for a dry run. */
  secretId: string | null;
}

const maxWebhooks = 100;

/**
 * Creates a webhook of the caller's namespace.
 *
 * @throws Forbidden for all but admins; BAD_USER_INPUT for a URL that is not public, and for too many webhooks;
 *   STALE_CURSOR; IdempotencyKeyReused
 */
export async function createWebhook(
  services: Services,
  caller: Caller,
  input: CreateWebhookInput,
): Promise<WebhookWithSecret> {
  const user = requireRole(caller, 'admin', 'create a webhook');
  const url = requireWebhookUrl(input.url, services);
  const description = requireDescription(input.description);
  const filter = storedFilter(input.filter);
  const after = input.after ?? null;
  const position = await services.feed.positionOf(after);
  const { dryRun, idempotencyKey } = input;
  const payload = { url, description, filter, after };
  return writeWithoutEvent(services, user, 'createWebhook', payload, { dryRun, idempotencyKey }, async (tx) => {
    const [{ count } = { count: 0 }] = await tx.run(countWebhooks(user.namespace));
    if (count >= maxWebhooks)
      throw new RequestError(
        'BAD_USER_INPUT',
        `A namespace can have ${maxWebhooks} webhooks; ${user.namespace} has ${count}. Remove one that is not used.`,
      );
    const [id, secretId] = [randomUUID(), randomUUID()];
    const { namespace, id: createdBy } = user;
    await tx.run(insertWebhook({ id, namespace, url, description, filter, position, secretId, createdBy }));
    return { ...(await changedWebhook(tx, id, dryRun)), secretId: dryRun ? null : secretId };
  });
}
