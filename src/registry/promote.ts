import { type AgentManifest, compareVersions, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, setCurrentVersion, touchEntry, type Visibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { bindSupportedAgent } from '../db/template.ts';
import { promoteDraft, type Version, versionByNumber, versionsByIds } from '../db/version.ts';
import { DependencyUnresolved, IncompatibleChange, ManifestInvalid, NotFound } from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import {
  acknowledgedState,
  checkCompatibility,
  compatibilityIssues,
  refuseIncompatible,
  requireFingerprints,
} from './checkCompatibility.ts';
import { type CheckedDraft, checkDraft, DraftReplaced } from './checkDraft.ts';
import { dependencyCycles, holdTemplateDependencies, refuseCycle } from './dependencyCycle.ts';
import { describeBundle } from './describeBundle.ts';
import { dryRunRows } from './dryRunRows.ts';
import { entryContent, visibilityIn } from './entryContent.ts';
import { beforeWrite, findImpact } from './impact.ts';
import { lockEntry } from './lockEntry.ts';
import { mutationName, noun } from './mutationName.ts';
import type { Published } from './publish.ts';
import { appendVisibilityEvent, changeVisibility, hiddenByPrivate, publishVisibility } from './publishVisibility.ts';
import { quoted } from './quoted.ts';
import { referencesOf, unresolved } from './references.ts';
import { requireOwnNamespace, requireRole } from './require.ts';
import { requireCurrent } from './requireCurrent.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { visibilityChange } from './visibilityChange.ts';
import { write } from './write.ts';

export interface PromoteInput extends WriteOptions {
  /** The agentId or templateId. */
  id: string;
  namespace?: string | null;
  version: string;
  /** Fail unless this is the current version. */
  expectedCurrentVersion?: string | null;
  /** Fingerprints of breaking changes that the caller reviewed, beside those in `allowChanges`. */
  acknowledge?: readonly string[] | null;
}

/**
 * Publishes a draft, or makes a published version the current one: a prerelease, or a version that was rolled back. A
 * draft that is older than the current version is published, but does not become current.
 *
 * @throws NotFound; StaleVersion; IncompatibleChange for an archived version, one older than the current version, or one that
 *   would depend on itself by now;
 *   ManifestInvalid for a draft whose mcp.json has no usable server, or that fails its tests with
 *   what it includes; DependencyUnresolved; Forbidden; IdempotencyKeyReused
 */
export async function promote(services: Services, caller: Caller, kind: Kind, input: PromoteInput): Promise<Published> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await promoteChecked(services, caller, kind, input);
    } catch (error) {
      if (!(error instanceof DraftReplaced) || tries >= maxTries) throw error;
    }
  }
}

/** How often a draft that is replaced while it is promoted is checked. */
const maxTries = 5;

async function promoteChecked(services: Services, caller: Caller, kind: Kind, input: PromoteInput): Promise<Published> {
  const user = requireRole(caller, 'publisher', 'promote');
  const namespace = requireOwnNamespace(user, input.namespace);
  const acknowledge = requireFingerprints(input.acknowledge);
  const place = { namespace, id: input.id, version: input.version };
  const checked = await checkDraft(services, caller, user, kind, place, input.dryRun ?? null);
  const { dryRun, idempotencyKey: _, ...payload } = input;
  const promoted = await write(services, user, mutationName('promote', kind), payload, input, async (tx) => {
    if (kind === 'TEMPLATE') await holdTemplateDependencies(tx);
    const entry = await lockEntry(tx, kind, namespace, input.id);
    const [version] = entry ? await tx.run(versionByNumber(kind, entry.id, input.version)) : [];
    if (!entry || entry.removedAt || !version) {
      throw new NotFound(
        `${noun[kind]} ${quoted(input.id)} with the version ${quoted(input.version)} not found in the namespace ${quoted(namespace)}.`,
      );
    }
    requireCurrent(entry, input.expectedCurrentVersion);

    const outcome = { entryId: entry.id, versionId: version.id };
    if (version.id === entry.currentVersionId)
      return {
        ...outcome,
        eventId: null,
        created: false,
        warnings: [],
        visibilityChange: null,
        compatibility: null,
        impact: null,
      };
    refuseIfImpossible(entry, version);

    const manifest = version.manifest as AgentManifest | TemplateManifest;
    const becomesCurrent = !isOlder(entry, version);
    const created = version.status === 'DRAFT';
    if (created && checked?.versionId !== version.id) throw new DraftReplaced();
    // What it depends on may have come to depend on it since it was published.
    if (kind === 'TEMPLATE' && !created) await refuseCycle(tx, entry, version);
    const { mcpServers, files } = version;
    const content = { kind, entry, version: version.version, manifest, mcpServers, files, acknowledge };
    const compatibility = created ? await checkCompatibility((query) => tx.run(query), content) : null;
    refuseIncompatible(entry.slug, version.version, compatibility);
    // Only a draft is published now. A published version was already checked and reported when it was published.
    const change = created
      ? publishVisibility(kind, entry, manifest, becomesCurrent)
      : { visibility: entry.visibility, changes: false, warnings: [] };
    await changeVisibility(tx, kind, entry, change);
    const visibility = created ? await publishDraft(tx, user, entry.slug, version, checked) : version.visibility;
    if (becomesCurrent) await tx.run(setCurrentVersion(kind, entry.id, version.id, entryContent(manifest)));
    else if (visibility === 'PUBLIC' || change.visibility === 'PRIVATE') await tx.run(touchEntry(kind, entry.id));
    const hides = becomesCurrent && visibility === 'PRIVATE' && change.visibility === 'PUBLIC';
    await appendVisibilityEvent(tx, user, caller, kind, entry, change, version.version);

    const eventId = await appendEvent(tx, user, caller, {
      action: 'PROMOTED',
      kind,
      effect: entry.currentVersion === null ? 'added' : 'updated',
      entry,
      version: version.version,
      before: { currentVersion: entry.currentVersion, versionStatus: version.status, digest: version.digest },
      after: {
        currentVersion: becomesCurrent ? version.version : entry.currentVersion,
        versionId: version.id,
        versionStatus: 'ACTIVE',
        digest: version.digest,
        commitSha: version.commitSha,
        publishedBy: version.publishedBy,
        ...acknowledgedState(compatibility),
      },
    });
    return {
      ...outcome,
      created,
      eventId,
      compatibility,
      warnings: [
        ...change.warnings,
        ...compatibilityIssues(kind, compatibility, 'warning'),
        ...(hides ? [hiddenByPrivate(kind, entry, version.version)] : []),
      ],
      visibilityChange: await visibilityChange(tx, kind, entry, [version.version]),
      impact: await findImpact(tx, kind, entry.id, beforeWrite(entry, { added: created ? [version.id] : [] })),
      ...(dryRun ? { eventId: null, ...(await dryRunRows(tx, kind, outcome)) } : {}),
    };
  });
  if (!dryRun) {
    const [version] = await services.db.read(user, versionsByIds(kind, [promoted.versionId]));
    if (version) await describeBundle(services, { kind, namespace, id: input.id }, version);
  }
  return promoted;
}

const isOlder = (entry: LockedEntry, version: Version) =>
  entry.currentVersion !== null && compareVersions(version.version, entry.currentVersion) < 0;

function refuseIfImpossible(entry: LockedEntry, version: Version) {
  if (version.status === 'ARCHIVED') {
    throw new IncompatibleChange(`${entry.slug}@${version.version} is archived and cannot be promoted.`, [
      `version ${version.version} is ARCHIVED`,
    ]);
  }
  if (version.status === 'ACTIVE' && isOlder(entry, version)) {
    throw new IncompatibleChange(
      `${version.version} is older than the current version ${entry.currentVersion}. Roll back instead.`,
      [`version ${version.version} is older than ${entry.currentVersion}`],
    );
  }
}

/** Makes the checks that a draft was spared, and binds agents that were published since the draft was uploaded. */
async function publishDraft(
  tx: Transaction,
  user: User,
  slug: string,
  version: Version,
  checked: CheckedDraft | null,
): Promise<Visibility> {
  const manifest = version.manifest as AgentManifest | TemplateManifest;
  const references = await referencesOf(tx, user.namespace, version.kind, manifest);
  const dangling = unresolved(references);
  if (dangling.length > 0) throw new DependencyUnresolved(dangling);
  const { entryId, version: number } = version;
  const cycles = await dependencyCycles(tx, { entryId, slug, version: number }, references);
  if (cycles.length > 0) throw new ManifestInvalid(cycles);
  if (version.kind === 'TEMPLATE') {
    for (const { kind, slug, entry } of references) {
      if (kind === 'AGENT' && entry) await tx.run(bindSupportedAgent(version.id, slug, entry.id));
    }
  }
  const isPublic = visibilityIn(manifest) === 'PUBLIC';
  const [promoted] = await tx.run(promoteDraft(version.kind, version.id, isPublic, checked?.tests ?? null));
  return promoted?.visibility ?? version.visibility;
}
