import { openAuthenticate } from '../../server/access/authenticate.ts';
import { createGateway } from '../../server/graphql/yoga.ts';
import { listen } from '../../server/http/http.ts';
import { readEnv } from '../../server/open/env.ts';
import { filesIn } from '../../src/artifacts/files.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { openRunWatch } from '../../src/feed/watchRuns.ts';
import { systemUser } from '../../src/registry/systemUser.ts';

/** The real gateway on the benchmark's database: only what publishes `packages/shared` is left out. */
const env = readEnv();
const db = openPostgres({
  url: env.DATABASE_URL ?? '',
  schema: env.REGISTRY_SCHEMA,
  connections: Number(process.env.CONNECTIONS),
});
const wakeups = openWakeups([]);
const services = {
  db,
  wakeups,
  feed: openFeed(db, wakeups),
  runs: openRunWatch(db, wakeups, systemUser),
  artifacts: filesIn(env.REGISTRY_DATA_DIR),
};
const authenticate = await openAuthenticate(env);
const report = (error: unknown) => console.error(error);
const options = { services, authenticate, corsOrigins: [], report };
const gateway = createGateway(options);
const { server, origin } = await listen({ ...options, host: '127.0.0.1', port: 0, gateway });
server.keepAliveTimeout = 600_000;
process.send?.({ port: Number(new URL(origin).port) });
process.on('disconnect', () => process.exit(0));
