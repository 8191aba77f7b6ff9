import type { EventFilter } from '../db/event.ts';
import { RequestError } from '../errors.ts';
import { urlProblem } from '../webhooks/urlProblem.ts';
import { requireText } from './require.ts';
import type { Services } from './services.ts';

/**
 * The URL of a webhook: https and a public name, unless the gateway allows its host. Which address the name has is
 * checked whenever a connection is made.
 *
 * @throws BAD_USER_INPUT
 */
export function requireWebhookUrl(url: string, { webhookHosts = [] }: Pick<Services, 'webhookHosts'>): string {
  requireText('url', url, 2_000);
  const problem = urlProblem(url, webhookHosts);
  if (problem) throw new RequestError('BAD_USER_INPUT', `\`url\` is not allowed. ${problem}`);
  return url;
}

/** The description, or null for none. */
export const requireDescription = (description: string | null | undefined): string | null =>
  description === null || description === undefined || description === ''
    ? null
    : requireText('description', description, 500);

/** The filter without keys that are not given, as it is stored. */
export function storedFilter(filter: EventFilter | null | undefined): EventFilter {
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const stored = Object.fromEntries(given) as EventFilter;
  if (JSON.stringify(stored).length <= 5_000) return stored;
  throw new RequestError('BAD_USER_INPUT', '`filter` must be at most 5000 characters as JSON. Use fewer values.');
}
