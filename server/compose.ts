import type { Tracing } from '../packages/node/tracing.ts';
import { combineReads } from '../src/db/combineReads.ts';
import { settleRateLimits } from '../src/db/rateLimit.ts';
import { systemUser } from '../src/registry/systemUser.ts';
import { openAuthenticate } from './access/authenticate.ts';
import { correlationIdOf } from './access/correlation.ts';
import { hostRule } from './access/hostRule.ts';
import { metricsAccess } from './access/metricsAccess.ts';
import { allowsLocalOrigins } from './access/origins.ts';
import { openRateLimiter, type RateLimiter } from './access/rateLimiter.ts';
import { createRequestQueue } from './access/requestQueue.ts';
import { createAnswerPool } from './graphql/answerBytes.ts';
import { type AnswerCache, openAnswerCache } from './graphql/answers/answerCache.ts';
import type { GatewayOptions } from './graphql/gatewayOptions.ts';
import { introspectionOf } from './graphql/introspection.ts';
import { isOutage } from './graphql/maskError.ts';
import { createPersistedOperations, hashOf, type PersistedOperations } from './graphql/persistedQuery.ts';
import { createGateway, type Gateway } from './graphql/yoga.ts';
import type { Env } from './open/env.ts';
import type { OpenDatabase } from './open/openDatabase.ts';
import { readOperationManifests } from './open/operationManifests.ts';
import { loginProblem } from './open/ownPostgres.ts';
import { type OpenServices, openServices } from './open/services.ts';
import { canListen } from './open/wakeupSources.ts';
import { describeFailure, type Log } from './telemetry/log.ts';
import { openMetrics } from './telemetry/metrics.ts';
import { type OutageLog, openOutageLog } from './telemetry/outageLog.ts';
import { openReadiness } from './telemetry/readiness.ts';
import type { Report } from './telemetry/report.ts';
import { tracedArtifacts } from './telemetry/tracing/tracedArtifacts.ts';
import { tracedDatabase } from './telemetry/tracing/tracedDatabase.ts';

/** A gateway that is ready to answer, for any host: a process that listens, or a function. */
export interface ComposedGateway {
  readonly gateway: Gateway;
  readonly services: OpenServices;
  /** The options of every transport. */
  readonly options: GatewayOptions;
  /** Settles the rate limits and closes the services, the database included. */
  close(): Promise<void>;
}

/** The differences between deployments, beyond their environment and database. */
export interface Overrides
  extends Partial<Pick<GatewayOptions, 'renderPlayground' | 'addressHeader' | 'streamSeconds' | 'tracing'>> {
  readonly log: Log;
  /** For tests: replaces single options, with access to the services that the gateway would use. */
  readonly replace?: (services: OpenServices) => Partial<GatewayOptions>;
}

/**
 * The only composition of the gateway: `npm start`, the Vercel functions, the tests and the benchmark all use it, so
 * what is measured and tested is what runs (tests/unit/server/composition.test.ts).
 */
export async function compose(
  env: Env,
  database: OpenDatabase,
  { log, replace = () => ({}), ...different }: Overrides,
): Promise<ComposedGateway> {
  const services = await servicesFor(env, database, different.tracing);
  try {
    const options = await optionsFor(env, services, log, { ...different, ...replace(services) });
    return {
      gateway: createGateway(options),
      services,
      options,
      async close() {
        options.answerCache?.close();
        await options.limiter?.close();
        await services.close();
      },
    };
  } catch (error) {
    await services.close();
    throw error;
  }
}

async function servicesFor(env: Env, opened: OpenDatabase, tracing: Tracing | undefined): Promise<OpenServices> {
  const database = { ...opened, db: combineReads(opened.db) };
  if (!tracing) return openServices(env, database);
  const services = await openServices(env, { ...database, db: tracedDatabase(database.db, tracing) }, tracing);
  return { ...services, artifacts: tracedArtifacts(services.artifacts, tracing) };
}

async function optionsFor(
  env: Env,
  services: OpenServices,
  log: Log,
  different: Partial<GatewayOptions>,
): Promise<GatewayOptions> {
  const access = metricsAccess(env);
  const answers = different.answers ?? createAnswerPool();
  // Also an outage that only the probes meet is logged.
  const readiness =
    different.readiness ??
    openReadiness(services, undefined, (error) => {
      if (isOutage(error)) outages.report(error, correlationIdOf(null));
    });
  const outages: OutageLog = openOutageLog(log, {
    isUp: async (part) => (await readiness.report()).parts[part].status === 'up',
    loginProblem: () => loginProblem(env),
  });
  services.db.onDenied?.(outages.denied);
  /** Also for work in the background, which meets an outage again and again. */
  const report: Report = (error, correlationId) => {
    if (isOutage(error)) outages.report(error, correlationId);
    else log.error({ failure: describeFailure(error), correlationId }, 'An operation failed.');
  };
  const answerCache = answerCacheOf(env, services);
  const limiter = different.limiter ?? (env.REGISTRY_RATE_LIMITS === 'on' ? limiterOf(env, services) : undefined);
  const queue = different.queue ?? createRequestQueue({ spentLately: limiter?.spentLately });
  return {
    services,
    authenticate: await openAuthenticate(env),
    report,
    outage: outages.report,
    hosts: hostRule(env),
    log,
    limiter,
    answers,
    answerCache,
    operations: await operationsOf(env),
    queue,
    corsOrigins: env.REGISTRY_CORS_ORIGINS,
    localOrigins: allowsLocalOrigins(env),
    introspection: introspectionOf(env),
    trustedProxies: env.REGISTRY_TRUSTED_PROXIES,
    metrics:
      access === 'off' || different.metrics
        ? undefined
        : openMetrics({ ...services, answers, answerCache, queue, readiness }),
    metricsAccess: access,
    tracing: undefined,
    readiness,
    addressHeader: undefined,
    streamSeconds: undefined,
    renderPlayground: undefined,
    ...different,
  };
}

/** Functions are frozen between requests, and a pooler carries no LISTEN: then the log is looked at for each answer. */
const answerCacheOf = (env: Env, { feed }: OpenServices): AnswerCache | undefined =>
  env.REGISTRY_ANSWER_CACHE_BYTES === 0
    ? undefined
    : openAnswerCache(feed, {
        maxBytes: env.REGISTRY_ANSWER_CACHE_BYTES,
        maxAgeMs: canListen(env) && env.VERCEL !== '1' ? 1_000 : 0,
      });

const operationsOf = async (env: Env): Promise<PersistedOperations> => {
  const documents = await readOperationManifests(env);
  const listed = new Map(documents.map((document) => [hashOf(document), document]));
  return createPersistedOperations(listed, env.REGISTRY_OPERATIONS === 'listed');
};

const limiterOf = (env: Env, { db }: OpenServices): RateLimiter =>
  openRateLimiter({
    perMinute: {
      anonymous: env.REGISTRY_RATE_LIMIT_ANONYMOUS,
      user: env.REGISTRY_RATE_LIMIT_USER,
      writes: env.REGISTRY_RATE_LIMIT_WRITES,
    },
    settleWith: (accounts, amounts) => db.call(systemUser, settleRateLimits(accounts, amounts)),
  });
