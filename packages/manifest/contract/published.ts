import { currentDigestRule, digestOfFiles, type FileEntry, isDigestRule, sha256Hex } from '../values/digest.ts';
import { type Kind, manifestFile } from '../values/kind.ts';
import { type BundleFile, BundleLimits, filePathProblem, foldPath, pathsBelowFiles } from './bundle.ts';

/** The content received is not the content that was published. */
export class NotAsPublished extends Error {
  override readonly name = 'NotAsPublished';
}

/**
 * Checks the file list of a version before any file is downloaded: the gateway is not trusted.
 *
 * @throws NotAsPublished unless the files can be written to a folder
 */
export function checkList(kind: Kind, files: readonly FileEntry[]): void {
  const refuse = (why: string) => new NotAsPublished(`The gateway returned an invalid file list: ${why}`);
  for (const { path, size } of files) {
    const problem = filePathProblem(kind, path);
    if (problem) throw refuse(`${JSON.stringify(path.slice(0, 100))}: ${problem.message}`);
    // A negative one would make room for another that exceeds the maximum.
    if (!Number.isSafeInteger(size) || size < 0)
      throw refuse(`${JSON.stringify(path.slice(0, 100))}: The size must be a whole number of bytes.`);
  }
  const folded = new Map(files.map(({ path }) => [foldPath(path), path]));
  if (folded.size !== files.length) throw refuse('Two files have the same path.');
  if (pathsBelowFiles(folded).length > 0) throw refuse('A file is also a folder.');
  if (!files.some(({ path }) => path === manifestFile[kind])) throw refuse(`${manifestFile[kind]} is missing.`);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length > BundleLimits.files || bytes > BundleLimits.bytes)
    throw refuse('There are too many files, or they are too large.');
}

/** Throws NotAsPublished unless the bytes match the list. */
export function checkFile({ path, size, sha256 }: FileEntry, bytes: Uint8Array): void {
  if (bytes.length === size && sha256Hex(bytes) === sha256) return;
  throw new NotAsPublished(`${path} is not the published file: its digest differs.`);
}

/**
 * Checks that the files together are the version with this digest.
 *
 * @param rule the `digestRule` of the version
 * @throws NotAsPublished, also for a rule that this program does not support
 */
export function checkVersion(
  kind: Kind,
  files: readonly BundleFile[],
  digest: string,
  rule: number = currentDigestRule,
): void {
  if (!isDigestRule(rule))
    throw new NotAsPublished(`The digest uses rule ${rule}, which this program does not support. Update it.`);
  if (digestOfFiles(manifestIn(kind, files), files, rule) === digest) return;
  throw new NotAsPublished('The files are not the published version: the digest differs.');
}

function manifestIn(kind: Kind, files: readonly BundleFile[]): unknown {
  const file = files.find(({ path }) => path === manifestFile[kind]);
  try {
    return JSON.parse(new TextDecoder().decode(file?.bytes));
  } catch {
    throw new NotAsPublished(`${manifestFile[kind]} is not valid JSON.`);
  }
}
