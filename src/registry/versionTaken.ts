import {
  type BundleFile,
  canonicalJson,
  type Definition,
  filesWithOtherLineEnds,
  manifestFile,
  sha256Hex,
} from '../../packages/manifest/index.ts';
import type { Version } from '../db/version.ts';
import { VersionExists } from '../errors.ts';
import { quoted } from './quoted.ts';
import type { Services } from './services.ts';

const maxNamed = 5;

/**
 * The error for a version number that is taken by other content. If the two differ only in line endings, the message
 * lists the files. Reads files of the published version, so it runs outside of a transaction.
 */
export async function versionTaken(
  { artifacts }: Services,
  definition: Definition,
  files: readonly BundleFile[],
  published: Version,
): Promise<VersionExists> {
  const differing =
    canonicalJson(definition.manifest) === canonicalJson(published.manifest)
      ? await otherLineEnds(artifacts, files, published).catch(() => null)
      : null;
  const { slug } = definition;
  if (differing === null) return new VersionExists(slug, published.version, published.digest);
  const named = `${differing.slice(0, maxNamed).map(quoted).join(', ')}${differing.length > maxNamed ? ', …' : ''}`;
  return new VersionExists(slug, published.version, published.digest, `It differs only in line endings: ${named}.`);
}

async function otherLineEnds(
  artifacts: Services['artifacts'],
  files: readonly BundleFile[],
  published: Version,
): Promise<string[] | null> {
  const given = new Map(files.map((file) => [file.path, file]));
  const there: BundleFile[] = [];
  for (const { path, sha256 } of published.files) {
    if (path === manifestFile[published.kind]) continue;
    const file = given.get(path);
    if (!file) return null;
    const bytes = sha256Hex(file.bytes) === sha256 ? file.bytes : await artifacts.get(sha256);
    if (bytes === null) return null;
    there.push({ path, bytes });
  }
  return filesWithOtherLineEnds(there, files);
}
