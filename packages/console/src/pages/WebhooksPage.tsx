import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type ConsoleWebhookFragment, ConsoleWebhooksDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { type Column, VirtualTable } from '../list/VirtualTable.tsx';
import { Empty, ErrorBox, Guarded, Skeleton, Status } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { Time } from '../ui/time.tsx';
import { CreateWebhook } from '../webhooks/CreateWebhook.tsx';
import { describeFilter } from '../webhooks/describeFilter.ts';

const columns: readonly Column<ConsoleWebhookFragment>[] = [
  {
    title: 'Webhook',
    cell: ({ id, url, description }) => (
      <>
        <Link to="/webhooks/$id" params={{ id }}>
          {url}
        </Link>
        {description && <p className="soft">{description}</p>}
      </>
    ),
  },
  {
    title: 'Status',
    width: '20%',
    cell: ({ status, failingSince }) => (
      <>
        <Status value={status} />
        {failingSince && (
          <span className="field-error">
            {' '}
            failing since <Time value={failingSince} />
          </span>
        )}
      </>
    ),
  },
  { title: 'Events', width: '28%', shownFrom: 'wide', cell: ({ filter }) => describeFilter(filter) },
  {
    title: 'Last delivery',
    width: '124px',
    cell: ({ deliveredAt }) => (deliveredAt ? <Time value={deliveredAt} /> : 'none yet'),
  },
];

/** The webhooks of one's namespace. Only its admins see them. */
export function WebhooksPage() {
  const { number } = useSession();
  const viewer = useViewer();
  const refusal = refusalFor(viewer, 'ADMIN');
  const [isCreating, setCreating] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['webhooks', 'list', number],
    queryFn: ({ pageParam, signal }) => ask(ConsoleWebhooksDocument, { first: 50, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ webhooks: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    enabled: refusal === null,
  });
  const webhooks = data?.pages.flatMap((page) => page.webhooks.edges.map(({ node }) => node)) ?? [];
  return (
    <>
      <Title text="Webhooks" about="Events of the registry, sent to other systems, signed and in order.">
        <Guarded refusal={refusal} onClick={() => setCreating(true)} tone="primary">
          New webhook
        </Guarded>
      </Title>
      {viewer !== undefined && refusal !== null && (
        <Empty title={refusal}>
          <p>A webhook sends events of private entries too, so only admins of the namespace see and change webhooks.</p>
        </Empty>
      )}
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {refusal === null && !data && !error && <Skeleton rows={5} />}
      {data && webhooks.length === 0 && (
        <Empty title="No webhooks yet.">
          <p>
            A webhook posts each event to an address of yours: a publish to a chat, a rollback to a pager, a new agent
            to a build.
          </p>
        </Empty>
      )}
      {webhooks.length > 0 && (
        <VirtualTable
          label="Webhooks"
          items={webhooks}
          keyOf={({ id }) => id}
          height={36}
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          loadMore={() => void fetchNextPage()}
          columns={columns}
        />
      )}
      {isCreating && <CreateWebhook onClose={() => setCreating(false)} />}
    </>
  );
}
