import type { Kind } from '../../../packages/manifest/index.ts';
import { openAuthenticate } from '../../../server/access/authenticate.ts';
import { connectTo } from '../../../server/open/connectTo.ts';
import { openServices } from '../../../server/open/services.ts';
import { incomingBundles } from '../../../src/artifacts/uploads.ts';
import { createHandler } from './handler.ts';
import { readSettings } from './settings.ts';

/** An instance serves a few concurrent requests, and there may be many instances. */
const connections = 3;

/** Publishing definitions of one kind, as a function of Supabase: the gateway's use-case over the same database and store. */
export async function openSync(kind: Kind, environment: Record<string, string>) {
  const settings = readSettings(environment);
  const { DATABASE_URL, SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey, webhookSecret } = settings;
  const db = connectTo(settings, DATABASE_URL, connections);
  return createHandler({
    kind,
    services: await openServices(settings, { db, migrated: [], release: async () => {} }),
    uploads: incomingBundles({ url, secretKey }),
    authenticate: await openAuthenticate(settings),
    webhookSecret,
    log: (line) => console.log(JSON.stringify(line)),
  });
}
