import { randomUUID } from 'node:crypto';
import { canonicalJson, identify, manifestFile } from '../../packages/manifest/index.ts';
import type { Kind } from '../db/kindTables.ts';
import { insertReport, lastRefusal } from '../db/validationReport.ts';
import {
  type DefinitionIssue,
  DependencyUnresolved,
  IncompatibleChange,
  ManifestInvalid,
  type RegistryError,
  VersionExists,
} from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import { lockEntry } from './lockEntry.ts';
import { reportedManifest } from './reportedManifest.ts';
import type { Caller, Services } from './services.ts';
import { systemUser } from './systemUser.ts';

/** Runs a publish. If the definition is refused, stores a validation report (issues and manifest, never files) and an event. */
export async function withRefusalReport<Result>(
  services: Services,
  caller: Caller,
  user: User,
  kind: Kind,
  input: { manifest: unknown; dryRun?: boolean | null },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const issues = issuesOf(error, kind);
    if (issues && !input.dryRun) await reportRefusal(services, caller, user, kind, input.manifest, issues);
    throw error;
  }
}

/**
 * Stores the report of a refusal. A registry that publishes the same invalid definition at every start reports it only
 * once, until something else happens to the entry.
 */
async function reportRefusal(
  services: Services,
  caller: Caller,
  user: User,
  kind: Kind,
  manifest: unknown,
  issues: readonly DefinitionIssue[],
) {
  const { slug, version } = identify(kind, manifest);
  const reportId = randomUUID();
  const isStored = await services.db.transact(user, async (tx) => {
    const { namespace } = user;
    const entry = slug === null ? null : await lockEntry(tx, kind, namespace, slug);
    const kept = reportedManifest(manifest);
    if (slug !== null && user.id === systemUser.id) {
      const [last] = await tx.run(lastRefusal(kind, namespace, slug, user.id));
      if (last && canonicalJson([last.issues, last.manifest]) === canonicalJson([issues, kept])) return false;
    }
    await tx.run(
      insertReport({
        id: reportId,
        namespace,
        kind,
        slug,
        version,
        valid: false,
        digest: null,
        issues: [...issues],
        manifest: kept,
        actor: user.id,
        correlationId: caller.correlationId,
      }),
    );
    await appendEvent(tx, user, caller, {
      action: 'VALIDATION_FAILED',
      kind,
      effect: 'validation_failed',
      entry: { id: entry?.id ?? null, slug, namespace },
      version,
      reportId,
    });
    return true;
  });
  if (isStored) await services.feed.advance().catch(() => {});
}

/** The error as issues. Null if it is not about the definition. */
function issuesOf(error: unknown, kind: Kind): readonly DefinitionIssue[] | null {
  if (error instanceof ManifestInvalid) return error.issues;
  if (error instanceof IncompatibleChange) return error.changes.map((change) => asIssue(error, kind, change));
  if (!(error instanceof VersionExists || error instanceof DependencyUnresolved)) return null;
  return [asIssue(error, kind)];
}

const asIssue = (error: RegistryError, kind: Kind, message = error.message): DefinitionIssue => ({
  file: manifestFile[kind],
  path: error instanceof VersionExists ? 'version' : '',
  code: error.code.toLowerCase(),
  message,
  severity: 'error',
});
