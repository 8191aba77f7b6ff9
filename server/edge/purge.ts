import { entryTag, registryTag } from './cachePolicy.ts';
import { namespacePattern } from './settings.ts';

/** What the edge does with what it keeps, because of one event. */
export interface Purge {
  /** `drop`: the next request waits for a new response. `refresh`: it still gets the old one while a new one is made. */
  how: 'drop' | 'refresh';
  tags: readonly string[];
}

/** After these, the old content was right a moment ago. After any other action, it must not be shown again. */
const refreshing = new Set([
  'PUBLISHED',
  'DRAFTED',
  'PROMOTED',
  'RATED',
  'INSTANTIATED',
  'DISCARDED',
  'COMPATIBILITY_CHANGED',
  'LISTING_CHANGED',
  'FEATURED',
  'UNFEATURED',
  'SHARED',
  'UNSHARED',
  'SHARE_DECLINED',
  'VALIDATION_FAILED',
]);
/** After these, no list and no other entry looks different. */
const unlisted = new Set(['INSTANTIATED', 'VALIDATION_FAILED']);

/**
 * What an event of the registry (a CloudEvent in JSON) changes in what the edge keeps. Null for events that change nothing
 * there: tests of a webhook, and types that this code does not know.
 *
 * @throws SyntaxError if it is not such an event
 */
export function purgeOf(body: string): Purge | null {
  const event: unknown = JSON.parse(body);
  if (!isObject(event) || typeof event.type !== 'string') throw new SyntaxError('`type` must be a string.');
  const [, kind] = /^(agent|template)\.(?:added|updated|removed|validation_failed)$/.exec(event.type) ?? [];
  if (kind !== 'agent' && kind !== 'template') return null;
  const { namespace, entryId, action } = isObject(event.data) ? event.data : {};
  if (typeof namespace !== 'string' || !namespacePattern.test(namespace))
    throw new SyntaxError('`data.namespace` must be a namespace.');
  if (typeof action !== 'string') throw new SyntaxError('`data.action` must be a string.');
  // A definition that failed validation need not name its entry.
  if (typeof entryId !== 'string') return null;
  const tag = entryTag(kind, namespace, entryId);
  return {
    how: refreshing.has(action) && !event.type.endsWith('.removed') ? 'refresh' : 'drop',
    tags: unlisted.has(action) ? [tag] : [tag, registryTag],
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
