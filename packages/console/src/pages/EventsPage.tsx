import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import {
  ConsoleEventsDocument,
  type RegistryEventAction,
  type RegistryEventFilter,
  type RegistryKind,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useLive } from '../api/live.tsx';
import { useSession } from '../api/session.ts';
import { useViewer } from '../api/viewer.ts';
import { VirtualList } from '../list/VirtualList.tsx';
import { Empty, ErrorBox, Skeleton, words } from '../ui/basics.tsx';
import { EventItem } from '../ui/EventItem.tsx';
import { eventActions } from '../ui/eventActions.ts';
import { Icon } from '../ui/Icon.tsx';
import { Title } from '../ui/Title.tsx';
import { VerifyLog } from './VerifyLog.tsx';

type Filters = Partial<Record<'kind' | 'action' | 'entry' | 'namespace' | 'after', string>>;

/** The log, newest first and live; or, with `after` in the address, forwards from a cursor. */
export function EventsPage() {
  const filters: Filters = useSearch({ strict: false });
  const { kind, action, entry, namespace, after } = filters;
  const navigate = useNavigate();
  const { number } = useSession();
  const viewer = useViewer();
  const live = useLive();
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const set = (changed: Filters) =>
    void navigate({ to: '/events', search: { ...filters, ...changed }, replace: true, resetScroll: false });
  const filter: RegistryEventFilter = {
    ...(kind ? { kind: kind as RegistryKind } : {}),
    ...(action ? { actions: [action as RegistryEventAction] } : {}),
    ...(entry ? { entryId: entry } : {}),
    ...(namespace ? { namespace } : {}),
  };
  const isForward = after !== undefined;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['events', filters, number],
    queryFn: ({ pageParam, signal }) =>
      ask(
        ConsoleEventsDocument,
        isForward
          ? { first: 50, after: pageParam ?? after, filter }
          : { last: 50, filter, ...(pageParam ? { before: pageParam } : {}) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ registryEvents: { pageInfo } }) =>
      isForward
        ? pageInfo.hasNextPage
          ? pageInfo.endCursor
          : null
        : pageInfo.hasPreviousPage
          ? pageInfo.startCursor
          : null,
  });
  const loaded =
    data?.pages.flatMap((page) => {
      const nodes = page.registryEvents.edges.map(({ node }) => node);
      return isForward ? nodes : nodes.reverse();
    }) ?? [];
  const known = new Set(loaded.map(({ id }) => id));
  const fresh = isForward
    ? []
    : live.events.filter(
        (event) =>
          !known.has(event.id) &&
          (!kind || event.kind === kind) &&
          (!action || event.action === action) &&
          (!entry || event.entryId === entry) &&
          (!namespace || event.namespace === namespace),
      );
  const isPaused = pausedAt !== null;
  const waiting = isPaused ? fresh.filter((event) => event.number > pausedAt).length : 0;
  const events = [...fresh.slice(waiting), ...loaded];

  return (
    <>
      <Title text="Events" about="The registry's log: everything that changed, in order.">
        {!isForward && (
          <button
            type="button"
            aria-pressed={isPaused}
            onClick={() => setPausedAt(isPaused ? null : (events[0]?.number ?? 0))}
          >
            <Icon name={isPaused ? 'run' : 'pause'} />
            {isPaused ? (waiting > 0 ? `Resume (${waiting} new)` : 'Resume') : 'Pause'}
          </button>
        )}
      </Title>
      <div className="toolbar filters">
        <label className="inline">
          Kind
          <select value={kind ?? ''} onChange={(event) => set({ kind: event.target.value })}>
            <option value="">both</option>
            <option value="AGENT">agents</option>
            <option value="TEMPLATE">templates</option>
          </select>
        </label>
        <label className="inline">
          Action
          <select value={action ?? ''} onChange={(event) => set({ action: event.target.value })}>
            <option value="">all</option>
            {eventActions.map((each) => (
              <option key={each} value={each}>
                {words(each)}
              </option>
            ))}
          </select>
        </label>
        <Typed label="Entry" value={entry ?? ''} onSubmit={(value) => set({ entry: value })} />
        <Typed label="Namespace" value={namespace ?? ''} onSubmit={(value) => set({ namespace: value })} />
        <Typed label="From cursor" value={after ?? ''} onSubmit={(value) => set({ after: value })} />
      </div>
      {viewer?.role === 'ADMIN' && <VerifyLog />}
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={12} />}
      {data && events.length === 0 && <Empty title="No events match." />}
      {events.length > 0 && (
        <VirtualList
          label="Events"
          items={events}
          keyOf={({ id }) => id}
          height={62}
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          loadMore={() => void fetchNextPage()}
        >
          {(event) => <EventItem event={event} />}
        </VirtualList>
      )}
    </>
  );
}

function Typed({ label, value, onSubmit }: { label: string; value: string; onSubmit: (value: string) => void }) {
  return (
    <form
      key={value}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(String(new FormData(event.currentTarget).get('value') ?? '').trim());
      }}
    >
      <label className="inline">
        {label}
        <input
          name="value"
          defaultValue={value}
          size={12}
          onBlur={(event) => event.target.value !== value && event.target.form?.requestSubmit()}
        />
      </label>
    </form>
  );
}
