import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { errorCodes, isErrorCode } from '../../packages/manifest/index.ts';
import type { Services } from '../../src/registry/services.ts';
import type { AnswerPool } from '../access/answerPool.ts';
import type { RequestContext } from '../access/requestContext.ts';
import type { RequestQueue } from '../access/requestQueue.ts';
import { commit, version } from '../open/build.ts';
import { type KeptAnswers, measureAnswerCache } from './answerCache.ts';
import { measureEventLoop } from './eventLoop.ts';
import type { Readiness } from './readiness.ts';
import { type RequestOutcome, transports } from './requestOutcome.ts';
import { watchedStream } from './watchedStream.ts';
import { measureWebhooks, type WebhookMetrics } from './webhooks.ts';

/** What a process counts of itself. No label holds a caller's words: their number is bounded by this source. */
export interface Metrics {
  /** A request, or an operation of a socket, was answered. */
  answered(requestContext: Pick<RequestContext, 'operation' | 'startedAt'> | undefined, answered: RequestOutcome): void;
  /** Counts a subscription as open until it ends, and what it delivers. */
  subscribed<Value>(values: AsyncIterable<Value>): AsyncIterableIterator<Value>;
  /** Deliveries of this process. */
  readonly webhooks: WebhookMetrics;
  /** In the text format of Prometheus. */
  text(): Promise<{ contentType: string; body: string }>;
}

export function openMetrics({
  db,
  feed,
  runs,
  answers,
  answerCache,
  queue,
  readiness,
}: Pick<Services, 'db'> &
  Partial<Pick<Services, 'feed' | 'runs'>> & {
    answers?: AnswerPool;
    answerCache?: KeptAnswers | undefined;
    queue?: RequestQueue;
    readiness: Pick<Readiness, 'feedPosition'>;
  }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  measureEventLoop(registry);

  new Gauge({
    name: 'registry_build_info',
    help: 'Always 1; the labels name the version and the commit that run.',
    labelNames: ['version', 'commit'],
    registers,
  }).set({ version, commit: commit() ?? '' }, 1);
  const requests = new Counter({
    name: 'registry_requests_total',
    help: 'Requests, and operations of sockets, by what came of them; code is OK or that of the first top-level error.',
    labelNames: ['transport', 'operation', 'code'],
    registers,
  });
  startAtZero(requests);
  const duration = new Histogram({
    name: 'registry_request_duration_seconds',
    help: 'How long they took, subscriptions left out.',
    labelNames: ['transport', 'operation'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30],
    registers,
  });
  const open = new Gauge({ name: 'registry_subscriptions_open', help: 'Subscriptions that are open.', registers });
  /** Counted here, because thousands of subscriptions are given a value at one moment. */
  let delivered = 0;
  new Counter({
    name: 'registry_subscription_values_total',
    help: 'Values (events, runs) that subscriptions were given.',
    registers,
    collect() {
      this.inc(delivered);
      delivered = 0;
    },
  });
  new Gauge({
    name: 'registry_stream_readers',
    help: 'Readers of the event log and of runs, which every open subscription has: without any, 0.',
    labelNames: ['source'],
    registers,
    collect() {
      this.set({ source: 'events' }, feed?.readers() ?? 0);
      this.set({ source: 'runs' }, runs?.readers() ?? 0);
    },
  });
  new Gauge({
    name: 'registry_answer_bytes',
    help: 'Bytes reserved for answers that are being made or sent.',
    registers,
    collect() {
      this.set(answers?.reserved() ?? 0);
    },
  });
  if (answerCache) measureAnswerCache(registry, answerCache);
  new Gauge({
    name: 'registry_operations',
    help: 'Operations that run, and that wait for others to end.',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, waiting } = queue?.use() ?? { running: 0, waiting: 0 };
      this.set({ state: 'running' }, running);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  const up = new Gauge({ name: 'registry_database_up', help: 'Whether the database answered just now.', registers });
  const head = new Gauge({ name: 'registry_feed_head', help: 'The newest number in the log of changes.', registers });
  const pending = new Gauge({
    name: 'registry_feed_pending_events',
    help: 'Committed events that have no number yet, up to 10000. A value that stays above 0 means that events are not being numbered.',
    registers,
  });
  if (db.connections) {
    const connections = db.connections;
    new Gauge({
      name: 'registry_database_connections',
      help: 'Connections of the pool: in use, idle, and requests that wait for one.',
      labelNames: ['state'],
      registers,
      collect() {
        const { most, ...use } = connections();
        for (const [state, count] of Object.entries(use)) this.set({ state }, count);
      },
    });
    new Gauge({
      name: 'registry_database_connections_most',
      help: 'How many connections the pool may have.',
      registers,
      collect() {
        this.set(connections().most);
      },
    });
  }

  async function look() {
    const place = await readiness.feedPosition();
    up.set(place ? 1 : 0);
    if (!place) {
      // A value of 0 would be taken for a log that began again.
      head.remove();
      pending.remove();
      return;
    }
    head.set(place.head);
    pending.set(place.pending);
  }

  return {
    webhooks: measureWebhooks(registry),
    answered(requestContext, { transport, status, codes }) {
      const operation = requestContext?.operation?.type ?? 'none';
      requests.inc({ transport: transport, operation, code: codeOf(codes?.[0], status) });
      if (requestContext && operation !== 'subscription') {
        duration.observe({ transport: transport, operation }, (performance.now() - requestContext.startedAt) / 1_000);
      }
    },
    subscribed(values) {
      open.inc();
      return watchedStream(values, {
        gives: () => {
          delivered += 1;
        },
        ends: () => open.dec(),
      });
    },
    async text() {
      await look();
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

/**
 * Every outcome that an operation can have exists from the start, at 0: Prometheus sees an increase only between two
 * values, so the first error of a counter that begins at 1 would raise no alert.
 */
function startAtZero(requests: Counter): void {
  for (const transport of transports) {
    for (const operation of operations) {
      for (const code of codes) requests.inc({ transport, operation, code }, 0);
    }
  }
}

const operations = ['query', 'mutation', 'subscription', 'none'] as const;
const codes = ['OK', ...Object.keys(errorCodes), 'OTHER'];

/** The codes of the contract, and no others: what is not known here is not a label. */
function codeOf(code: unknown, status = 200): string {
  if (typeof code === 'string') return isErrorCode(code) ? code : 'OTHER';
  if (status < 400) return 'OK';
  return status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
}
