import type { AgentManifest, TemplateManifest } from '../../packages/manifest/index.ts';
import { channelsOfEntries } from '../db/channel.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, lockedEntry } from '../db/entry.ts';
import { type ImportedState, insertImportedEntry, openForPublicVersions, setImportedState } from '../db/import.ts';
import { headsByNumbers, setVersionStatus, type VersionHead, versionByNumber, versionsByIds } from '../db/version.ts';
import { openVersions } from '../db/visibility.ts';
import { DependencyUnresolved, Forbidden, ManifestInvalid, NotFound } from '../errors.ts';
import { cyclesThrough } from './dependencyCycle.ts';
import { entryContent } from './entryContent.ts';
import { findReplacement, replacementCycle } from './findReplacement.ts';
import type { ImportCandidate, ImportVersionsInput } from './importInput.ts';
import type { VersionOutcome } from './importVersion.ts';
import { lockEntry } from './lockEntry.ts';

/** The entry of an import, as it was locked. */
interface OpenedEntry {
  /** Null if it does not exist and nothing of it is imported. */
  entry: LockedEntry | null;
  isNew: boolean;
  /** Whether its state is set: not if the entry was changed here later. */
  applies: boolean;
  /** Whether it was private, and takes public versions now without showing them. */
  isOpened: boolean;
}

/**
 * Locks the entry, and creates it if necessary.
 *
 * @throws Forbidden for a removed entry
 */
export async function openImportedEntry(
  tx: Transaction,
  namespace: string,
  { kind, id, entry: wanted }: ImportVersionsInput,
  candidates: readonly ImportCandidate[],
): Promise<OpenedEntry> {
  const { createdAt, visibility, currentVersion } = wanted;
  const hasPublic = candidates.some((each) => each.definition && each.visibility === 'PUBLIC');
  const describing =
    candidates.find(({ version, definition }) => definition && version === currentVersion)?.definition ??
    candidates.findLast(({ definition }) => definition)?.definition;
  const [created] = describing
    ? await tx.run(
        insertImportedEntry(kind, namespace, id, {
          ...entryContent(describing.manifest),
          visibility: hasPublic ? 'PUBLIC' : visibility,
          createdAt,
        }),
      )
    : [];
  const entry = await lockEntry(tx, kind, namespace, id);
  if (entry?.removedAt) throw new Forbidden(`${entry.slug} was removed; its id cannot be reused.`);
  const isNew = created !== undefined;
  const applies = isNew || (entry !== null && wanted.updatedAt.getTime() >= entry.updatedAt.getTime());
  const isOpened = entry !== null && !isNew && applies && hasPublic && entry.visibility === 'PRIVATE';
  if (isOpened) await tx.run(openForPublicVersions(kind, entry.id));
  return { entry, isNew, applies, isOpened };
}

/** The state of an entry before and after an import. */
export interface Settled {
  isChanged: boolean;
  state: ImportedState;
  currentVersion: string | null;
  /** The versions whose status or visibility changed. */
  outcomes: VersionOutcome[];
  archived: { version: string; status: 'ACTIVE' | 'ARCHIVED' }[];
  opened: string[];
  warnings: string[];
  replacedBy: string | null;
}

/** Brings the entry, and the status and visibility of versions that were here, into the state of the import. */
export async function settleImportedEntry(
  tx: Transaction,
  entry: LockedEntry,
  input: ImportVersionsInput,
  {
    draft,
    isChanged,
    isOpened,
  }: { draft: AgentManifest | TemplateManifest | null; isChanged: boolean; isOpened: boolean },
): Promise<Settled> {
  const { kind, entry: wanted } = input;
  const warnings: string[] = [];
  const [current] = wanted.currentVersion ? await tx.run(versionByNumber(kind, entry.id, wanted.currentVersion)) : [];
  const isThere = current?.status === 'ACTIVE' || (current?.status === 'ARCHIVED' && willBeActive(input, current));
  if (wanted.currentVersion && !isThere)
    warnings.push(`The current version ${wanted.currentVersion} is not here, so it was not set.`);
  const heads = await headsOf(tx, entry, input);
  const changes = statusChanges(input, heads);
  for (const { id } of changes.filter(({ status }) => status === 'ACTIVE'))
    await tx.run(setVersionStatus(kind, id, 'ACTIVE'));
  const replacement = await replacementOf(tx, entry, input, warnings);
  const state: ImportedState = {
    currentVersionId: isThere && current ? current.id : entry.currentVersionId,
    visibility: wanted.visibility,
    status: wanted.status,
    statusMessage: wanted.statusMessage ?? null,
    replacedBy: replacement?.id ?? null,
    compatibility: wanted.compatibility,
    updatedAt: wanted.updatedAt,
  };
  const opened = await openOld(tx, entry, input, heads);
  const isCurrentNew = state.currentVersionId !== entry.currentVersionId;
  const describing = isThere && current && isCurrentNew ? (current.manifest as unknown as AgentManifest) : null;
  const content = describing ?? (state.currentVersionId === null ? draft : null);
  const differs = isChanged || differing(entry, state) || changes.length > 0 || opened.length > 0;
  if (differs || isOpened) await tx.run(setImportedState(kind, entry.id, state, content && entryContent(content)));
  const channels = changes.length === 0 ? [] : await tx.run(channelsOfEntries([entry.id]));
  const archived = changes.filter(({ id, version, status }) => {
    if (status === 'ACTIVE') return true;
    const channel = channels.find(({ versionId }) => versionId === id);
    if (channel) warnings.push(`${version} was not archived: the channel ${channel.name} points to it here.`);
    return !channel && id !== state.currentVersionId;
  });
  for (const { id, status } of archived) if (status === 'ARCHIVED') await tx.run(setVersionStatus(kind, id, status));
  if (kind === 'TEMPLATE') {
    const activated = changes.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id);
    await refuseCycles(tx, entry, isCurrentNew && current ? [...activated, current.id] : activated);
  }
  const [now] = await tx.run(lockedEntry(kind, entry.namespace, entry.slug));
  const touched = new Set([...archived.map(({ version }) => version), ...opened]);
  return {
    isChanged: differs,
    state,
    currentVersion: now?.currentVersion ?? null,
    outcomes: heads
      .filter(({ version }) => touched.has(version))
      .map(({ version, digest }) => ({ version, outcome: 'UPDATED', digest })),
    archived,
    opened,
    warnings,
    replacedBy: replacement?.isPublic ? `${replacement.namespace}/${replacement.slug}` : null,
  };
}

/** What versions that are used again depend on may have come to depend on them. */
async function refuseCycles(tx: Transaction, entry: LockedEntry, ids: readonly string[]): Promise<void> {
  const versions = ids.length === 0 ? [] : await tx.run(versionsByIds('TEMPLATE', [...new Set(ids)]));
  for (const version of versions) {
    const cycles = await cyclesThrough(tx, entry, version);
    if (cycles.length > 0) throw new ManifestInvalid(cycles);
  }
}

const willBeActive = ({ versions }: ImportVersionsInput, { version, digest }: VersionHead): boolean =>
  versions.some((each) => each.version === version && each.digest === digest && each.status === 'ACTIVE');

/** The published versions of the import that have the same content here. */
async function headsOf(tx: Transaction, entry: LockedEntry, { kind, versions }: ImportVersionsInput) {
  const numbers = versions.map(({ version }) => version);
  const heads = await tx.run(
    headsByNumbers(
      kind,
      numbers.map(() => entry.id),
      numbers,
    ),
  );
  return heads.filter(
    (head) =>
      head.status !== 'DRAFT' && versions.some((each) => each.version === head.version && each.digest === head.digest),
  );
}

const statusChanges = ({ versions }: ImportVersionsInput, heads: readonly VersionHead[]) =>
  heads.flatMap(({ id, version, status }) => {
    const wanted = versions.find((each) => each.version === version)?.status;
    return wanted === undefined || wanted === 'DRAFT' || wanted === status ? [] : [{ id, version, status: wanted }];
  });

/** Makes versions public that are public in the registry that they come from. The entry must be public for that. */
async function openOld(
  tx: Transaction,
  entry: LockedEntry,
  { kind, entry: wanted, versions }: ImportVersionsInput,
  heads: readonly VersionHead[],
): Promise<string[]> {
  const numbers = heads
    .filter(({ version, visibility }) => {
      return (
        visibility === 'PRIVATE' && versions.some((each) => each.version === version && each.visibility === 'PUBLIC')
      );
    })
    .map(({ version }) => version);
  if (numbers.length === 0) return [];
  if (entry.visibility === 'PRIVATE' || wanted.visibility === 'PRIVATE')
    await tx.run(openForPublicVersions(kind, entry.id));
  return (await tx.run(openVersions(kind, entry.id, numbers))).map(({ version }) => version);
}

async function replacementOf(
  tx: Transaction,
  entry: LockedEntry,
  { kind, allowUnresolved, entry: { replacedBy } }: ImportVersionsInput,
  warnings: string[],
) {
  if (!replacedBy) return null;
  try {
    const replacement = await findReplacement(tx, kind, entry, replacedBy);
    const cycle = await replacementCycle(tx, kind, entry, replacement);
    if (cycle === null) return replacement;
    warnings.push(`The replacement ${replacedBy} was not set, since it leads back: ${cycle}.`);
    return null;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    if (!allowUnresolved)
      throw new DependencyUnresolved([
        { kind, slug: replacedBy, range: '*', reason: 'the replacement was not found', chain: [replacedBy] },
      ]);
    warnings.push(`The replacement ${replacedBy} is not here, so it was not set.`);
    return null;
  }
}

const differing = (entry: LockedEntry, state: ImportedState): boolean =>
  entry.currentVersionId !== state.currentVersionId ||
  entry.visibility !== state.visibility ||
  entry.status !== state.status ||
  entry.statusMessage !== state.statusMessage ||
  entry.replacedBy !== state.replacedBy ||
  entry.compatibility !== state.compatibility ||
  entry.updatedAt.getTime() !== state.updatedAt.getTime();
