import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ConsoleDraftsDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { VirtualList } from '../list/VirtualList.tsx';
import { ErrorBox, Skeleton } from '../ui/basics.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Time } from '../ui/time.tsx';

/** The drafts of one's namespace: each leads to its versions, where it is promoted or discarded. */
export function Drafts() {
  const { number } = useSession();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['drafts', number],
    queryFn: ({ pageParam, signal }) => ask(ConsoleDraftsDocument, { first: 30, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ drafts: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });
  const drafts = data?.pages.flatMap((page) => page.drafts.edges.map(({ node }) => node)) ?? [];
  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts">Drafts</h2>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} />}
      {data && drafts.length === 0 && (
        <p className="soft">
          No drafts. A version that is published as a draft is visible only to publishers of your namespace.
        </p>
      )}
      {drafts.length > 0 && (
        <VirtualList
          label="Drafts"
          items={drafts}
          keyOf={({ id }) => id}
          height={44}
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          loadMore={() => void fetchNextPage()}
        >
          {(draft) => {
            const kinds = draft.__typename === 'AgentVersion' ? 'agents' : 'templates';
            const { namespace, slug: id } = 'agent' in draft ? draft.agent : draft.template;
            return (
              <div className="draft">
                <Icon name={kinds === 'agents' ? 'agent' : 'template'} />
                <Link
                  to="/$namespace/$kinds/$id"
                  params={{ namespace, kinds, id }}
                  search={{ tab: 'versions', version: draft.version }}
                >
                  {id}
                </Link>{' '}
                <code>{draft.version}</code>
                <span className="grow" />
                <span className="soft">
                  uploaded <Time value={draft.publishedAt} />
                </span>
              </div>
            );
          }}
        </VirtualList>
      )}
    </section>
  );
}
