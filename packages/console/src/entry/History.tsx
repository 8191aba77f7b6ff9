import { useInfiniteQuery } from '@tanstack/react-query';
import { ConsoleEventsDocument } from '../../generated/graphql.ts';
import { ask, kindOf } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { VirtualList } from '../list/VirtualList.tsx';
import { Empty, ErrorBox, Skeleton } from '../ui/basics.tsx';
import { EventItem } from '../ui/EventItem.tsx';
import type { Shown } from './useEntry.ts';

/** What the log says of one entry, newest first. */
export default function History({ shown: { kinds, entry } }: { shown: Shown }) {
  const { number } = useSession();
  const filter = { kind: kindOf(kinds), entryId: entry.slug, namespace: entry.namespace };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['entry', kinds, entry.namespace, entry.slug, 'history', number],
    queryFn: ({ pageParam, signal }) =>
      ask(ConsoleEventsDocument, { last: 30, filter, ...(pageParam ? { before: pageParam } : {}) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ registryEvents: { pageInfo } }) => (pageInfo.hasPreviousPage ? pageInfo.startCursor : null),
  });
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  const events = data.pages.flatMap((page) => page.registryEvents.edges.map(({ node }) => node).reverse());
  if (events.length === 0) return <Empty title="No events that you have access to." />;
  return (
    <VirtualList
      label="History"
      items={events}
      keyOf={({ id }) => id}
      height={62}
      hasMore={hasNextPage}
      isLoading={isFetchingNextPage}
      loadMore={() => void fetchNextPage()}
    >
      {(event) => <EventItem event={event} />}
    </VirtualList>
  );
}
