import { channelsOfVersion } from '../db/channel.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, touchEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { setVersionStatus, type Version, type VersionHead, versionByNumber } from '../db/version.ts';
import { IncompatibleChange, NotFound } from '../errors.ts';
import { holdTemplateDependencies, refuseCycleThrough } from './dependencyCycle.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { applyChanges, type EntryChange, unchangedEntry } from './entryChange.ts';
import { entryNotFound } from './entryNotFound.ts';
import { beforeArchiving, type Impact } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { archiveMutationName, unarchiveMutationName } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireCurrent } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface ArchiveVersionInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  version: string;
  /** Reason for the event log, up to 2,000 characters. Required to archive. */
  reason?: string | null;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null;
}

export interface VersionArchived extends DryRunRows {
  entryId: string;
  versionId: string;
  /** Null when the version already had this status. */
  eventId: string | null;
  /** The impact of the change. Null when nothing changed. */
  impact: Impact | null;
}

/**
 * Archives a published version: it stays readable, and locks that contain it still work, but no range selects it and it
 * cannot become the current version. Or takes it out of the archive.
 *
 * @throws NotFound; StaleVersion; IncompatibleChange for the current version, for one that a channel points to, for
 *   drafts, and for one that would depend on itself when it leaves the archive; Forbidden for all but admins;
 *   IdempotencyKeyReused
 */
export async function setArchived(
  services: Services,
  caller: Caller,
  kind: Kind,
  archived: boolean,
  input: ArchiveVersionInput,
): Promise<VersionArchived> {
  const user = requireRole(caller, 'admin', archived ? 'archive a version' : 'take a version out of the archive');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = archived || input.reason ? requireText('reason', input.reason ?? '', 2_000) : null;
  const operation = archived ? archiveMutationName(kind) : unarchiveMutationName(kind);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, operation, payload, input, async (tx) => {
    if (kind === 'TEMPLATE' && !archived) await holdTemplateDependencies(tx);
    const { entry, version } = await findVersion(tx, kind, namespace, input);
    requireCurrent(entry, input.expectedCurrentVersion);
    const outcome = { entryId: entry.id, versionId: version.id };
    const [{ eventId, impact } = unchangedEntry] = await applyChanges(tx, user, caller, [
      await archiveChange(tx, kind, entry, version, archived, reason),
    ]);
    // What it depends on may have come to depend on it while it was in the archive.
    if (kind === 'TEMPLATE' && !archived && eventId !== null) await refuseCycleThrough(tx, entry, version);
    if (!dryRun || eventId === null) return { ...outcome, eventId, impact };
    return { ...outcome, eventId: null, impact, ...(await dryRunRows(tx, kind, outcome)) };
  });
}

/**
 * The change that archives a version, or takes it out of the archive; null if it is so already.
 *
 * @throws IncompatibleChange for the current version and for drafts
 */
export async function archiveChange(
  tx: Transaction,
  kind: Kind,
  entry: LockedEntry,
  version: VersionHead,
  archived: boolean,
  reason: string | null,
): Promise<EntryChange | null> {
  const status = archived ? 'ARCHIVED' : 'ACTIVE';
  if (version.status === status && !isCurrent(entry, version)) return null;
  refuseDraft(entry, version, archived);
  if (isCurrent(entry, version)) {
    if (!archived) return null;
    throw new IncompatibleChange(
      `${entry.slug}@${version.version} is the current version and cannot be archived. Roll back, or publish or promote another version, first.`,
      [`version ${version.version} is the current version`],
    );
  }
  if (archived) await refuseInChannel(tx, entry, version);
  return {
    kind,
    entry,
    async apply(write) {
      // Readers who cannot see the version must not see that it changed.
      const isSeen = version.visibility === 'PUBLIC' || entry.visibility === 'PRIVATE';
      await Promise.all([
        write.run(setVersionStatus(kind, version.id, status)),
        isSeen && write.run(touchEntry(kind, entry.id)),
      ]);
      return {
        event: {
          action: archived ? 'ARCHIVED' : 'UNARCHIVED',
          version: version.version,
          ...(reason === null ? {} : { reason }),
          before: { versionStatus: version.status },
          after: { versionStatus: status },
        },
        states: beforeArchiving(version, archived),
        isVisibilityChanged: false,
      };
    },
  };
}

const isCurrent = (entry: LockedEntry, version: VersionHead): boolean => version.id === entry.currentVersionId;

function refuseDraft(entry: LockedEntry, version: VersionHead, archived: boolean): void {
  if (version.status !== 'DRAFT') return;
  throw new IncompatibleChange(
    `${entry.slug}@${version.version} is a draft and ${archived ? 'cannot be archived. Discard it, or promote it first.' : 'not archived. Promote it to publish it.'}`,
    [`version ${version.version} is DRAFT`],
  );
}

/** `the channel stable`, or `the channels beta and stable`. */
const channelsNamed = (names: readonly string[]): string =>
  names.length === 1
    ? `the channel ${names[0]}`
    : `the channels ${new Intl.ListFormat('en', { type: 'conjunction' }).format(names)}`;

async function refuseInChannel(tx: Transaction, entry: LockedEntry, version: VersionHead): Promise<void> {
  const channels = await tx.run(channelsOfVersion(version.id));
  if (channels.length === 0) return;
  const names = channels.map(({ name }) => name);
  throw new IncompatibleChange(
    `${entry.slug}@${version.version} is in ${channelsNamed(names)} and cannot be archived. First point ${names.length === 1 ? 'it' : 'each'} to another version, or remove ${names.length === 1 ? 'it' : 'them'}.`,
    names.map((name) => `the channel ${name} points to version ${version.version}`),
  );
}

/**
 * An entry, locked, and one of its versions.
 *
 * @throws NotFound
 */
export async function findVersion(
  tx: Transaction,
  kind: Kind,
  namespace: string,
  { id, version: number }: { id: string; version: string },
): Promise<{ entry: LockedEntry; version: Version }> {
  const entry = await lockEntry(tx, kind, namespace, id);
  if (!entry || entry.removedAt) throw entryNotFound(kind, id, namespace);
  const [version] = await tx.run(versionByNumber(kind, entry.id, number));
  if (!version) throw new NotFound(`${entry.slug} has no version ${quoted(number)}.`);
  return { entry, version };
}
