import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localSecret } from '../../packages/node/localSecret.ts';
import type { TokenRequest } from '../../packages/node/signToken.ts';
import type { GatewayOptions } from '../../server/graphql/gatewayOptions.ts';
import { renderPlayground } from '../../server/graphql/playground.ts';
import { type Env, readEnv } from '../../server/open/env.ts';
import { type ServeOverrides, serve } from '../../server/serve.ts';
import { openLog } from '../../server/telemetry/log.ts';
import type { Database } from '../../src/db/database.ts';
import { advanceLog } from '../../src/db/event.ts';
import { settleRateLimits } from '../../src/db/rateLimit.ts';
import type { Services } from '../../src/registry/services.ts';
import { type Actor, actorAt } from './actor.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { tokenFor } from './token.ts';

export interface TestRegistry {
  url: string;
  database: TestDatabase;
  services: Services;
  /** An anonymous client, without a token. */
  anyone: Actor;
  /** A client with a token; defaults to a publisher of `default`. */
  actor(as?: Partial<TokenRequest>): Promise<Actor>;
  token(as?: Partial<TokenRequest>): Promise<string>;
  /** The secret that its tokens are signed with. */
  secret: Uint8Array;
  /** The options of its gateway, to open a second one on the same database. */
  env: Env;
  overrides: ServeOverrides;
  /** Masked internal errors: empty unless something is broken. */
  masked: unknown[];
  /** The statements since the last call, by their text; those of the gateway itself only with `background`. */
  statements(which?: 'background'): string[];
  close(): Promise<void>;
}

/** Overrides of what `npm start` opens: options of the gateway, created when its services are open. */
export type Overrides = (services: Services) => Partial<GatewayOptions>;

/**
 * The whole registry on a separate database, listening on a free port: what `npm start` opens, with its defaults.
 * Only the rate limits are off, since a test sends more requests per second than a caller may.
 */
export async function openRegistry(
  different: Overrides = () => ({}),
  variables: Record<string, string> = {},
  more: Partial<Pick<ServeOverrides, 'log' | 'tracing'>> = {},
): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-registry-'));
  const env = readEnv({ REGISTRY_DATA_DIR: folder, PORT: '0', REGISTRY_RATE_LIMITS: 'off', ...variables });
  const database = await openTestDatabase();
  const { db, statements } = counting(database.db);
  const masked: unknown[] = [];
  const overrides: ServeOverrides = {
    log: openLog('info', { write: () => {} }),
    renderPlayground,
    ...more,
    replace: (services) => ({ report: (error: unknown) => void masked.push(error), ...different(services) }),
  };
  const serving = await serve(env, { db, migrated: [], release: database.close }, overrides);
  const url = `${serving.origin}/graphql`;

  const token = (as: Partial<TokenRequest> = {}) => tokenFor(folder, as);

  return {
    url,
    database,
    services: serving.services,
    masked,
    statements,
    token,
    secret: await localSecret(folder),
    env,
    overrides,
    anyone: actorAt(url, null),
    actor: async (as) => actorAt(url, await token(as)),
    async close() {
      await serving.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Statements of the gateway itself, about once a second, that no caller caused. */
const background = new Set([settleRateLimits([], []).sql, advanceLog(0).sql]);

/** The same database with a record of its statements; closed by its owner. */
function counting(db: Database) {
  let seen: string[] = [];
  const counted: Database = {
    ...db,
    close: async () => {},
    read: (viewer, query, purpose) => {
      seen.push(query.sql);
      return db.read(viewer, query, purpose);
    },
    call: (viewer, query) => {
      seen.push(query.sql);
      return db.call(viewer, query);
    },
    transact: (viewer, work) =>
      db.transact(viewer, (tx) =>
        work({
          run: (query) => {
            seen.push(query.sql);
            return tx.run(query);
          },
        }),
      ),
  };
  return {
    db: counted,
    statements: (which?: 'background') => {
      const since = seen;
      seen = [];
      return which === 'background' ? since : since.filter((text) => !background.has(text));
    },
  };
}
