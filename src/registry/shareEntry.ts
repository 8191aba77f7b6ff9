import { isNamespace } from '../../packages/manifest/index.ts';
import type { Kind } from '../db/kindTables.ts';
import { countShared, insertShare, type Share, sharesOfEntries, updateShare } from '../db/share.ts';
import { RequestError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryNotFound } from './entryNotFound.ts';
import { lockEntry } from './lockEntry.ts';
import { shareMutationName } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface ShareInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  /** The namespace to share it with. */
  sharedWith: string;
  /** Whether it may be used in runs and templates there. Defaults to false. */
  mayInstantiate?: boolean | null;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
}

export interface EntryShared extends DryRunRows {
  entryId: string;
  share: Share;
  /** Null when nothing changed. */
  eventId: string | null;
}

/** The database has the same limits: namespaces for an entry, and entries that one namespace shares with another. */
const maxShares = 100;
const maxEntries = 500;

/**
 * Shares an entry with another namespace, or changes what an existing share allows: the members of that namespace can read
 * its published versions, whatever their visibility.
 *
 * @throws NotFound; BAD_USER_INPUT for the entry's own namespace, an entry without a published version, or too many shares;
 *   Forbidden for all but admins; IdempotencyKeyReused
 */
export async function shareEntry(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: ShareInput,
): Promise<EntryShared> {
  const user = requireRole(caller, 'admin', 'share an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const sharedWith = requireOther(user, 'sharedWith', input.sharedWith);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const mayInstantiate = input.mayInstantiate ?? false;
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, shareMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    if (entry.currentVersionId === null)
      throw new RequestError(
        'BAD_USER_INPUT',
        `\`id\` must be an entry with a current version; ${entry.slug} has none.`,
      );
    const shares = await tx.run(sharesOfEntries([entry.id]));
    const old = shares.find((share) => share.namespace === sharedWith);
    if (old?.mayInstantiate === mayInstantiate) return { entryId: entry.id, share: old, eventId: null };
    if (!old && shares.length >= maxShares)
      throw new RequestError('BAD_USER_INPUT', `An entry can be shared with at most ${maxShares} namespaces.`);
    const [shared] = old ? [] : await tx.run(countShared(namespace, sharedWith));
    if (shared && shared.count >= maxEntries)
      throw new RequestError(
        'BAD_USER_INPUT',
        `A namespace can share at most ${maxEntries} entries with another. End shares with ${sharedWith}, or make entries public.`,
      );

    const [share] = await tx.run(
      old
        ? updateShare(entry.id, sharedWith, mayInstantiate, user.id)
        : insertShare(kind, entry.id, sharedWith, mayInstantiate, user.id),
    );
    if (!share) throw new Error('A share was not written.');
    const eventId = await appendEvent(tx, user, caller, {
      action: 'SHARED',
      kind,
      effect: 'updated',
      entry,
      version: null,
      ...(reason === null ? {} : { reason }),
      ...(old ? { before: { sharedWith, mayInstantiate: old.mayInstantiate } } : {}),
      after: { sharedWith, mayInstantiate },
    });
    if (!dryRun) return { entryId: entry.id, share, eventId };
    const rows = await dryRunRows(tx, kind, { entryId: entry.id, versionId: entry.currentVersionId });
    return { entryId: entry.id, share, eventId: null, ...rows };
  });
}

/** Throws BAD_USER_INPUT unless it is a namespace other than the user's own. */
export function requireOther(user: User, name: 'sharedWith' | 'namespace', value: string): string {
  if (!isNamespace(value))
    throw new RequestError('BAD_USER_INPUT', `\`${name}\` must be a namespace such as "globex"; got ${quoted(value)}.`);
  if (value !== user.namespace) return value;
  throw new RequestError(
    'BAD_USER_INPUT',
    name === 'sharedWith'
      ? '`sharedWith` must be another namespace than the one of the entry.'
      : '`namespace` must be another namespace than your own, which shares the entry with yours.',
  );
}
