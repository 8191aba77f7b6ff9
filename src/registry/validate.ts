import { randomUUID } from 'node:crypto';
import {
  type BundleFile,
  canonicalJson,
  type Definition,
  identify,
  sha256Hex,
  type TemplateTestReport,
} from '../../packages/manifest/index.ts';
import { type Entry, entriesBySlugs } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { insertReport } from '../db/validationReport.ts';
import { headsByNumbers } from '../db/version.ts';
import type { DefinitionIssue } from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import {
  type CompatibilityCheck,
  checkCompatibility,
  compatibilityIssues,
  requireFingerprints,
} from './checkCompatibility.ts';
import { visibilityIn } from './entryContent.ts';
import { afterPublish, findImpact, type Impact, noImpact } from './impact.ts';
import { parseWithIncluded } from './includedTemplates.ts';
import { lockEntry } from './lockEntry.ts';
import { mutationName } from './mutationName.ts';
import { readOptions } from './readOptions.ts';
import { reportedManifest } from './reportedManifest.ts';
import { requireRole } from './require.ts';
import type { Caller, Services, WriteOptions } from './services.ts';
import { write } from './write.ts';

export interface ValidateInput extends WriteOptions {
  manifest: unknown;
  files: readonly BundleFile[];
  /** Fingerprints of breaking changes that the caller reviewed, beside those in `allowChanges`. */
  acknowledge?: readonly string[] | null;
}

export interface Validated {
  valid: boolean;
  digest: string | null;
  issues: DefinitionIssue[];
  /** Null for an agent, and for a template that is invalid apart from its tests. */
  tests: TemplateTestReport | null;
  /** Null when there is no earlier release to compare with, or the version number is taken. */
  compatibility: CompatibilityCheck | null;
  /** Whom publishing it would touch. Null if it cannot be published. */
  impact: Impact | null;
  /** The stored report. Null for a dry run. */
  reportId: string | null;
}

/** Validates a definition and stores a report in the caller's namespace. An invalid one is also recorded in the event log. */
export async function validate(
  services: Services,
  caller: Caller,
  kind: Kind,
  input: ValidateInput,
): Promise<Validated> {
  const user = requireRole(caller, 'viewer', 'validate');
  const acknowledge = requireFingerprints(input.acknowledge);
  const parsed = await parseWithIncluded(services, user, kind, input, readOptions(services));
  const { definition, issues: own, tests = null } = parsed;
  const entry = definition ? await openEntry(services, user, definition) : null;
  const compatibility = definition && entry ? await compare(services, user, definition, entry, acknowledge) : null;
  const isRefused = compatibility !== null && !compatibility.compatible && compatibility.policy === 'STRICT';
  const issues = [...own, ...compatibilityIssues(kind, compatibility, isRefused ? 'error' : 'warning')];
  const valid = definition !== null && !isRefused;
  const impact = valid && definition && entry ? await planned(services, user, definition, entry) : null;
  const found = { valid, digest: definition?.digest ?? null, issues, tests, compatibility, impact };
  if (input.dryRun) return { ...found, reportId: null };

  return write(
    services,
    user,
    mutationName('validate', kind),
    input.idempotencyKey ? identityOf(input, acknowledge) : null,
    { idempotencyKey: input.idempotencyKey ?? null },
    async (tx) => {
      const id = randomUUID();
      const named = identify(kind, input.manifest);
      await tx.run(
        insertReport({
          id,
          namespace: user.namespace,
          kind,
          slug: named.slug,
          version: named.version,
          valid: found.valid,
          digest: found.digest,
          issues,
          manifest: reportedManifest(input.manifest),
          actor: user.id,
          correlationId: caller.correlationId,
        }),
      );
      // Only publishers write to the event log. For viewers, only the report is stored.
      if (!found.valid && user.role !== 'viewer') {
        const entry = named.slug === null ? null : await lockEntry(tx, kind, user.namespace, named.slug);
        await appendEvent(tx, user, caller, {
          action: 'VALIDATION_FAILED',
          kind,
          effect: 'validation_failed',
          entry: { id: entry?.id ?? null, slug: named.slug, namespace: user.namespace },
          version: named.version,
          reportId: id,
        });
      }
      return { ...found, reportId: id };
    },
  );
}

const utf8 = new TextEncoder();

/** What identifies the input under an idempotency key. The result is not part of it: it depends on what is published by then. */
function identityOf({ manifest, files }: ValidateInput, acknowledge: readonly string[]): string {
  const hashes = files.map(({ path, bytes, problem }) => [path, sha256Hex(bytes), problem?.code ?? null]);
  return sha256Hex(utf8.encode(textOf([manifest, hashes, acknowledge])));
}

/** In canonical form, unless something has none, such as a lone surrogate. */
function textOf(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}

/** The entry that a definition would be published to. Null if it is a new one, or has this version already. */
async function openEntry({ db }: Services, user: User, { kind, slug, version }: Definition): Promise<Entry | null> {
  const [entry] = await db.read(user, entriesBySlugs(kind, [user.namespace], [slug]));
  if (!entry) return null;
  const taken = await db.read(user, headsByNumbers(kind, [entry.id], [version]));
  return taken.some(({ status }) => status !== 'DRAFT') ? null : entry;
}

/** Compares a definition with what is published. */
async function compare(
  { db }: Services,
  user: User,
  definition: Definition,
  entry: Entry,
  acknowledge: readonly string[],
): Promise<CompatibilityCheck | null> {
  const { kind, version, manifest, files } = definition;
  const mcpServers = definition.kind === 'AGENT' ? definition.mcpServers : null;
  const content = { kind, entry, version, manifest, mcpServers, files, acknowledge };
  return checkCompatibility((query) => db.read(user, query), content);
}

/** Whom publishing a definition would touch. */
async function planned({ db }: Services, user: User, definition: Definition, entry: Entry): Promise<Impact> {
  if (definition.draft) return noImpact;
  const { kind, version, manifest } = definition;
  const states = afterPublish(version, entry, visibilityIn(manifest));
  return findImpact({ run: (query) => db.read(user, query) }, kind, entry.id, states);
}
