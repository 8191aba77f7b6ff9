import type { IncomingMessage } from 'node:http';
import type { Services } from '../registry/services.ts';
import type { Authenticate } from './auth.ts';
import type { Introspection } from './introspection.ts';
import type { Log } from './log.ts';
import type { Report } from './maskError.ts';
import type { RateLimiter } from './rateLimiter.ts';
import type { Visit } from './visit.ts';

export interface GatewayOptions {
  services: Services;
  authenticate: Authenticate;
  report: Report;
  corsOrigins: readonly string[];
  /** Nobody is limited without one. */
  limiter?: RateLimiter | undefined;
  log?: Log | undefined;
  /** Everyone unless told. */
  introspection?: Introspection;
  /** Addresses and networks whose `X-Forwarded-For` is believed; none unless told. */
  trustedProxies?: readonly string[];
}

/** What a request brings along when it reaches GraphQL. A socket has no `request`, it comes with its visit. */
export interface Arrival {
  request?: Request;
  /** On Node. */
  req?: IncomingMessage;
  visit?: Visit;
}
