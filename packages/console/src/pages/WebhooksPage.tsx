import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConsoleWebhooksDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Empty, ErrorBox, Guarded, Skeleton, Status } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { Time } from '../ui/time.tsx';
import { CreateWebhook } from '../webhooks/CreateWebhook.tsx';
import { describeFilter } from '../webhooks/describeFilter.ts';

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
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Webhook</th>
                <th scope="col">Status</th>
                <th scope="col" className="wide-only">
                  Events
                </th>
                <th scope="col">Last delivery</th>
              </tr>
            </thead>
            <tbody>
              {webhooks.map((webhook) => (
                <tr key={webhook.id}>
                  <td>
                    <Link to="/webhooks/$id" params={{ id: webhook.id }} className="wrap">
                      {webhook.url}
                    </Link>
                    {webhook.description && <p className="soft wrap">{webhook.description}</p>}
                  </td>
                  <td>
                    <Status value={webhook.status} />
                    {webhook.failingSince && (
                      <span className="field-error">
                        {' '}
                        failing since <Time value={webhook.failingSince} />
                      </span>
                    )}
                  </td>
                  <td className="wide-only">{describeFilter(webhook.filter)}</td>
                  <td>{webhook.deliveredAt ? <Time value={webhook.deliveredAt} /> : 'none yet'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <p className="more">
          <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </button>
        </p>
      )}
      {isCreating && <CreateWebhook onClose={() => setCreating(false)} />}
    </>
  );
}
