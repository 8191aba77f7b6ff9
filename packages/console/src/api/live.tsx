import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { pause, type RegistryEvent } from '../../../client/index.ts';
import { isLong } from '../list/longLists.ts';
import { client, isUnauthenticated, kindsOf } from './gateway.ts';
import { currentToken, markExpired, useSession } from './session.ts';

export type FeedState = 'connecting' | 'live' | 'reconnecting' | 'stopped';

export interface Live {
  readonly state: FeedState;
  /** The newest events since this page was opened, newest first. */
  readonly events: readonly RegistryEvent[];
  /** Why the gateway ended the feed for good. */
  readonly problem: unknown;
  /** Follows the feed again, from now on, and loads what is shown. */
  readonly reconnect: () => void;
}

const kept = 200;
const settleMs = 250;
/** A feed that connects this fast misses nothing that a page has not loaded after it. */
const promptMs = 1_000;

const LiveContext = createContext<Live>({
  state: 'connecting',
  events: [],
  problem: null,
  reconnect: () => {},
});

export const useLive = (): Live => use(LiveContext);

/** Follows the registry's feed for as long as the page is open, and marks as stale what an event changes. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { number, expired } = useSession();
  const [state, setState] = useState<FeedState>('connecting');
  const [events, setEvents] = useState<readonly RegistryEvent[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const reconnect = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session (`number`) or attempt is another feed.
  useEffect(() => {
    if (expired) return setState('stopped');
    const stop = new AbortController();
    const { signal } = stop;
    const changes = collectChanges(queries, signal);
    setState('connecting');
    setEvents([]);
    setProblem(null);
    const token = currentToken();
    const follow = async () => {
      let isLost = attempt > 0;
      const isOlder = ({ state: { dataUpdatedAt } }: Query) =>
        dataUpdatedAt > 0 && dataUpdatedAt < Date.now() - promptMs;
      const feed = client.registryEvents({
        signal,
        onConnected() {
          setState('live');
          // What failed or changed meanwhile, and what no event tells, is loaded again: after a loss everything, and at a
          // slow start what was loaded before the feed followed the log.
          void refresh(queries, isLost ? undefined : isOlder);
          isLost = false;
        },
        onRetry() {
          isLost = true;
          setState('reconnecting');
        },
      });
      for await (const event of feed) {
        setState('live');
        setEvents((known) => [event, ...known].slice(0, kept));
        changes.add(event);
      }
    };
    follow().catch((error) => {
      if (signal.aborted) return;
      if (isUnauthenticated(error)) markExpired(token);
      setProblem(error);
      setState('stopped');
    });
    return () => stop.abort();
  }, [queries, number, expired, attempt]);

  const live = useMemo(() => ({ state, events, problem, reconnect }), [state, events, problem, reconnect]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Many events of one moment, such as a sync, load a page again once. */
function collectChanges(queries: QueryClient, signal: AbortSignal) {
  let waiting: RegistryEvent[] = [];
  return {
    add(event: RegistryEvent) {
      waiting.push(event);
      if (waiting.length > 1) return;
      void pause(settleMs, signal).then(() => {
        const found = waiting;
        waiting = [];
        if (!signal.aborted) invalidate(queries, found);
      });
    },
  };
}

/** Marks as stale what may have changed, and loads again what is shown of it. */
async function refresh(queries: QueryClient, predicate: (query: Query) => boolean = () => true) {
  await queries.invalidateQueries({ predicate, refetchType: 'none' });
  await queries.refetchQueries({ type: 'active', predicate: (query) => predicate(query) && !isLong(query) });
}

function invalidate(queries: QueryClient, events: readonly RegistryEvent[]) {
  const entries = new Set(events.map((event) => `${kindsOf(event.kind)} ${event.namespace} ${event.entryId}`));
  const hasRuns = events.some(({ action }) => action === 'INSTANTIATED');
  void refresh(queries, ({ queryKey: [topic, ...key] }) => {
    if (topic === 'entry') return entries.has(key.slice(0, 3).join(' '));
    if (topic === 'runs' && !hasRuns) return false;
    return ['home', 'entries', 'search', 'runs', 'reports', 'drafts', 'usedBy'].includes(String(topic));
  });
}
