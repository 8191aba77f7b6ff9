import { connectTo } from '../../server/open/connectTo.ts';
import { readEnv } from '../../server/open/env.ts';
import { serve } from '../../server/serve.ts';
import { openLog } from '../../server/telemetry/log.ts';

/**
 * The gateway as `npm start` composes it, on the benchmark's database, which is migrated and filled already: rate limits,
 * metrics, wake-ups and a log line for each request included. The budget alone is larger, so that no answer is a refusal.
 */
const env = readEnv({ ...process.env, PORT: '0', REGISTRY_RATE_LIMIT_ANONYMOUS: String(Number.MAX_SAFE_INTEGER) });
const db = connectTo(env, env.DATABASE_URL ?? '', Number(process.env.CONNECTIONS));
const { server, origin } = await serve(
  env,
  { db, migrated: [], release: async () => {} },
  { log: openLog(env.REGISTRY_LOG_LEVEL ?? 'info') },
);
server.keepAliveTimeout = 600_000;
process.send?.({ port: Number(new URL(origin).port) });
process.on('disconnect', () => process.exit(0));
