import type { Query, QueryClient } from '@tanstack/react-query';
import type { RouterHistory } from '@tanstack/react-router';

const refreshedPages = 3;

/** A list that was read further is not loaded again behind the reader's back: that is a request for each page. */
export const isLong = ({ state }: Pick<Query, 'state'>): boolean =>
  ((state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 1) > refreshedPages;

const lists: Readonly<Record<string, readonly string[]>> = {
  '/agents': ['entries', 'AGENT'],
  '/templates': ['entries', 'TEMPLATE'],
  '/search': ['entries', 'both'],
  '/runs': ['runs'],
  '/events': ['events'],
  '/reports': ['reports'],
};

/** Back returns to a long list as it was left; a link to it starts from its first page, when it may have changed. */
export function startAgain(history: RouterHistory, queries: QueryClient): void {
  history.subscribe(({ location, action }) => {
    const queryKey = lists[location.pathname];
    if (queryKey && action.type === 'PUSH')
      queries.removeQueries({ queryKey, type: 'inactive', predicate: (query) => isLong(query) && query.isStale() });
  });
}
