import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Tracing } from '../../packages/node/tracing.ts';
import type { Services } from '../../src/registry/services.ts';
import type { AnswerPool } from '../access/answerPool.ts';
import type { Authenticate } from '../access/authenticate.ts';
import type { HostRule } from '../access/hostRule.ts';
import type { MetricsAccess } from '../access/metricsAccess.ts';
import type { RateLimiter } from '../access/rateLimiter.ts';
import type { RequestContext } from '../access/requestContext.ts';
import type { RequestQueue } from '../access/requestQueue.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Readiness } from '../telemetry/readiness.ts';
import type { Report } from '../telemetry/report.ts';
import type { AnswerCache } from './answers/answerCache.ts';
import type { Begun } from './answers/begun.ts';
import type { Introspection } from './introspection.ts';
import type { PersistedOperations } from './persistedQuery.ts';

/** The options of every transport of one gateway. All of it is required: only server/compose.ts creates it. */
export interface GatewayOptions {
  services: Services;
  authenticate: Authenticate;
  /** Logs an internal error. */
  report: Report;
  /** Logs why something that the registry needs is unavailable. */
  outage: Report;
  corsOrigins: readonly string[];
  /** Whether pages of this machine may use the gateway: `localhost` on any port. */
  localOrigins: boolean;
  /** Limits the memory of responses. */
  answers: AnswerPool;
  /** The operations that are known by their hash, and whether others are allowed. */
  operations: PersistedOperations;
  /** Keeps answers until the log grows; without it, every answer is made anew. */
  answerCache: AnswerCache | undefined;
  /** Bounds how many operations run and wait. */
  queue: RequestQueue;
  /** No rate limits without one. */
  limiter: RateLimiter | undefined;
  log: Log;
  /** Nothing is counted without them. */
  metrics: Metrics | undefined;
  metricsAccess: MetricsAccess;
  /** Nothing is traced without it. */
  tracing: Tracing | undefined;
  readiness: Readiness;
  /** The accepted `Host`; any, without it. */
  hosts: HostRule | undefined;
  introspection: Introspection;
  /** Addresses and networks whose `X-Forwarded-For` is trusted. */
  trustedProxies: readonly string[];
  /**
   * The header in which the platform in front sends the client's address. It is trusted for every peer, so the
   * platform must set it itself on every request, and drop what a client sent in it.
   */
  addressHeader: string | undefined;
  /**
   * The longest time that a WebSocket stays open, where the platform would cut it off; without it there is no limit.
   */
  streamSeconds: number | undefined;
  /** The page for a browser that opens `/graphql`; none without it. */
  renderPlayground: (() => string | Promise<string>) | undefined;
}

/** The server context of a request in GraphQL. A WebSocket has no `request`: it has its request context. */
export interface ServerContext {
  request?: Request;
  /** On Node. */
  req?: IncomingMessage;
  res?: ServerResponse;
  requestContext?: RequestContext;
  /** What the answer cache did with the request before. */
  begun?: Begun;
}
