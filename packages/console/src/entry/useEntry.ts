import { hashKey, useQuery } from '@tanstack/react-query';
import {
  type AgentOverviewFragment,
  ConsoleAgentDocument,
  type ConsoleAgentQuery,
  ConsoleTemplateDocument,
  type ConsoleTemplateQuery,
  type TemplateOverviewFragment,
} from '../../generated/graphql.ts';
import { ask, type Kinds } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';

export interface EntryAddress {
  kinds: Kinds;
  namespace: string;
  id: string;
}

export type AgentEntry = NonNullable<ConsoleAgentQuery['entry']>;
export type TemplateEntry = NonNullable<ConsoleTemplateQuery['entry']>;

export type Shown =
  | { kinds: 'agents'; entry: AgentEntry; version: AgentOverviewFragment | null }
  | { kinds: 'templates'; entry: TemplateEntry; version: TemplateOverviewFragment | null };

/** An entry with one of its versions: the current one, or the one that is named. Null: not there. */
export function useEntry({ kinds, namespace, id }: EntryAddress, version: string | undefined, enabled = true) {
  const { number } = useSession();
  const queryKey = ['entry', kinds, namespace, id, 'shown', version ?? null];
  return useQuery({
    queryKey: [...queryKey, number],
    enabled,
    // Whoever signs in again keeps the page as it is, with what was typed in it.
    placeholderData: (before: Shown | null | undefined, query) =>
      query && hashKey(query.queryKey.slice(0, -1)) === hashKey(queryKey) ? before : undefined,
    async queryFn({ signal }): Promise<Shown | null> {
      const variables = { id, namespace, version: version ?? '', exact: version !== undefined };
      if (kinds === 'agents') {
        const { entry } = await ask(ConsoleAgentDocument, variables, signal);
        return entry ? { kinds, entry, version: entry.exact ?? entry.current ?? null } : null;
      }
      const { entry } = await ask(ConsoleTemplateDocument, variables, signal);
      return entry ? { kinds, entry, version: entry.exact ?? entry.current ?? null } : null;
    },
  });
}
