import type { RegistryEvent } from '../db/event.ts';

/** The media type of a CloudEvent in structured mode. */
export const cloudEventType = 'application/cloudevents+json; charset=utf-8';

/** The type of a test, which is no event of the log. */
export const testType = 'webhook.test';

/** An event of the log as a CloudEvent 1.0 in JSON (structured mode). `data` has the fields of `RegistryEvent` in GraphQL. */
export function cloudEventOf(event: RegistryEvent, cursor: string): string {
  const {
    id,
    seq,
    epoch: _epoch,
    slug,
    kind,
    occurredAt,
    type,
    namespace,
    entryId: _entryId,
    reportId: _,
    ...more
  } = event;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: sourceOf(namespace),
    type,
    ...(slug === null ? {} : { subject: `${kind.toLowerCase()}s/${slug}` }),
    time: occurredAt.toISOString(),
    datacontenttype: 'application/json',
    data: {
      id: globalId('RegistryEvent', id),
      number: seq,
      cursor,
      type,
      kind,
      entryId: slug,
      namespace,
      occurredAt: occurredAt.toISOString(),
      ...more,
    },
  });
}

/** The message of a test call. */
export const testEventOf = (deliveryId: string, webhookId: string, namespace: string, at: Date): string =>
  JSON.stringify({
    specversion: '1.0',
    id: deliveryId,
    source: sourceOf(namespace),
    type: testType,
    time: at.toISOString(),
    datacontenttype: 'application/json',
    data: { webhook: globalId('Webhook', webhookId), namespace },
  });

const sourceOf = (namespace: string) => `urn:nofx:registry:${namespace}`;

const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
