import type { TokenRequest } from '../../packages/node/signToken.ts';
import { openEmbedded } from '../../server/open/embedded.ts';
import { readEnv } from '../../server/open/env.ts';
import { openOwnPostgres } from '../../server/open/ownPostgres.ts';
import { serve } from '../../server/serve.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { type Actor, actorAt } from './actor.ts';
import { tokenFor } from './token.ts';

export interface RunningGateway {
  origin: string;
  actor(as?: Partial<TokenRequest>): Promise<Actor>;
  close(): Promise<void>;
}

/** A gateway as started with these variables, with the checks at startup, and without the shared definitions. */
export async function gatewayOn(variables: Record<string, string>): Promise<RunningGateway> {
  const env = readEnv({ PORT: '0', REGISTRY_RATE_LIMITS: 'off', ...variables });
  const opened = env.DATABASE_URL ? await openOwnPostgres(env, env.DATABASE_URL) : await openEmbedded(env);
  const { origin, close } = await serve(env, opened, { log: openLog('silent') });
  return {
    origin,
    actor: async (as) => actorAt(`${origin}/graphql`, await tokenFor(env.REGISTRY_DATA_DIR, as)),
    close,
  };
}
