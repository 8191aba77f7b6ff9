import type { Transaction } from '../db/database.ts';
import { touchEntry } from '../db/entry.ts';
import type { User } from '../viewer.ts';
import { holdTemplateDependencies } from './dependencyCycle.ts';
import { describeBundle } from './describeBundle.ts';
import { holdReplacements } from './findReplacement.ts';
import {
  bothCurations,
  type ChannelOutcome,
  importChannels,
  importFeatured,
  importListing,
  isCurationApplied,
} from './importCuration.ts';
import { appendImportEvents } from './importEvents.ts';
import { type ImportCandidate, type ImportVersionsInput, importCandidates } from './importInput.ts';
import { openImportedEntry, settleImportedEntry } from './importState.ts';
import { type AddedVersion, addImportedVersions, type VersionOutcome } from './importVersion.ts';
import { putFiles } from './putFiles.ts';
import { requireOwnNamespace, requireRole } from './require.ts';
import type { Caller, Services } from './services.ts';
import { write } from './write.ts';

/** What an import did with an entry. NEWER_HERE: it was changed here later, so its state stays as it is. */
export type EntryOutcome = 'IMPORTED' | 'UPDATED' | 'UNCHANGED' | 'NEWER_HERE';

/** The result of an import, as ids. It is stored under the idempotency key. */
export interface ImportedVersions {
  entryId: string;
  outcome: EntryOutcome;
  versions: VersionOutcome[];
  channels: ChannelOutcome[];
  isListingChanged: boolean;
  isFeaturedChanged: boolean;
  warnings: string[];
  /** The last event that records the import. Null when nothing changed. */
  eventId: string | null;
}

/**
 * Imports versions of one entry into the caller's namespace, with their dates, authors and digests, and brings the entry
 * into the state that it has in the registry that it comes from, unless it was changed here later. All or nothing, and
 * harmless to repeat. A version number that is taken by other content stays as it is, and is reported.
 *
 * @throws QuotaExceeded; ManifestInvalid with the issues of all versions, also when a digest does not match; DependencyUnresolved unless
 *   `allowUnresolved`; BAD_USER_INPUT; Forbidden for all but admins, and for a removed entry; IdempotencyKeyReused
 */
export async function importVersions(
  services: Services,
  caller: Caller,
  input: ImportVersionsInput,
): Promise<ImportedVersions> {
  const user = requireRole(caller, 'admin', 'import versions');
  const namespace = requireOwnNamespace(user, input.namespace);
  const candidates = await importCandidates(services, user, input);
  const blobs = candidates.flatMap(({ stored }) => stored?.blobs ?? []);
  if (!input.dryRun && blobs.length > 0) await putFiles(services, user, blobs);
  const payload = {
    kind: input.kind,
    id: input.id,
    entry: described(input.entry),
    versions: candidates.map(identity),
    // Only if it is set, so that keys of imports without it, which were stored before, are still theirs.
    ...(input.allowUnresolved ? { allowUnresolved: true } : {}),
  };
  const { added, ...imported } = await write(services, user, 'importVersions', payload, input, (tx) =>
    importInto(tx, caller, user, namespace, input, candidates),
  );
  if (input.dryRun) return { ...imported, eventId: null };
  for (const { version, status, digest, digestRule, stored } of candidates) {
    if (!stored || !added.some((each) => each.version === version)) continue;
    const about = { kind: input.kind, namespace, id: input.id };
    await describeBundle(services, about, { version, status, digest, digestRule, files: stored.list });
  }
  return imported;
}

/** What identifies the payload under an idempotency key: the digest stands for the files. */
const identity = ({ definition, stored: _, publishedAt, ...version }: ImportCandidate) => ({
  ...version,
  publishedAt: publishedAt.toISOString(),
  hasFiles: definition !== null,
});

const described = ({ createdAt, updatedAt, curatedAt, channels, ...entry }: ImportVersionsInput['entry']) => ({
  ...entry,
  ...(curatedAt ? { curatedAt: curatedAt.toISOString() } : {}),
  ...(channels ? { channels: channels.map((each) => ({ ...each, movedAt: each.movedAt.toISOString() })) } : {}),
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

async function importInto(
  tx: Transaction,
  caller: Caller,
  user: User,
  namespace: string,
  input: ImportVersionsInput,
  candidates: readonly ImportCandidate[],
): Promise<ImportedVersions & { added: AddedVersion[] }> {
  const { kind } = input;
  if (kind === 'TEMPLATE') await holdTemplateDependencies(tx);
  if (input.entry.replacedBy) await holdReplacements(tx);
  const { entry, isNew, applies, isOpened } = await openImportedEntry(tx, namespace, input, candidates);
  if (!entry) return nothingToImport(candidates);
  const { outcomes, added, warnings, draft } = await addImportedVersions(tx, entry, applies, input, candidates);
  // Before versions are archived, which a channel prevents, and after others become active.
  const early = await importChannels(tx, entry, input, false);
  const settled = applies
    ? await settleImportedEntry(tx, entry, input, { draft, isChanged: isNew || added.length > 0, isOpened })
    : null;
  if (!settled && added.length > 0) await tx.run(touchEntry(kind, entry.id));
  const curated = bothCurations(early, await importChannels(tx, entry, input, true));
  const listed = applies ? await importListing(tx, entry, input.entry) : null;
  const featured = await importFeatured(tx, entry, input.entry, isCurationApplied(entry, input.entry.curatedAt));
  const others = [...curated.events, ...(listed ? [listed] : []), ...featured.events];
  const eventId = await appendImportEvents(tx, user, caller, { entry, isNew, added, settled, others });
  const isCurated = others.length > 0 || curated.channels.some(({ outcome }) => outcome === 'SET');
  const versions = outcomes.map((each) => settled?.outcomes.find(({ version }) => version === each.version) ?? each);
  return {
    entryId: entry.id,
    outcome: isNew ? 'IMPORTED' : !settled ? 'NEWER_HERE' : settled.isChanged || isCurated ? 'UPDATED' : 'UNCHANGED',
    versions,
    channels: curated.channels,
    isListingChanged: listed !== null,
    isFeaturedChanged: featured.isFeaturedChanged,
    warnings: [...warnings, ...(settled?.warnings ?? []), ...curated.warnings, ...featured.warnings],
    eventId,
    added,
  };
}

/** No entry, and no files to make one of. */
const nothingToImport = (candidates: readonly ImportCandidate[]): ImportedVersions & { added: AddedVersion[] } => ({
  entryId: '',
  outcome: 'UNCHANGED',
  versions: candidates.map(({ version }) => ({ version, outcome: 'FILES_REQUIRED', digest: null })),
  channels: [],
  isListingChanged: false,
  isFeaturedChanged: false,
  warnings: [],
  eventId: null,
  added: [],
});
