import { destination } from 'pino';
import { openRegistryServer, type RegistryServer } from '../compose.ts';
import { lazily } from '../open/lazily.ts';
import { openServices } from '../open/services.ts';
import { createRest, type Rest } from '../rest/rest.ts';
import { openLog } from '../telemetry/log.ts';
import { type FunctionEnv, readFunctionEnv } from './functionEnv.ts';
import { openMigratedPostgres } from './migratedPostgres.ts';

/** Lines are written at once: an instance may be frozen as soon as it has answered. */
export const functionLog = openLog('info', destination({ dest: 1, sync: true }));

/** What one instance of a function has open, for all requests that come to it. */
export interface Instance extends RegistryServer {
  readonly env: FunctionEnv;
  readonly rest: Rest;
}

export const openInstance: () => Promise<Instance> = lazily(async () => {
  const env = readFunctionEnv();
  if (env.REGISTRY_LOG_LEVEL) functionLog.level = env.REGISTRY_LOG_LEVEL;
  const services = openServices(env, await openMigratedPostgres(env));
  const server = await openRegistryServer(env, services, {
    log: functionLog,
    streamSeconds: env.REGISTRY_STREAM_SECONDS,
    // Vercel sets it itself, whatever a client sends: https://vercel.com/docs/headers/request-headers
    addressHeader: env.VERCEL === '1' ? 'x-vercel-forwarded-for' : undefined,
  }).catch(async (error) => {
    await services.close();
    throw error;
  });
  process.once('SIGTERM', () => void server.close().catch(() => {}));
  return { ...server, env, rest: createRest(server.gateway, server.options) };
});
