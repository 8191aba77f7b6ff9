import { randomUUID } from 'node:crypto';
import { type BundleFile, type Definition, identify, parseDefinition } from '../../packages/manifest/index.ts';
import { entriesBySlugs } from '../db/entry.ts';
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
  /** Null when there is no earlier release to compare with, or the version number is taken. */
  compatibility: CompatibilityCheck | null;
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
  const { definition, issues: own } = parseDefinition(kind, input, readOptions(services));
  const compatibility = definition ? await compare(services, user, definition, acknowledge) : null;
  const isRefused = compatibility !== null && !compatibility.compatible && compatibility.policy === 'STRICT';
  const issues = [...own, ...compatibilityIssues(kind, compatibility, isRefused ? 'error' : 'warning')];
  const valid = definition !== null && !isRefused;
  const found = { valid, digest: definition?.digest ?? null, issues, compatibility };
  if (input.dryRun) return { ...found, reportId: null };

  return write(
    services,
    user,
    mutationName('validate', kind),
    found,
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

/** Compares a definition with what is published in the user's namespace, unless its number is taken already. */
async function compare(
  { db }: Services,
  user: User,
  definition: Definition,
  acknowledge: readonly string[],
): Promise<CompatibilityCheck | null> {
  const { kind, slug, version, manifest, files } = definition;
  const [entry] = await db.read(user, entriesBySlugs(kind, [user.namespace], [slug]));
  if (!entry) return null;
  const taken = await db.read(user, headsByNumbers(kind, [entry.id], [version]));
  if (taken.some(({ status }) => status !== 'DRAFT')) return null;
  const mcpServers = definition.kind === 'AGENT' ? definition.mcpServers : null;
  const content = { kind, entry, version, manifest, mcpServers, files, acknowledge };
  return checkCompatibility((query) => db.read(user, query), content);
}
