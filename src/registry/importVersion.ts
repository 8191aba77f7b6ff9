import { randomUUID } from 'node:crypto';
import type { AgentManifest, Definition, TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import type { LockedEntry } from '../db/entry.ts';
import { insertImportedVersion } from '../db/import.ts';
import { insertSupportedAgents } from '../db/template.ts';
import { deleteDraft, headsByNumbers, type VersionHead, type VersionStatus } from '../db/version.ts';
import { openVersions } from '../db/visibility.ts';
import { DependencyUnresolved, ManifestInvalid, type UnresolvedDependency } from '../errors.ts';
import { dependencyCycles } from './dependencyCycle.ts';
import type { ImportCandidate, ImportVersionsInput } from './importInput.ts';
import { multirange, type Reference, referencesOf, unresolved } from './references.ts';

/**
 * What an import did with a version. CONFLICT: its number is taken by other content here, which stays. FILES_REQUIRED: it is
 * not here, and its files were not sent.
 */
export interface VersionOutcome {
  version: string;
  outcome: 'IMPORTED' | 'UPDATED' | 'UNCHANGED' | 'CONFLICT' | 'FILES_REQUIRED';
  /** The digest of the version here. Null if it is not here. */
  digest: string | null;
}

/** A version that an import inserted. */
export interface AddedVersion {
  id: string;
  version: string;
  status: VersionStatus;
  digest: string;
  commitSha: string | null;
  publishedBy: string | null;
  publishedAt: string;
  /** The draft that it replaced. */
  replaced: { status: VersionStatus; digest: string } | null;
}

interface Added {
  outcomes: VersionOutcome[];
  added: AddedVersion[];
  warnings: string[];
  /** The manifest of the newest imported draft. */
  draft: AgentManifest | TemplateManifest | null;
}

/**
 * Inserts the versions that are not here.
 *
 * @param applies whether the state in the archive is newer than the one here: then it may replace drafts
 */
export async function addImportedVersions(
  tx: Transaction,
  entry: LockedEntry,
  applies: boolean,
  { kind, allowUnresolved }: ImportVersionsInput,
  candidates: readonly ImportCandidate[],
): Promise<Added> {
  const numbers = candidates.map(({ version }) => version);
  const here = await tx.run(
    headsByNumbers(
      kind,
      numbers.map(() => entry.id),
      numbers,
    ),
  );
  const result: Added = { outcomes: [], added: [], warnings: [], draft: null };
  const dangling: UnresolvedDependency[] = [];
  const opened: string[] = [];
  // In a private entry whose state stays, versions are private.
  const mayOpen = applies || entry.visibility === 'PUBLIC';
  for (const candidate of candidates) {
    const { version, definition } = candidate;
    const existing = here.find(({ asked }) => asked === version);
    const plan = planFor(candidate, existing, applies);
    if (plan !== 'IMPORTED' || !definition) {
      const outcome = plan === 'IMPORTED' ? 'FILES_REQUIRED' : plan;
      result.outcomes.push({ version, outcome, digest: existing?.digest ?? null });
      continue;
    }
    if (existing) await tx.run(deleteDraft(kind, existing.id));
    const references = await referencesOf(tx, entry.namespace, kind, definition.manifest);
    if (candidate.status === 'ACTIVE') dangling.push(...unresolved(references));
    const { id, visibility } = await insert(tx, entry, candidate, definition, references);
    if (visibility === 'PRIVATE' && candidate.visibility === 'PUBLIC' && mayOpen) opened.push(version);
    if (candidate.status === 'DRAFT') result.draft = definition.manifest;
    result.outcomes.push({ version, outcome: 'IMPORTED', digest: candidate.digest });
    result.added.push({
      id,
      version,
      status: candidate.status,
      digest: candidate.digest,
      commitSha: candidate.commitSha,
      publishedBy: candidate.publishedBy ?? null,
      publishedAt: candidate.publishedAt.toISOString(),
      replaced: existing ? { status: existing.status, digest: existing.digest } : null,
    });
  }
  if (opened.length > 0) await tx.run(openVersions(kind, entry.id, opened));
  if (dangling.length > 0 && !allowUnresolved) throw new DependencyUnresolved(dangling);
  result.warnings.push(
    ...dangling.map(({ slug, range, reason }) => `${slug}@${range} does not resolve here: ${reason}.`),
  );
  return result;
}

function planFor(
  { status, digest, digestRule }: ImportCandidate,
  existing: VersionHead | undefined,
  applies: boolean,
): 'IMPORTED' | 'UNCHANGED' | 'CONFLICT' {
  if (!existing) return 'IMPORTED';
  const isSame = existing.digest === digest && existing.digestRule === digestRule;
  if (existing.status !== 'DRAFT') return isSame ? 'UNCHANGED' : 'CONFLICT';
  if (isSame && status === 'DRAFT') return 'UNCHANGED';
  return applies || status !== 'DRAFT' ? 'IMPORTED' : 'CONFLICT';
}

async function insert(
  tx: Transaction,
  entry: LockedEntry,
  candidate: ImportCandidate,
  definition: Definition,
  references: readonly Reference[],
) {
  const { kind } = entry;
  const { version, status, visibility, digest, digestRule, commitSha, publishedAt, publishedBy, stored } = candidate;
  const cycles = await dependencyCycles(tx, { entryId: entry.id, slug: entry.slug, version }, references);
  if (cycles.length > 0) throw new ManifestInvalid(cycles);
  const id = randomUUID();
  const [inserted] = await tx.run(
    insertImportedVersion(kind, {
      id,
      entryId: entry.id,
      version,
      status,
      visibility,
      manifest: definition.manifest,
      mcpServers: definition.kind === 'AGENT' ? definition.mcpServers : {},
      files: stored?.list ?? [],
      tests: definition.kind === 'TEMPLATE' ? definition.tests : null,
      digest,
      digestRule,
      commitSha,
      publishedBy: publishedBy ?? null,
      publishedAt,
    }),
  );
  if (!inserted) throw new Error('A version was inserted although its entry is locked.');
  const agents = kind === 'TEMPLATE' ? references.filter((reference) => reference.kind === 'AGENT') : [];
  if (agents.length > 0)
    await tx.run(
      insertSupportedAgents(
        id,
        agents.map((agent) => ({
          slug: agent.slug,
          range: agent.range,
          agentRegistryId: agent.entry?.id ?? null,
          matches: multirange(agent.range),
        })),
      ),
    );
  return { id, visibility: inserted.visibility };
}
