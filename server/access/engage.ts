import type { EngagementCounter } from '../../src/registry/engagement.ts';
import { namespaceOf } from '../../src/viewer.ts';
import type { RequestContext } from './requestContext.ts';

/** Counts that a request reads an entry, once for each entry. */
export function engage(
  counter: EngagementCounter | undefined,
  { caller, engagement, engaged }: Pick<RequestContext, 'caller' | 'engagement' | 'engaged'>,
  entryId: string,
): void {
  if (engagement === null || engaged.has(entryId)) return;
  engaged.add(entryId);
  counter?.count(engagement, entryId, namespaceOf(caller.viewer));
}
