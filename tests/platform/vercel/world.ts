import { randomUUID } from 'node:crypto';
import { signToken, type TokenRequest } from '../../../packages/node/signToken.ts';
import { type Actor, actorAt } from '../../support/actor.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { type StorageServer, startStorage } from '../../unit/artifacts/storageServer.ts';
import type { Built } from './build.ts';
import { type Deployment, deploy } from './host.ts';

const jwtSecret = 'a secret of these tests, long enough';
export const cronSecret = 'the secret of the clock';

/** The environment of the deployed functions: a database, artifact storage, and a signer of tokens. */
export interface World {
  database: TestDatabase;
  storage: StorageServer;
  env: Record<string, string>;
  deploy(more?: Record<string, string>): Promise<Deployment>;
  actor(deployment: Deployment, as?: Partial<TokenRequest>): Promise<Actor>;
  close(): Promise<void>;
}

export async function openWorld(built: Built): Promise<World> {
  const database = await openTestDatabase();
  const storage = await startStorage();
  const env = {
    DATABASE_URL: database.url ?? '',
    SUPABASE_URL: storage.url,
    SUPABASE_SECRET_KEY: storage.key,
    SUPABASE_JWT_SECRET: jwtSecret,
    CRON_SECRET: cronSecret,
    REGISTRY_STREAM_SECONDS: '4',
  };
  const deployments: Deployment[] = [];
  return {
    database,
    storage,
    env,
    async deploy(more = {}) {
      const deployment = await deploy(built, { ...env, ...more });
      deployments.push(deployment);
      return deployment;
    },
    async actor({ origin }, as = {}) {
      const token = await signToken(new TextEncoder().encode(jwtSecret), {
        subject: randomUUID(),
        role: 'publisher',
        namespace: 'default',
        expiresIn: '1h',
        ...as,
      });
      return actorAt(`${origin}/graphql`, token);
    },
    async close() {
      for (const deployment of deployments) await deployment.close();
      await storage.close();
      await database.close();
    },
  };
}
