import { unknownEnvironment } from '../../packages/manifest/contract/planRun.ts';
import { type Lock, planFor, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import { NotFound, RequestError, type UnresolvedDependency } from '../errors.ts';
import { findTemplateVersion } from './findTemplateVersion.ts';
import { lockTemplate } from './lockTemplate.ts';
import { usedInPlan } from './planNeeds.ts';
import type { Reader } from './reader.ts';

/** What a template needs in exact versions now; `lock` is null if something is unresolved. */
export interface TemplateLock {
  lock: Lock | null;
  unresolved: readonly UnresolvedDependency[];
}

/**
 * Resolves what a run of a template would use, without variables.
 *
 * @param asked exact version number or range; null for the current version
 * @returns null for a template that is disabled or removed, or has no such version
 * @throws RequestError for an environment that the version does not have
 */
export async function templateLock(
  reader: Reader,
  template: Entry,
  asked: string | null,
  environment: string | null,
): Promise<TemplateLock | null> {
  if (template.status === 'DISABLED' || template.removedAt) return null;
  const version = await findTemplateVersion(reader, template, asked).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!version) return null;
  const manifest = version.manifest as unknown as TemplateManifest;
  const unknown = unknownEnvironment(manifest, environment);
  if (unknown) throw new RequestError('BAD_USER_INPUT', unknown.message);
  const used = usedInPlan(planFor(manifest, environment).steps);
  const locked = await lockTemplate(reader, template, version, used, environment);
  return 'unresolved' in locked ? { lock: null, unresolved: locked.unresolved } : { lock: locked.lock, unresolved: [] };
}
