import { type ComposedGateway, compose, type Overrides } from './compose.ts';
import { type Listening, listen } from './listen.ts';
import type { Env } from './open/env.ts';
import type { OpenDatabase } from './open/openDatabase.ts';
import type { OpenServices } from './open/services.ts';

/** A gateway that listens. */
export interface Serving extends Listening, Pick<ComposedGateway, 'services' | 'options'> {}

export interface ServeOverrides extends Overrides {
  /** Runs once everything is open and before the first request. */
  readonly beforeListening?: (services: OpenServices) => Promise<void>;
}

/** Composes the gateway over a database and listens on HOST and PORT. Closes the database when that fails. */
export async function serve(
  env: Env,
  database: OpenDatabase,
  { beforeListening, ...overrides }: ServeOverrides,
): Promise<Serving> {
  const { gateway, services, options, close } = await compose(env, database, overrides);
  const { HOST: host, PORT: port } = env;
  let listening: Listening;
  try {
    await beforeListening?.(services);
    listening = await listen({ ...options, host, port, gateway });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...listening,
    services,
    options,
    async close() {
      // Streams end first, so that listening connections can be closed without waiting for their readers.
      await services.feed.close();
      await listening.close();
      await close();
    },
  };
}
