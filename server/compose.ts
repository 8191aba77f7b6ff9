import { settleRateLimits } from '../src/db/rateLimit.ts';
import { systemUser } from '../src/registry/systemUser.ts';
import { openAuthenticate } from './access/authenticate.ts';
import { metricsAccess } from './access/metricsAccess.ts';
import { openRateLimiter, type RateLimiter } from './access/rateLimiter.ts';
import { introspectionOf } from './graphql/introspection.ts';
import type { Report } from './graphql/maskError.ts';
import { createGateway, type Gateway } from './graphql/yoga.ts';
import { createAnswerPool } from './http/answerBytes.ts';
import { hostRule } from './http/hostRule.ts';
import { allowsLocalOrigins } from './http/origins.ts';
import type { Env } from './open/env.ts';
import type { GatewayOptions } from './open/gatewayOptions.ts';
import type { OpenServices } from './open/services.ts';
import { describeFailure, type Log } from './telemetry/log.ts';
import { openMetrics } from './telemetry/metrics.ts';
import { outageLog } from './telemetry/outageLog.ts';

/** A registry that is ready to answer, whatever carries the requests to it: a process that listens, or a function. */
export interface RegistryServer {
  readonly gateway: Gateway;
  /** What every door opens with. */
  readonly options: GatewayOptions;
  /** Settles what was counted and closes the services. */
  close(): Promise<void>;
}

/** How one deployment differs from another. */
export type Overrides = { log: Log } & Pick<GatewayOptions, 'renderPlayground' | 'addressHeader' | 'streamSeconds'>;

export async function openRegistryServer(
  env: Env,
  services: OpenServices,
  { log, ...different }: Overrides,
): Promise<RegistryServer> {
  const report: Report = (error, correlationId) =>
    log.error({ failure: describeFailure(error), correlationId }, 'An operation failed.');
  const limiter = env.REGISTRY_RATE_LIMITS === 'on' ? limiterOf(env, services) : undefined;
  const access = metricsAccess(env);
  const answers = createAnswerPool();
  const options: GatewayOptions = {
    services,
    authenticate: await openAuthenticate(env),
    report,
    outage: outageLog(log),
    hosts: hostRule(env),
    log,
    limiter,
    answers,
    corsOrigins: env.REGISTRY_CORS_ORIGINS,
    localOrigins: allowsLocalOrigins(env),
    introspection: introspectionOf(env),
    trustedProxies: env.REGISTRY_TRUSTED_PROXIES,
    ...(access === 'off' ? {} : { metrics: openMetrics({ ...services, answers }), metricsAccess: access }),
    ...different,
  };
  return {
    gateway: createGateway(options),
    options,
    async close() {
      await limiter?.close();
      await services.close();
    },
  };
}

const limiterOf = (env: Env, { db }: OpenServices): RateLimiter =>
  openRateLimiter({
    perMinute: {
      anonymous: env.REGISTRY_RATE_LIMIT_ANONYMOUS,
      user: env.REGISTRY_RATE_LIMIT_USER,
      writes: env.REGISTRY_RATE_LIMIT_WRITES,
    },
    settleWith: (accounts, amounts) => db.call(systemUser, settleRateLimits(accounts, amounts)),
  });
