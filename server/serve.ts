import { setTimeout as pause } from 'node:timers/promises';
import { type ComposedGateway, compose, type Overrides } from './compose.ts';
import { type Listening, listen } from './listen.ts';
import type { Env } from './open/env.ts';
import type { OpenDatabase } from './open/openDatabase.ts';
import type { OpenServices } from './open/services.ts';
import type { ConsoleSite } from './rest/console.ts';

/** A gateway that listens. */
export interface Serving extends Listening, Pick<ComposedGateway, 'services' | 'options'> {
  /** @param others what else uses the database, and is ending too */
  close(others?: Promise<unknown>): Promise<void>;
}

export interface ServeOverrides extends Overrides {
  /** Runs once everything is open and before the first request. */
  readonly beforeListening?: (services: OpenServices) => Promise<void>;
  /** The web console, where it is built. */
  readonly site?: ConsoleSite | null;
}

/** Composes the gateway over a database and listens on HOST and PORT. Closes the database when that fails. */
export async function serve(
  env: Env,
  database: OpenDatabase,
  { beforeListening, site = null, ...overrides }: ServeOverrides,
): Promise<Serving> {
  const { gateway, services, options, close } = await compose(env, database, overrides);
  const { HOST: host, PORT: port, REGISTRY_STOP_SECONDS: stopSeconds, REGISTRY_DRAIN_SECONDS: drainSeconds } = env;
  let listening: Listening;
  try {
    await beforeListening?.(services);
    listening = await listen({ ...options, host, port, stopSeconds, gateway, site });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...listening,
    services,
    options,
    async close(others) {
      options.readiness.drain();
      if (drainSeconds > 0) await pause(drainSeconds * 1_000); // Load balancers notice it, and route elsewhere.
      await listening.close();
      await others;
      await services.feed.close();
      await close();
    },
  };
}
