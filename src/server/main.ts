import { settleRateLimits } from '../db/rateLimit.ts';
import { RequestError } from '../errors.ts';
import { openAuthenticate } from './auth.ts';
import { DataDirInUse } from './dataDir.ts';
import { type Env, EnvError, readEnv } from './env.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import { listen } from './http.ts';
import { introspectionOf } from './introspection.ts';
import { describeFailure, openLog } from './log.ts';
import type { Report } from './maskError.ts';
import { publishShared, type SharedOutcome } from './publishShared.ts';
import { openRateLimiter, type RateLimiter } from './rateLimiter.ts';
import { registryItself } from './registryItself.ts';
import { type OpenServices, openServices } from './services.ts';
import { createGateway } from './yoga.ts';

/** Starts the registry and keeps it running until it is told to stop. */
async function main() {
  const env = readEnv();
  const log = openLog(env.REGISTRY_LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info'));
  const authenticate = await openAuthenticate(env);
  console.log(
    env.DATABASE_URL
      ? 'Opening the Postgres of DATABASE_URL…'
      : `Opening the embedded Postgres in ${env.REGISTRY_DATA_DIR}…`,
  );
  const services = await openServices(env);
  if (services.migrated.length > 0) console.log(`Migrated: ${services.migrated.join(', ')}.`);
  printShared(await publishShared(services));

  const report: Report = (error, correlationId) =>
    log.error({ failure: describeFailure(error), correlationId }, 'An operation failed.');
  const limiter = env.REGISTRY_RATE_LIMITS === 'on' ? limiterOf(env, services) : undefined;
  const options: GatewayOptions = {
    services,
    authenticate,
    report,
    log,
    limiter,
    corsOrigins: env.REGISTRY_CORS_ORIGINS,
    introspection: introspectionOf(env),
    trustedProxies: env.REGISTRY_TRUSTED_PROXIES,
  };
  const gateway = createGateway(options);
  const listening = await listen({ ...options, host: env.HOST, port: env.PORT, gateway }).catch(async (error) => {
    await services.close();
    throw error;
  });
  const { origin } = listening;
  console.log(`
  GraphQL and playground   ${origin}/graphql
  Subscriptions            ${origin.replace('http', 'ws')}/graphql, or SSE at the same address
  Health                   ${origin}/health/ready
  Get a token              npm run registry -- token --role publisher

Ctrl-C stops it.`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping…');
    await services.feed.close();
    await listening.close();
    await limiter?.close();
    await services.close();
    console.log('Stopped.');
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

const limiterOf = (env: Env, { db }: OpenServices): RateLimiter =>
  openRateLimiter({
    perMinute: {
      anonymous: env.REGISTRY_RATE_LIMIT_ANONYMOUS,
      user: env.REGISTRY_RATE_LIMIT_USER,
      writes: env.REGISTRY_RATE_LIMIT_WRITES,
    },
    settleWith: (accounts, amounts) => db.transact(registryItself, (tx) => tx.run(settleRateLimits(accounts, amounts))),
  });

function printShared(outcomes: readonly SharedOutcome[]) {
  const published = outcomes.filter(({ outcome }) => outcome === 'published');
  const unchanged = outcomes.length - published.length - outcomes.filter(({ outcome }) => outcome === 'refused').length;
  for (const { kind, slug, version } of published) console.log(`  published ${kind.toLowerCase()} ${slug}@${version}`);
  if (unchanged > 0) console.log(`${unchanged} definitions of packages/shared are published already.`);
  for (const { kind, slug, version, problem } of outcomes.filter(({ outcome }) => outcome === 'refused')) {
    console.warn(`  refused ${kind.toLowerCase()} ${slug}@${version}: ${problem}`);
  }
}

main().catch((error: NodeJS.ErrnoException) => {
  const expected =
    [EnvError, DataDirInUse, RequestError].some((known) => error instanceof known) || error.code === 'EADDRINUSE';
  console.error(expected ? explained(error) : error);
  process.exit(1);
});

const explained = (error: NodeJS.ErrnoException) =>
  error.code === 'EADDRINUSE'
    ? `Something else listens there already (${error.message}). Choose another PORT.`
    : error.message;
