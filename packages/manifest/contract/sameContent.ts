import { digestOfFiles, isDigestRule, sha256Hex } from '../values/digest.ts';
import { manifestFile } from '../values/kind.ts';
import { isTextFile, withCrlf, withLineFeeds, withoutLineEnds } from '../values/textFile.ts';
import type { BundleFile } from './bundle.ts';

/** What identifies the content of a published version. */
export interface PublishedDigest {
  digest: string;
  digestRule: number;
}

/**
 * Whether a definition has the content of a published version, by the rule of its digest. Under
 * rule 1, which counts every byte, a checkout of the same text with other line endings also has the same content.
 *
 * @param files the other files of the definition
 */
export function isSameContent(
  { digest, digestRule }: PublishedDigest,
  authored: unknown,
  files: readonly BundleFile[],
): boolean {
  if (!isDigestRule(digestRule)) return false;
  if (digestOfFiles(authored, files, digestRule) === digest) return true;
  if (digestRule !== 1) return false;
  return [withLineFeeds, withCrlf].some((written) => digestOfFiles(authored, mapTexts(files, written), 1) === digest);
}

const mapTexts = (files: readonly BundleFile[], change: (bytes: Uint8Array) => Uint8Array): BundleFile[] =>
  files.map(({ path, bytes }) => ({ path, bytes: isTextFile(path, bytes) ? change(bytes) : bytes }));

/**
 * The files in which two definitions differ only in line endings (or a byte order mark); null when
 * they differ in anything else. The manifest file is not compared here.
 */
export function filesWithOtherLineEnds(one: readonly BundleFile[], other: readonly BundleFile[]): string[] | null {
  const [left, right] = [byPath(one), byPath(other)];
  if (left.size !== right.size) return null;
  const differing: string[] = [];
  for (const [path, bytes] of left) {
    const opposite = right.get(path);
    if (!opposite) return null;
    if (sha256Hex(bytes) === sha256Hex(opposite)) continue;
    if (!isTextFile(path, bytes) || !isTextFile(path, opposite)) return null;
    if (sha256Hex(withoutLineEnds(bytes)) !== sha256Hex(withoutLineEnds(opposite))) return null;
    differing.push(path);
  }
  return differing.length > 0 ? differing.sort() : null;
}

const byPath = (files: readonly BundleFile[]): Map<string, Uint8Array> =>
  new Map(
    files
      .filter(({ path }) => !Object.values<string>(manifestFile).includes(path))
      .map(({ path, bytes }) => [path, bytes]),
  );
