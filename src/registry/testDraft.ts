import { includedIn } from '../../packages/manifest/contract/included.ts';
import { manifestFile, type TemplateManifest, type TemplateTestReport } from '../../packages/manifest/index.ts';
import type { Version } from '../db/version.ts';
import { ManifestInvalid } from '../errors.ts';
import type { User } from '../viewer.ts';
import { parseWithIncluded } from './includedTemplates.ts';
import { readOptions } from './readOptions.ts';
import type { Caller, Services } from './services.ts';
import { withRefusalReport } from './withRefusalReport.ts';

/**
 * Checks and tests a draft of a template that includes others by the rules of a publish, before the transaction that
 * publishes it: what it includes may have been missing when the draft was uploaded, or may have changed since.
 *
 * @returns null for all others, and while a template that it includes is not available
 * @throws ManifestInvalid, which is reported like that of a publish
 */
export async function testDraft(
  services: Services,
  caller: Caller,
  user: User,
  draft: Version,
  dryRun: boolean | null,
): Promise<TemplateTestReport | null> {
  const { kind } = draft;
  if (kind !== 'TEMPLATE') return null;
  const { status: _, ...manifest } = draft.manifest;
  if (includedIn(manifest as unknown as TemplateManifest).length === 0) return null;
  const others = draft.files.filter(({ path }) => path !== manifestFile[kind]);
  const files = await Promise.all(
    others.map(async ({ path, sha256 }) => ({ path, bytes: await services.artifacts.get(sha256) })),
  );
  const stored = files.flatMap(({ path, bytes }) => (bytes ? [{ path, bytes }] : []));
  if (stored.length < files.length) return null;
  const input = { manifest, files: stored };
  const { definition, issues, tests } = await parseWithIncluded(services, user, kind, input, readOptions(services));
  return withRefusalReport(services, caller, user, kind, { manifest, dryRun }, async () => {
    if (!definition) throw new ManifestInvalid(issues);
    return tests ?? null;
  });
}
