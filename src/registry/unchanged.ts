import { type BundleFile, type Definition, isSameContent } from '../../packages/manifest/index.ts';
import { type Version, versionOfSlug } from '../db/version.ts';
import type { User } from '../viewer.ts';
import type { Services } from './services.ts';

/** A definition, whether it is uploaded as a draft, and the files that were sent with it. */
export interface Upload {
  definition: Definition;
  draft: boolean;
  bundle: readonly BundleFile[];
}

/** Whether a version already has this content, so that publishing it changes nothing. A draft is published all the same. */
export const isUnchanged = (version: Version, { definition, draft, bundle }: Upload): boolean =>
  (version.status !== 'DRAFT' || draft) && isSameContent(version, definition.authored, bundle);

/** The version that a publish would only repeat, found with one read; null if the publish must write. */
export async function findUnchanged(services: Services, user: User, upload: Upload): Promise<Version | null> {
  const { kind, slug, version: number } = upload.definition;
  const [version] = await services.db.read(user, versionOfSlug(kind, user.namespace, slug, number));
  return version && isUnchanged(version, upload) ? version : null;
}
