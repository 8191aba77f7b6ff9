import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import {
  ConsoleDeliveriesDocument,
  type ConsoleDeliveryFragment,
  type WebhookDeliveryStatus,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
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
        { id, first: 30, after: pageParam, ...(status ? { status: status as WebhookDeliveryStatus } : {}) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ webhook }) =>
      webhook?.deliveries.pageInfo.hasNextPage ? webhook.deliveries.pageInfo.endCursor : null,
    // Deliveries are no events of the log: the feed does not tell of them.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? refreshMs : false),
  });
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
      <ul aria-label="Deliveries">
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <Delivery delivery={delivery} onReplay={onReplay} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <p className="more">
          <button type="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </button>
        </p>
      )}
    </section>
  );
}

function Delivery({
  delivery,
  onReplay,
}: {
  delivery: ConsoleDeliveryFragment;
  onReplay: (deliveryId: string) => void;
}) {
  const { id, messageId, type, status, event, attempts, createdAt, nextAttemptAt } = delivery;
  return (
    <details className="report">
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
    </details>
  );
}
