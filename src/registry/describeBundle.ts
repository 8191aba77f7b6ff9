import type { BundleIndex } from '../artifacts/bundleIndex.ts';
import type { VersionFile, VersionStatus } from '../db/version.ts';
import type { Services } from './services.ts';

/** What an index says of a version, beside its entry. */
interface Described {
  version: string;
  status: VersionStatus;
  digest: string;
  digestRule: number;
  files: readonly VersionFile[];
}

/**
 * Writes an index of the files of a published version next to the blobs, for people who inspect the storage. Drafts have
 * none. It is never read back, so if storage is unavailable the publish still succeeds; repeating it writes the index.
 */
export async function describeBundle(
  { artifacts }: Services,
  entry: Pick<BundleIndex, 'kind' | 'namespace' | 'id'>,
  { version, status, digest, digestRule, files }: Described,
): Promise<void> {
  if (status === 'DRAFT') return;
  await artifacts.describe({ ...entry, version, digest, digestRule, files }).catch(() => {});
}
