import { randomUUID } from 'node:crypto';
import {
  type BundleFile,
  compareVersions,
  type Definition,
  isPrerelease,
  manifestFile,
} from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import {
  describeEntry,
  type EntryContent,
  insertEntry,
  type LockedEntry,
  setCurrentVersion,
  touchEntry,
  type Visibility,
} from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { insertSupportedAgents } from '../db/template.ts';
import { deleteDraft, insertVersion, type Version, type VersionFile, versionOfSlug } from '../db/version.ts';
import { type DefinitionIssue, DependencyUnresolved, Forbidden, ManifestInvalid, VersionExists } from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import {
  acknowledgedState,
  type CompatibilityCheck,
  checkCompatibility,
  compatibilityIssues,
  refuseIncompatible,
  requireFingerprints,
} from './checkCompatibility.ts';
import { dependencyCycles, holdTemplateDependencies } from './dependencyCycle.ts';
import { describeBundle } from './describeBundle.ts';
import { type DryRunRows, dryRunRows } from './dryRunRows.ts';
import { entryContent, visibilityIn } from './entryContent.ts';
import { beforeWrite, findImpact, type Impact, noImpact } from './impact.ts';
import { parseWithIncluded } from './includedTemplates.ts';
import { lockEntry } from './lockEntry.ts';
import { mutationName } from './mutationName.ts';
import { appendVisibilityEvent, changeVisibility, publishVisibility } from './publishVisibility.ts';
import { putFiles } from './putFiles.ts';
import { readOptions } from './readOptions.ts';
import { multirange, type Reference, referencesOf, unresolved } from './references.ts';
import { checkCommitSha, requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { storedFiles } from './storedFiles.ts';
import { findUnchanged, isUnchanged, type Upload } from './unchanged.ts';
import { versionTaken } from './versionTaken.ts';
import { type VisibilityChange, visibilityChange } from './visibilityChange.ts';
import { withRefusalReport } from './withRefusalReport.ts';
import { write } from './write.ts';

export interface PublishInput extends WriteOptions {
  /** Content of agent.json or template.json, as text or as a parsed value. */
  manifest: unknown;
  /** The other files of the folder. */
  files: readonly BundleFile[];
  commitSha?: string | null;
  /** Upload a draft, regardless of the manifest. */
  draft?: boolean | null;
  /** Fingerprints of breaking changes that the caller reviewed, beside those in `allowChanges`. */
  acknowledge?: readonly string[] | null;
}

/** The result of a publish, as ids. It is stored under the idempotency key. */
export interface Published extends DryRunRows {
  entryId: string;
  versionId: string;
  /** Null when nothing changed. */
  eventId: string | null;
  /** False when the same content was already published under this version number. */
  created: boolean;
  warnings: DefinitionIssue[];
  /** Null when nothing changes for other namespaces and anonymous callers. */
  visibilityChange: VisibilityChange | null;
  /** Null when there is no earlier release to compare with, or nothing was published. */
  compatibility: CompatibilityCheck | null;
  /** The impact of the change. Null when nothing changed. */
  impact: Impact | null;
}

/**
 * Publishes a definition as an immutable version in the caller's namespace. A newer release becomes the current
 * version; a draft, a prerelease or an older version does not.
 *
 * @throws ManifestInvalid with all issues; VersionExists when the version number is taken by other content;
 *   DependencyUnresolved; IncompatibleChange when the number promises less than the changes and the entry's policy is
 *   STRICT; QuotaExceeded; Forbidden; IdempotencyKeyReused
 */
export async function publish(services: Services, caller: Caller, kind: Kind, input: PublishInput): Promise<Published> {
  const user = requireRole(caller, 'publisher', 'publish');
  const commitSha = checkCommitSha(input.commitSha);
  const acknowledge = requireFingerprints(input.acknowledge);
  const options = { ...readOptions(services), draft: input.draft === true };
  const { definition, issues } = await parseWithIncluded(services, user, kind, input, options);
  return withRefusalReport(services, caller, user, kind, input, async () => {
    if (!definition) throw new ManifestInvalid(issues);
    const draft = input.draft === true || definition.draft;
    const files = storedFiles(definition, input.files);
    const upload = { definition, draft, bundle: input.files };
    const described = { kind, namespace: user.namespace, id: definition.slug };
    // With an idempotency key, the key must be stored; a dry run shows rows that are read in its transaction.
    const unchanged = input.dryRun || input.idempotencyKey ? null : await findUnchanged(services, user, upload);
    if (unchanged) {
      await services.artifacts.put(files.blobs); // Restores files that were lost. Its version keeps them from sweeps.
      await describeBundle(services, described, unchanged);
      return sameVersion(unchanged, issues);
    }
    if (!input.dryRun) await putFiles(services, user, files.blobs);
    let found: Version | undefined;
    const published = await write(
      services,
      user,
      mutationName('publish', kind),
      {
        digest: definition.digest,
        version: definition.version,
        draft,
        commitSha,
        ...(acknowledge.length > 0 ? { acknowledge } : {}),
      },
      input,
      async (tx) => {
        const added = await addVersion(tx, caller, user, {
          ...upload,
          files: files.list,
          commitSha,
          issues,
          acknowledge,
          onFound: (version) => {
            found = version;
          },
        });
        if (!input.dryRun) return added;
        return { ...added, eventId: null, ...(await dryRunRows(tx, kind, added)), dryRunFiles: files.blobs };
      },
    ).catch(async (error: unknown) => {
      if (found && error instanceof VersionExists) throw await versionTaken(services, definition, input.files, found);
      throw error;
    });
    if (input.dryRun) return published;
    const { version, digest, digestRule } = definition;
    const added = { version, status: draft ? 'DRAFT' : 'ACTIVE', digest, digestRule, files: files.list } as const;
    const stored = published.created ? added : found;
    if (stored) await describeBundle(services, described, stored);
    return published;
  });
}

/** The outcome of a publish that changes nothing. */
const sameVersion = ({ entryId, id: versionId }: Version, warnings: readonly DefinitionIssue[]): Published => ({
  entryId,
  versionId,
  eventId: null,
  created: false,
  warnings: [...warnings],
  visibilityChange: null,
  compatibility: null,
  impact: null,
});

/** A definition that passed all checks that need no database. */
interface Candidate extends Upload {
  files: readonly VersionFile[];
  commitSha: string | null;
  issues: readonly DefinitionIssue[];
  acknowledge: readonly string[];
  /** Called with the version that has the number already, unless it is a draft that is replaced. */
  onFound: (version: Version) => void;
}

async function addVersion(
  tx: Transaction,
  caller: Caller,
  user: User,
  { files, commitSha, issues: warnings, acknowledge, onFound, ...upload }: Candidate,
): Promise<Published> {
  const { definition, draft } = upload;
  const { kind, slug, version: number } = definition;
  const content = entryContent(definition.manifest);
  const needsTemplates = kind === 'TEMPLATE' && Object.keys(definition.manifest.dependencies ?? {}).length > 0;
  if (needsTemplates) await holdTemplateDependencies(tx);
  const first = visibilityIn(definition.manifest) ?? 'PRIVATE';
  const { entry, isNew, existing } = await openEntry(tx, user, definition, { ...content, visibility: first });
  if (existing && isUnchanged(existing, upload)) {
    onFound(existing);
    return sameVersion(existing, warnings);
  }
  if (existing && existing.status !== 'DRAFT') {
    onFound(existing);
    throw new VersionExists(slug, existing.version, existing.digest);
  }
  if (existing) await tx.run(deleteDraft(kind, existing.id));

  const references = await referencesOf(tx, user.namespace, kind, definition.manifest);
  const dangling = unresolved(references);
  if (dangling.length > 0 && !draft) throw new DependencyUnresolved(dangling);
  const cycles = needsTemplates
    ? await dependencyCycles(tx, { entryId: entry.id, slug, version: number }, references)
    : [];
  if (cycles.length > 0) throw new ManifestInvalid([...cycles, ...warnings]);

  const mcpServers = definition.kind === 'AGENT' ? definition.mcpServers : {};
  const compatibility = isNew
    ? null
    : await checkCompatibility((query) => tx.run(query), {
        kind,
        entry,
        version: number,
        manifest: definition.manifest,
        mcpServers,
        files,
        acknowledge,
      });
  if (!draft) refuseIncompatible(slug, number, compatibility);

  const becomesCurrent =
    !draft &&
    !isPrerelease(number) &&
    (entry.currentVersion === null || compareVersions(number, entry.currentVersion) > 0);
  const change = publishVisibility(kind, entry, definition.manifest, becomesCurrent);
  const versionId = randomUUID();
  // What does not depend on an answer is sent together; a statement runs when the one before it is done.
  const [, [inserted]] = await Promise.all([
    changeVisibility(tx, kind, entry, change),
    tx.run(
      insertVersion(kind, {
        id: versionId,
        entryId: entry.id,
        version: number,
        status: draft ? 'DRAFT' : 'ACTIVE',
        manifest: definition.manifest,
        mcpServers,
        files,
        tests: definition.kind === 'TEMPLATE' ? definition.tests : null,
        digest: definition.digest,
        digestRule: definition.digestRule,
        commitSha,
        publishedBy: user.id,
      }),
    ),
    definition.kind === 'TEMPLATE' && supportAgents(tx, versionId, references),
    becomesCurrent && tx.run(setCurrentVersion(kind, entry.id, versionId, content)),
  ]);
  if (!inserted) throw new Error('A version was inserted although its entry is locked.');

  // Readers who cannot see a draft or a private version must not see when it was uploaded.
  const isSeen = !draft && (inserted.visibility === 'PUBLIC' || change.visibility === 'PRIVATE');
  const describes = !becomesCurrent && entry.currentVersion === null && !isNew;
  const [, , eventId, changed, impact] = await Promise.all([
    describes
      ? tx.run(describeEntry(kind, entry.id, content))
      : !becomesCurrent && isSeen && tx.run(touchEntry(kind, entry.id)),
    appendVisibilityEvent(tx, user, caller, kind, entry, change, number),
    appendEvent(tx, user, caller, {
      action: draft ? 'DRAFTED' : 'PUBLISHED',
      kind,
      effect: entry.currentVersion === null && !draft ? 'added' : isNew ? 'added' : 'updated',
      entry,
      version: number,
      before: {
        currentVersion: entry.currentVersion,
        ...(existing ? { versionStatus: existing.status, digest: existing.digest } : {}),
      },
      after: {
        currentVersion: becomesCurrent ? number : entry.currentVersion,
        versionId,
        versionStatus: draft ? 'DRAFT' : 'ACTIVE',
        digest: definition.digest,
        commitSha,
        publishedBy: user.id,
        ...acknowledgedState(compatibility),
      },
    }),
    visibilityChange(tx, kind, entry, [number]),
    draft || isNew ? noImpact : findImpact(tx, kind, entry.id, beforeWrite(entry, { added: [versionId] })),
  ]);
  return {
    entryId: entry.id,
    versionId,
    eventId,
    created: true,
    warnings: [
      ...warnings,
      ...change.warnings,
      ...dangling.map(asWarning(kind)),
      ...compatibilityIssues(kind, compatibility, 'warning'),
    ],
    compatibility,
    visibilityChange: changed,
    impact,
  };
}

/** The entry, created if necessary, and locked, so that publishes of the same entry wait here; and its version with this number. */
async function openEntry(
  tx: Transaction,
  user: User,
  { kind, slug, version }: Definition,
  content: EntryContent & { visibility: Visibility },
): Promise<{ entry: LockedEntry; isNew: boolean; existing: Version | undefined }> {
  // Sent together. If another transaction creates the entry now, each statement waits for the one before it.
  const [[created], entry, [existing]] = await Promise.all([
    tx.run(insertEntry(kind, user.namespace, slug, content)),
    lockEntry(tx, kind, user.namespace, slug),
    tx.run(versionOfSlug(kind, user.namespace, slug, version)),
  ]);
  if (!entry) throw new Error('An entry that was just created was not found.');
  if (entry.removedAt) throw new Forbidden(`${slug} was removed; its id cannot be reused.`);
  return { entry, isNew: created !== undefined, existing };
}

async function supportAgents(tx: Transaction, versionId: string, references: readonly Reference[]) {
  const agents = references.filter((reference) => reference.kind === 'AGENT');
  if (agents.length === 0) return;
  await tx.run(
    insertSupportedAgents(
      versionId,
      agents.map(({ slug, range, entry }) => ({
        slug,
        range,
        agentRegistryId: entry?.id ?? null,
        matches: multirange(range),
      })),
    ),
  );
}

const asWarning =
  (kind: Kind) =>
  ({ slug, range, reason }: { slug: string; range: string; reason: string }): DefinitionIssue => ({
    file: manifestFile[kind],
    path: '',
    code: 'reference_unresolved',
    message: `${slug}@${range}: ${reason}. This is allowed in a draft, but prevents publishing.`,
    severity: 'warning',
  });
