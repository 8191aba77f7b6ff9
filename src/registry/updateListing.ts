import { isDeepStrictEqual } from 'node:util';
import type { AgentManifest, TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type EntryListing, type LockedEntry, setEntryListing } from '../db/entry.ts';
import type { EventState } from '../db/event.ts';
import type { Kind } from '../db/kindTables.ts';
import { versionsByIds } from '../db/version.ts';
import { NotFound } from '../errors.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { applyChanges, type EntryChange } from './entryChange.ts';
import { entryContent } from './entryContent.ts';
import { entryNotFound } from './entryNotFound.ts';
import { type ListingField, type ListingValues, listingKey, requireListing } from './listingInput.ts';
import { lockEntry } from './lockEntry.ts';
import { listingMutationName } from './mutationName.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireCurrent, requireUnchanged } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface UpdateListingInput extends WriteOptions, ListingValues {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null;
  /** Fail if the entry was changed since. */
  expectedUpdatedAt?: Date | null;
}

export interface ListingUpdated extends DryRunRows {
  entryId: string;
  /** Null when nothing changed. */
  eventId: string | null;
}

/**
 * Sets tags, category or description of an entry apart from its versions. They stay, whatever later versions say, until they are
 * reset.
 *
 * @throws NotFound, also for an entry without a current version; StaleVersion; BAD_USER_INPUT; Forbidden for viewers;
 *   IdempotencyKeyReused
 */
export async function updateListing(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: UpdateListingInput,
): Promise<ListingUpdated> {
  const user = requireRole(caller, 'publisher', 'change how an entry is listed');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const values = requireListing(input);
  const reset = input.reset ?? [];
  const { dryRun, idempotencyKey: _, expectedUpdatedAt, ...payload } = input;
  const identity = { ...payload, expectedUpdatedAt: expectedUpdatedAt?.toISOString() ?? null };
  return write(services, user, listingMutationName(kind), identity, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    requireCurrent(entry, input.expectedCurrentVersion);
    requireUnchanged(entry, expectedUpdatedAt);
    const versionId = entry.currentVersionId;
    if (!versionId) throw new NotFound(`${entry.slug} has no current version, so it is not listed yet.`);
    const [changed] = await applyChanges(tx, user, caller, [
      await listingChange(tx, kind, { ...entry, currentVersionId: versionId }, { values, reset, reason }),
    ]);
    const eventId = changed?.eventId ?? null;
    if (!dryRun || eventId === null) return { entryId: entry.id, eventId };
    return { entryId: entry.id, eventId: null, ...(await dryRunRows(tx, kind, { entryId: entry.id, versionId })) };
  });
}

/** The change to a listing, or null if it is so already. */
export async function listingChange(
  tx: Transaction,
  kind: Kind,
  entry: LockedEntry & { currentVersionId: string },
  { values, reset, reason }: { values: EntryListing; reset: readonly ListingField[]; reason: string | null },
): Promise<EntryChange | null> {
  const listing: Record<string, unknown> = { ...entry.listing, ...values };
  for (const field of reset) delete listing[listingKey[field]];
  if (isDeepStrictEqual(listing, { ...entry.listing })) return null;
  const [version] = reset.length === 0 ? [] : await tx.run(versionsByIds(kind, [entry.currentVersionId]));
  const said = version ? entryContent(version.manifest as AgentManifest | TemplateManifest) : entry;
  const after = { ...listedIn(entry), ...picked(said, reset), ...(listing as EntryListing) };
  return {
    kind,
    entry,
    async apply(write) {
      await write.run(setEntryListing(kind, entry.id, listing, after));
      return {
        event: {
          action: 'LISTING_CHANGED',
          version: null,
          ...(reason === null ? {} : { reason }),
          before: recorded(entry, after),
          after: recorded(after, entry),
        },
        states: null,
        isVisibilityChanged: false,
      };
    },
  };
}

type Listed = Required<EntryListing>;

const listedIn = ({ tags, category, description }: Listed): Listed => ({ tags, category, description });

/** The values that are reset. */
const picked = ({ tags, category, description }: Listed, reset: readonly ListingField[]): EntryListing => ({
  ...(reset.includes('TAGS') ? { tags } : {}),
  ...(reset.includes('CATEGORY') ? { category } : {}),
  ...(reset.includes('DESCRIPTION') ? { description } : {}),
});

/** Limits of what an event records, in bytes and characters. */
const maxTagBytes = 900;
const maxDescription = 150;

/** The values of `listed` that differ from others, as an event records them: tags unless they are too long. */
function recorded(listed: Listed, other: Listed): EventState {
  const { tags, category, description } = listed;
  const fits = Buffer.byteLength(JSON.stringify(tags)) <= maxTagBytes;
  return {
    ...(fits && !isDeepStrictEqual([...tags], [...other.tags]) ? { tags } : {}),
    ...(category === other.category ? {} : { category }),
    ...(description === other.description ? {} : { description: [...description].slice(0, maxDescription).join('') }),
  };
}
