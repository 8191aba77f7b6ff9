import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import {
  ConsoleDeliveriesDocument,
  type ConsoleDeliveryFragment,
  type WebhookDeliveryStatus,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { isLong } from '../list/longLists.ts';
import { useOpenRows } from '../list/useOpenRows.ts';
import { VirtualList } from '../list/VirtualList.tsx';
import { Empty, ErrorBox, Skeleton, Status, words } from '../ui/basics.tsx';
import { exactTime, Time } from '../ui/time.tsx';

const statuses: readonly WebhookDeliveryStatus[] = ['PENDING', 'DELIVERED', 'DEAD'];
const refreshMs = 5_000;

/** The deliveries of a webhook, newest first, each with its attempts. */
export function Deliveries({ id, onReplay }: { id: string; onReplay: (deliveryId: string) => void }) {
  const { status } = useSearch({ strict: false }) as { status?: string };
  const navigate = useNavigate();
  const { number } = useSession();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['webhooks', id, 'deliveries', status ?? null, number],
    queryFn: ({ pageParam, signal }) =>
      ask(
        ConsoleDeliveriesDocument,
        { id, first: 50, after: pageParam, ...(status ? { status: status as WebhookDeliveryStatus } : {}) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ webhook }) =>
      webhook?.deliveries.pageInfo.hasNextPage ? webhook.deliveries.pageInfo.endCursor : null,
    // Deliveries are no events of the log: the feed does not tell of them.
    refetchInterval: (query) => (isLong(query) ? false : refreshMs),
  });
  const openRow = useOpenRows();
  const deliveries =
    data?.pages.flatMap(({ webhook }) => webhook?.deliveries.edges.map(({ node }) => node) ?? []) ?? [];
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">Deliveries of the last 30 days</h2>
      <div className="toolbar">
        <label className="inline">
          Status
          <select
            value={status ?? ''}
            onChange={({ target }) =>
              void navigate({
                to: '/webhooks/$id',
                params: { id },
                search: target.value ? { status: target.value } : {},
                replace: true,
                resetScroll: false,
              })
            }
          >
            <option value="">all</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={5} />}
      {data && deliveries.length === 0 && (
        <Empty title={status ? 'No deliveries with this status.' : 'Nothing was sent yet.'}>
          <p>The next event that matches is sent within seconds. “Send a test” does not wait for one.</p>
        </Empty>
      )}
      {deliveries.length > 0 && (
        <VirtualList
          label="Deliveries"
          items={deliveries}
          keyOf={({ id: deliveryId }) => deliveryId}
          height={40}
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          loadMore={() => void fetchNextPage()}
        >
          {(delivery) => <Delivery delivery={delivery} row={openRow(delivery.id)} onReplay={onReplay} />}
        </VirtualList>
      )}
    </section>
  );
}

function Delivery({
  delivery,
  row,
  onReplay,
}: {
  delivery: ConsoleDeliveryFragment;
  row: ReturnType<ReturnType<typeof useOpenRows>>;
  onReplay: (deliveryId: string) => void;
}) {
  const { type, status, event, attempts, createdAt } = delivery;
  return (
    <details className="report" {...row}>
      <summary>
        <Status value={status} /> <strong>{type}</strong>
        {event && (
          <code>
            #{event.number} {event.namespace}/{event.entryId} {event.version}
          </code>
        )}
        <span className="grow" />
        <span className="soft">
          {attempts.length} {attempts.length === 1 ? 'attempt' : 'attempts'}, <Time value={createdAt} />
        </span>
      </summary>
      {row.open && <DeliveryBody delivery={delivery} onReplay={onReplay} />}
    </details>
  );
}

function DeliveryBody({
  delivery: { id, messageId, event, attempts, nextAttemptAt },
  onReplay,
}: {
  delivery: ConsoleDeliveryFragment;
  onReplay: (deliveryId: string) => void;
}) {
  return (
    <div className="report-body">
      <div className="table-scroll">
        <table>
          <caption className="sr-only">Attempts, oldest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Response</th>
              <th scope="col">Took</th>
              <th scope="col">Error</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map(({ at, durationMs, statusCode, error }) => (
              <tr key={at}>
                <td>{exactTime(at)}</td>
                <td>{statusCode ?? 'none'}</td>
                <td>{durationMs} ms</td>
                <td className="wrap">{error ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="delivery-foot">
        <span className="soft">
          Message <code>{messageId}</code>
          {nextAttemptAt && <>, next attempt not before {exactTime(nextAttemptAt)}</>}
        </span>
        {event && (
          <Link to="/events/$id" params={{ id: event.id }}>
            Show the event
          </Link>
        )}
        {event && (
          <button type="button" onClick={() => onReplay(id)}>
            Send again…
          </button>
        )}
      </p>
    </div>
  );
}
