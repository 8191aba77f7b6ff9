import { fileURLToPath } from 'node:url';
import { writeGatewayFile } from '../packages/node/gatewayFile.ts';
import { openTracing } from '../packages/node/openTracing.ts';
import { withTimeout } from '../packages/node/timers.ts';
import { usage } from '../packages/node/usage.ts';
import { correlationIdOf } from './access/correlation.ts';
import { version } from './open/build.ts';
import { type Env, readEnv } from './open/env.ts';
import { startHousekeeping, startTimeouts } from './open/housekeeping.ts';
import type { OpenDatabase } from './open/openDatabase.ts';
import { whenOrphaned } from './open/orphaned.ts';
import { portIsFree } from './open/portIsFree.ts';
import { startProblem } from './open/startProblem.ts';
import { startPublishingShared } from './open/startPublishingShared.ts';
import { startWebhooks } from './open/webhooks.ts';
import { openConsole } from './rest/console.ts';
import { serve } from './serve.ts';
import { openLog } from './telemetry/log.ts';

usage(`Usage: npm start

Starts the registry. Everything is set by environment variables, such as PORT (default: 4000), HOST (default: 127.0.0.1),
DATABASE_URL and REGISTRY_DATA_DIR (default: .registry). All of them: docs/operations.md.`);

/** Starts the registry and runs it until it is stopped. Prints why it cannot start, and ends the process. */
export const start = (): Promise<void> =>
  run().catch((error) => {
    console.error(startProblem(error));
    if (process.env.REGISTRY_LOG_LEVEL === 'debug') console.error(error);
    process.exit(1);
  });

async function run(): Promise<void> {
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  const env = readEnv();
  const tracing = await openTracing(env, {
    service: { name: 'nofx-registry', version },
    onProblem: (cause) =>
      log.warn({ cause }, 'Traces cannot be exported; spans are dropped until the collector responds.'),
    onRecovered: () => log.info('Traces are exported again.'),
  });
  const log = openLog(env.REGISTRY_LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info'), undefined, tracing);
  await portIsFree(env.HOST, env.PORT);
  console.log(
    env.DATABASE_URL
      ? 'Opening the Postgres of DATABASE_URL…'
      : `Opening the embedded Postgres in ${env.REGISTRY_DATA_DIR}…`,
  );
  const opened = await open(env);
  opened.lost?.addEventListener('abort', () => {
    // Immediately, and without closing anything: closing writes to what another process may be using.
    console.error(opened.lost?.reason.message);
    process.exit(1);
  });
  if (opened.migrated.length > 0) console.log(`Migrated: ${opened.migrated.join(', ')}.`);
  const site = openConsole(fileURLToPath(new URL('../packages/console/dist', import.meta.url)));
  let stopPublishing = () => {};
  const serving = await serve(env, opened, {
    log,
    tracing,
    renderPlayground: async () => (await import('./graphql/playground.ts')).renderPlayground(),
    site,
    beforeListening: async (services) => {
      if (env.REGISTRY_PUBLISH_SHARED === 'on') stopPublishing = await startPublishingShared(services);
    },
  });
  const { origin, options, services } = serving;
  const report = (error: unknown) => options.report(error, correlationIdOf(null));
  const stopHousekeeping = startHousekeeping(services, report);
  const stopTimeouts = startTimeouts(services, report);
  const stopWebhooks =
    env.REGISTRY_WEBHOOKS === 'on'
      ? startWebhooks(services, {
          failed: report,
          attempted: (status, seconds) => options.metrics?.webhooks.attempted(status, seconds),
          backlog: (backlog) => options.metrics?.webhooks.backlog(backlog),
        })
      : async () => {};
  const removeGatewayFile = await writeGatewayFile(env.REGISTRY_DATA_DIR, origin).catch((error) => {
    console.warn(
      `Warning: the CLI needs REGISTRY_URL, since the address of this gateway was not written: ${error.message}`,
    );
    return async () => {};
  });
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping…');
    stopPublishing();
    stopHousekeeping();
    stopTimeouts();
    // A message that takes longer is sent again, by another gateway.
    const webhooks = withTimeout(env.REGISTRY_STOP_SECONDS * 1_000, stopWebhooks(), () => undefined);
    await removeGatewayFile().catch(() => {}); // A remaining file names a process id that has ended.
    await serving.close(webhooks);
    await tracing?.close();
    console.log('Stopped.');
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());

  console.log(`
  Console                  ${site ? `${origin}/` : 'not built; run npm run console:build'}
  GraphQL and playground   ${origin}/graphql
  Subscriptions            ${origin.replace('http', 'ws')}/graphql, or SSE at the same address
  REST, described          ${origin}/api/docs
  Health                   ${origin}/health/ready
  Address for the CLI      export REGISTRY_URL=${origin}/graphql
  Get a token              export REGISTRY_TOKEN=$(npm run -s registry -- token --role publisher)
  First steps              docs/authoring-agents.md

Ctrl-C stops it.`);
}

/** Only one of the two is loaded: the embedded Postgres is large. */
async function open(env: Env): Promise<OpenDatabase> {
  if (!env.DATABASE_URL) return (await import('./open/embedded.ts')).openEmbedded(env);
  return (await import('./open/ownPostgres.ts')).openOwnPostgres(env, env.DATABASE_URL);
}
