import { destination } from 'pino';
import { type ComposedGateway, compose } from '../compose.ts';
import { type AnswersOverFetch, answersOverFetch } from '../graphql/answers/overFetch.ts';
import { lazily } from '../open/lazily.ts';
import { createKeptPaths } from '../rest/keptPaths.ts';
import { createRest, type Rest } from '../rest/rest.ts';
import { openLog } from '../telemetry/log.ts';
import { type FunctionEnv, readFunctionEnv } from './functionEnv.ts';
import { openMigratedPostgres } from './migratedPostgres.ts';

/** Lines are written immediately: an instance may be frozen as soon as it has responded. */
export const functionLog = openLog('info', destination({ dest: 1, sync: true }));

/** The open services of one instance of a function, for all its requests. */
export interface Instance extends ComposedGateway {
  readonly env: FunctionEnv;
  readonly rest: Rest;
  /** Answers with what is kept. */
  readonly answers: AnswersOverFetch;
  readonly keptPath: ReturnType<typeof createKeptPaths>;
}

export const openInstance: () => Promise<Instance> = lazily(async () => {
  const env = readFunctionEnv();
  if (env.REGISTRY_LOG_LEVEL) functionLog.level = env.REGISTRY_LOG_LEVEL;
  const composed = await compose(env, await openMigratedPostgres(env), {
    log: functionLog,
    streamSeconds: env.REGISTRY_STREAM_SECONDS,
    // Vercel sets it itself, whatever a client sends: https://vercel.com/docs/headers/request-headers
    addressHeader: env.VERCEL === '1' ? 'x-vercel-forwarded-for' : undefined,
  });
  process.once('SIGTERM', () => void composed.close().catch(() => {}));
  const { gateway, options } = composed;
  return {
    ...composed,
    env,
    rest: createRest(gateway, options),
    answers: answersOverFetch(options),
    keptPath: createKeptPaths(),
  };
});
