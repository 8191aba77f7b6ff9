import { includedIn } from '../../packages/manifest/contract/included.ts';
import {
  type Kind,
  manifestFile,
  type TemplateManifest,
  type TemplateTestReport,
} from '../../packages/manifest/index.ts';
import { entriesBySlugs } from '../db/entry.ts';
import { versionByNumber } from '../db/version.ts';
import { ManifestInvalid } from '../errors.ts';
import type { User } from '../viewer.ts';
import { parseWithIncluded } from './includedTemplates.ts';
import { readOptions } from './readOptions.ts';
import type { Caller, Services } from './services.ts';
import { withRefusalReport } from './withRefusalReport.ts';

/** The tests of a draft, as they are now. */
export interface TestedDraft {
  versionId: string;
  tests: TemplateTestReport;
}

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
  kind: Kind,
  {
    namespace,
    id,
    version: number,
    dryRun = false,
  }: {
    namespace: string;
    id: string;
    version: string;
    dryRun?: boolean | null;
  },
): Promise<TestedDraft | null> {
  if (kind !== 'TEMPLATE') return null;
  const [entry] = await services.db.read(user, entriesBySlugs(kind, [namespace], [id]));
  const [version] = entry ? await services.db.read(user, versionByNumber(kind, entry.id, number)) : [];
  if (version?.status !== 'DRAFT') return null;
  const { status: _, ...manifest } = version.manifest;
  if (includedIn(manifest as unknown as TemplateManifest).length === 0) return null;
  const others = version.files.filter(({ path }) => path !== manifestFile[kind]);
  const files = await Promise.all(
    others.map(async ({ path, sha256 }) => ({ path, bytes: await services.artifacts.get(sha256) })),
  );
  const stored = files.flatMap(({ path, bytes }) => (bytes ? [{ path, bytes }] : []));
  if (stored.length < files.length) return null;
  const input = { manifest, files: stored };
  const { definition, issues, tests } = await parseWithIncluded(services, user, kind, input, readOptions(services));
  return withRefusalReport(services, caller, user, kind, { manifest, dryRun }, async () => {
    if (!definition) throw new ManifestInvalid(issues);
    return tests ? { versionId: version.id, tests } : null;
  });
}
