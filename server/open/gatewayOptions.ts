import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../src/registry/services.ts';
import type { Authenticate } from '../access/authenticate.ts';
import type { MetricsAccess } from '../access/metricsAccess.ts';
import type { RateLimiter } from '../access/rateLimiter.ts';
import type { RequestContext } from '../access/requestContext.ts';
import type { Introspection } from '../graphql/introspection.ts';
import type { Report } from '../graphql/maskError.ts';
import type { AnswerPool } from '../http/answerBytes.ts';
import type { HostRule } from '../http/hostRule.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface GatewayOptions {
  services: Services;
  authenticate: Authenticate;
  report: Report;
  /** Told why something that the registry needs is away. */
  outage?: Report | undefined;
  corsOrigins: readonly string[];
  /** Whether pages of this machine may use the gateway: `localhost` on any port. Defaults to false. */
  localOrigins?: boolean | undefined;
  /** Bounds the memory of answers. Defaults to a pool with `answerLimits`. */
  answers?: AnswerPool | undefined;
  /** Nobody is limited without one. */
  limiter?: RateLimiter | undefined;
  log?: Log | undefined;
  /** Nothing is counted without them. */
  metrics?: Metrics | undefined;
  /** Nobody unless told. */
  metricsAccess?: MetricsAccess | undefined;
  /** Which `Host` is answered to; any, without it. */
  hosts?: HostRule | undefined;
  /** Everyone unless told. */
  introspection?: Introspection;
  /** Addresses and networks whose `X-Forwarded-For` is believed; none unless told. */
  trustedProxies?: readonly string[];
  /**
   * The header in which the platform in front says who the client is. It is believed whoever the peer is, so the
   * platform must set it itself on every request, and drop what a client wrote there.
   */
  addressHeader?: string | undefined;
  /** How long a socket is held at most, where the platform would cut it off; for ever unless told. */
  streamSeconds?: number | undefined;
  /** The page for a browser that opens `/graphql`; none unless given. */
  renderPlayground?: (() => string) | undefined;
}

/** What a request brings along when it reaches GraphQL. A socket has no `request`, it comes with its visit. */
export interface ServerContext {
  request?: Request;
  /** On Node. */
  req?: IncomingMessage;
  res?: ServerResponse;
  requestContext?: RequestContext;
}
