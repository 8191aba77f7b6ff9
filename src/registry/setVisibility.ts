import { compareVersions, isVersion } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, setEntryVisibility, touchEntry, type Visibility } from '../db/entry.ts';
import type { EventState } from '../db/event.ts';
import type { Kind } from '../db/kindTables.ts';
import { headsByNumbers } from '../db/version.ts';
import { openVersions } from '../db/visibility.ts';
import { NotFound, RequestError } from '../errors.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { applyChanges, type EntryChange, unchangedEntry } from './entryChange.ts';
import { entryNotFound } from './entryNotFound.ts';
import { beforeWrite, type Impact } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { visibilityMutationName } from './mutationName.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import { requireCurrent } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import type { VisibilityChange } from './visibilityChange.ts';
import { write } from './write.ts';

export interface SetVisibilityInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  visibility: Visibility;
  /** Private versions that become public too, up to 100. A draft among them is public once it is promoted. */
  versions?: readonly string[] | null;
  /** Every published version becomes public. */
  allVersions?: boolean | null;
  /** Reason for the event log, up to 2,000 characters. All readers of a public entry can see it. */
  reason?: string | null;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null;
}

export interface VisibilitySet extends DryRunRows {
  entryId: string;
  /** Null when nothing changed. */
  eventId: string | null;
  /** Null when nothing changes for other namespaces and anonymous callers. */
  visibilityChange: VisibilityChange | null;
  /** The impact of the change. Null when nothing changed. */
  impact: Impact | null;
}

const maxVersions = 100;

/**
 * Makes an entry public or private. Versions that were published while it was private stay private unless they are
 * named: other namespaces see a public entry only while its current version is public.
 *
 * @throws NotFound for an unknown entry or version; StaleVersion; BAD_USER_INPUT; Forbidden for viewers (a publisher
 *   may, since a publish can do the same); IdempotencyKeyReused
 */
export async function setVisibility(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: SetVisibilityInput,
): Promise<VisibilitySet> {
  const user = requireRole(caller, 'publisher', 'change the visibility of an entry');
  const namespace = requireOwnNamespace(user, input.namespace);
  const reason = input.reason ? requireText('reason', input.reason, 2_000) : null;
  const versions = requireVersions(input);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  return write(services, user, visibilityMutationName(kind), payload, input, async (tx) => {
    const entry = await lockEntry(tx, kind, namespace, input.id);
    if (!entry || entry.removedAt) throw entryNotFound(kind, input.id, namespace);
    requireCurrent(entry, input.expectedCurrentVersion);
    const [changed = unchangedEntry] = await applyChanges(tx, user, caller, [
      visibilityChangeOf(kind, entry, { visibility: input.visibility, versions, reason }),
    ]);
    if (!dryRun || changed.eventId === null) return { entryId: entry.id, ...changed };
    const versionId = entry.currentVersionId;
    return {
      entryId: entry.id,
      ...changed,
      eventId: null,
      ...(versionId ? await dryRunRows(tx, kind, { entryId: entry.id, versionId }) : {}),
    };
  });
}

/**
 * The change to a visibility. Whether it changes anything is known when it is applied.
 *
 * @param versions numbers of versions that become public, or null for all published versions
 */
export const visibilityChangeOf = (
  kind: Kind,
  entry: LockedEntry,
  {
    visibility,
    versions,
    reason,
  }: { visibility: Visibility; versions: readonly string[] | null; reason: string | null },
): EntryChange => ({
  kind,
  entry,
  async apply(tx) {
    const isSame = visibility === entry.visibility;
    if (!isSame) await tx.run(setEntryVisibility(kind, entry.id, visibility));
    const opened = await open(tx, kind, entry, versions);
    if (isSame && opened.length === 0) return null;
    if (isSame) await tx.run(touchEntry(kind, entry.id));
    return {
      event: {
        action: 'VISIBILITY_CHANGED',
        version: null,
        ...(reason === null ? {} : { reason }),
        before: { visibility: entry.visibility },
        after: { visibility, ...named(opened) },
      },
      states: beforeWrite(entry, { opened }),
      isVisibilityChanged: true,
      opened,
    };
  },
});

/** The version numbers, or null for all published versions. Throws BAD_USER_INPUT for contradictory input. */
function requireVersions({ visibility, versions, allVersions }: SetVisibilityInput): readonly string[] | null {
  const numbers = versions ?? [];
  if (visibility === 'PRIVATE' && (numbers.length > 0 || allVersions)) {
    throw new RequestError(
      'BAD_USER_INPUT',
      '`versions` and `allVersions` are allowed only when `visibility` is PUBLIC: a private entry hides all its versions.',
    );
  }
  if (numbers.length > 0 && allVersions)
    throw new RequestError('BAD_USER_INPUT', 'Send either `versions` or `allVersions`, not both.');
  if (numbers.length > maxVersions)
    throw new RequestError('BAD_USER_INPUT', `\`versions\` must contain at most ${maxVersions} version numbers.`);
  const wrong = numbers.find((number) => !isVersion(number));
  if (wrong !== undefined) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`versions\` must contain SemVer 2.0 versions such as 1.2.0; got ${quoted(wrong)}.`,
    );
  }
  return allVersions ? null : numbers;
}

async function open(tx: Transaction, kind: Kind, entry: LockedEntry, numbers: readonly string[] | null) {
  if (numbers?.length === 0) return [];
  if (numbers !== null) {
    const found = await tx.run(
      headsByNumbers(
        kind,
        numbers.map(() => entry.id),
        numbers,
      ),
    );
    const missing = numbers.find((number) => !found.some(({ asked }) => asked === number));
    if (missing !== undefined) throw new NotFound(`${entry.slug} has no version ${quoted(missing)}.`);
  }
  const opened = await tx.run(openVersions(kind, entry.id, numbers));
  return opened.map(({ version }) => version).sort((a, b) => compareVersions(b, a));
}

/** The version numbers as an event records them: only their count if the list is too long. */
function named(versions: readonly string[]): Pick<EventState, 'versions' | 'versionCount'> {
  if (versions.length === 0) return {};
  const fits = JSON.stringify(versions).length <= 1_500;
  return { versionCount: versions.length, ...(fits ? { versions } : {}) };
}
