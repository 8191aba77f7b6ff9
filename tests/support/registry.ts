import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localSecret } from '../../packages/node/localSecret.ts';
import type { TokenRequest } from '../../packages/node/signToken.ts';
import { openAuthenticate } from '../../server/access/authenticate.ts';
import { renderPlayground } from '../../server/graphql/playground.ts';
import { createGateway } from '../../server/graphql/yoga.ts';
import { listen } from '../../server/http/http.ts';
import { readEnv } from '../../server/open/env.ts';
import type { GatewayOptions } from '../../server/open/gatewayOptions.ts';
import { filesIn } from '../../src/artifacts/files.ts';
import type { Database } from '../../src/db/database.ts';
import { openFeed } from '../../src/feed/feed.ts';
import { openWakeups } from '../../src/feed/wakeups.ts';
import { openRunWatch } from '../../src/feed/watchRuns.ts';
import type { Services } from '../../src/registry/services.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { type Actor, actorAt } from './actor.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { tokenFor } from './token.ts';

export interface TestRegistry {
  url: string;
  database: TestDatabase;
  services: Services;
  /** Nobody in particular: no token. */
  anyone: Actor;
  /** Somebody with a token; a publisher of `default` unless told. */
  actor(as?: Partial<TokenRequest>): Promise<Actor>;
  token(as?: Partial<TokenRequest>): Promise<string>;
  /** What its tokens are signed with. */
  secret: Uint8Array;
  /** What its gateway was made with. */
  options: GatewayOptions;
  /** What was masked: empty unless something is broken. */
  masked: unknown[];
  /** The statements that were run since the last call, by their text. */
  statements(): string[];
  close(): Promise<void>;
}

/** How a registry differs from a plain one: its gateway's options, made when its services are there. */
export type Overrides = (services: Services) => Partial<GatewayOptions>;

/** The whole registry on a database of its own, listening on a free port. */
export async function openRegistry(different: Overrides = () => ({})): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-registry-'));
  const env = readEnv({ REGISTRY_DATA_DIR: folder });
  const database = await openTestDatabase();
  const { db, statements } = counting(database.db);
  const wakeups = openWakeups([db.listen]);
  const feed = openFeed(db, wakeups);
  const runs = openRunWatch(db, wakeups, systemUser);
  const services = { db, feed, wakeups, runs, artifacts: filesIn(join(folder, 'artifacts')) };
  const authenticate = await openAuthenticate(env);
  const masked: unknown[] = [];
  const report = (error: unknown) => void masked.push(error);
  const options: GatewayOptions = {
    services,
    authenticate,
    corsOrigins: [],
    report,
    renderPlayground,
    ...different(services),
  };
  const gateway = createGateway(options);
  const listening = await listen({ ...options, host: '127.0.0.1', port: 0, gateway });
  const url = `${listening.origin}/graphql`;

  const token = (as: Partial<TokenRequest> = {}) => tokenFor(folder, as);

  return {
    url,
    database,
    services,
    masked,
    statements,
    token,
    secret: await localSecret(folder),
    options,
    anyone: actorAt(url, null),
    actor: async (as) => actorAt(url, await token(as)),
    async close() {
      await feed.close();
      await wakeups.close();
      await listening.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same database, remembering what it was asked. */
function counting(db: Database) {
  let seen: string[] = [];
  const counted: Database = {
    ...db,
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
    statements: () => {
      const since = seen;
      seen = [];
      return since;
    },
  };
}
