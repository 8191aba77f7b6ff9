import { pino } from 'pino';
import { RequestError } from '../errors.ts';
import { openAuthenticate } from './auth.ts';
import { DataDirInUse } from './dataDir.ts';
import { EnvError, readEnv } from './env.ts';
import { listen } from './http.ts';
import type { Report } from './maskError.ts';
import { publishShared, type SharedOutcome } from './publishShared.ts';
import { openServices } from './services.ts';
import { createGateway } from './yoga.ts';

/** Starts the registry and keeps it running until it is told to stop. */
async function main() {
  const env = readEnv();
  const log = pino({ level: 'warn', redact: ['req.headers.authorization'] });
  const authenticate = await openAuthenticate(env);
  console.log(
    env.DATABASE_URL
      ? 'Opening the Postgres of DATABASE_URL…'
      : `Opening the embedded Postgres in ${env.REGISTRY_DATA_DIR}…`,
  );
  const services = await openServices(env);
  if (services.migrated.length > 0) console.log(`Migrated: ${services.migrated.join(', ')}.`);
  printShared(await publishShared(services));

  const report: Report = (error, correlationId) => log.error({ err: error, correlationId }, 'An operation failed.');
  const gateway = createGateway({
    services,
    authenticate,
    corsOrigins: env.REGISTRY_CORS_ORIGINS,
    report,
  });
  const listening = await listen({ host: env.HOST, port: env.PORT, gateway, authenticate, services, report }).catch(
    async (error) => {
      await services.close();
      throw error;
    },
  );
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
    await services.close();
    console.log('Stopped.');
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

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
