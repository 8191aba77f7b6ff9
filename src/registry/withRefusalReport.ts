import { randomUUID } from 'node:crypto';
import { canonicalJson, identify, manifestFile } from '../../packages/manifest/index.ts';
import type { Kind } from '../db/kindTables.ts';
import { insertReport, lastRefusal } from '../db/validationReport.ts';
import {
  type DefinitionIssue,
  DependencyUnresolved,
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

/** Runs a publish; when it is refused for what it says, files the refusal (issues and the manifest, never its files) and tells the feed. */
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
    if (issues && !input.dryRun) await fileRefusal(services, caller, user, kind, input.manifest, issues);
    throw error;
  }
}

/**
 * Files a refusal. A registry that is started again is refused the same again by itself: it is told once, until
 * something else happens to the entry.
 */
async function fileRefusal(
  services: Services,
  caller: Caller,
  user: User,
  kind: Kind,
  manifest: unknown,
  issues: readonly DefinitionIssue[],
) {
  const { slug, version } = identify(kind, manifest);
  const reportId = randomUUID();
  const isFiled = await services.db.transact(user, async (tx) => {
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
  if (isFiled) await services.feed.advance().catch(() => {});
}

/** A refusal as issues; null for what is no judgement on the definition. */
function issuesOf(error: unknown, kind: Kind): readonly DefinitionIssue[] | null {
  if (error instanceof ManifestInvalid) return error.issues;
  if (!(error instanceof VersionExists || error instanceof DependencyUnresolved)) return null;
  return [asIssue(error, kind)];
}

const asIssue = (error: RegistryError, kind: Kind): DefinitionIssue => ({
  file: manifestFile[kind],
  path: error instanceof VersionExists ? 'version' : '',
  code: error.code.toLowerCase(),
  message: error.message,
  severity: 'error',
});
