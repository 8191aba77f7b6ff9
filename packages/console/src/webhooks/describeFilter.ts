import type { ConsoleWebhookFragment } from '../../generated/graphql.ts';
import { words } from '../ui/basics.tsx';

/** The filter of a webhook in words: `published, promoted of agents in default`. */
export function describeFilter(filter: ConsoleWebhookFragment['filter']): string {
  const { kind, types, actions, namespace, entryId, tags } = filter;
  const what = [...(types ?? []), ...(actions ?? []).map(words)].join(', ') || 'All events';
  const of = kind ? ` of ${kind.toLowerCase()}s` : '';
  const which = entryId ? ` named ${entryId}` : '';
  const where = namespace ? ` in ${namespace}` : '';
  const tagged = tags && tags.length > 0 ? ` with the tags ${tags.join(', ')}` : '';
  return `${what}${of}${which}${where}${tagged}`;
}
