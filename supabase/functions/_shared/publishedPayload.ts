import type { Kind } from '../../../packages/manifest/index.ts';
import { entriesByIds } from '../../../src/db/entry.ts';
import { eventsByIds } from '../../../src/db/event.ts';
import { headsByIds } from '../../../src/db/version.ts';
import type { Published } from '../../../src/registry/publish.ts';
import type { Services } from '../../../src/registry/services.ts';
import type { User } from '../../../src/viewer.ts';

/** What a publish did, by the names of the gateway's payload. */
export async function publishedPayload(
  { db, feed }: Services,
  user: User,
  kind: Kind,
  { entryId, versionId, eventId, created, warnings, dryRunRows }: Published,
) {
  const entry = dryRunRows?.entry ?? (await db.read(user, entriesByIds(kind, [entryId])))[0];
  const version = dryRunRows?.version ?? (await db.read(user, headsByIds(kind, [versionId])))[0];
  if (!entry || !version) throw new Error('The published version cannot be read.');
  if (eventId !== null) await feed.advance(); // Its place in the log is its cursor.
  const [event] = eventId === null ? [] : await db.read(user, eventsByIds([eventId]));
  return {
    [kind === 'AGENT' ? 'agentId' : 'templateId']: entry.slug,
    namespace: entry.namespace,
    version: version.version,
    status: version.status,
    digest: version.digest,
    digestRule: version.digestRule,
    created,
    warnings,
    event: event ? { id: btoa(`RegistryEvent:${event.id}`), cursor: await feed.cursorOf(event) } : null,
  };
}
