import {
  type BundleFile,
  BundleLimits,
  digestOf,
  type FileEntry,
  filePathProblem,
  type Kind,
  manifestFile,
  sha256Hex,
} from '../../../packages/shared/manifest/index.ts';
import { Problem } from '../problem.ts';

/** Throws unless a folder can be made of these files: a gateway is trusted no more than anybody else. */
export function checkList(kind: Kind, files: readonly FileEntry[]): void {
  const refuse = (why: string) => new Problem(`The gateway lists files that are no definition: ${why}`);
  for (const { path } of files) {
    const problem = filePathProblem(kind, path);
    if (problem) throw refuse(`${JSON.stringify(path.slice(0, 100))}: ${problem.message}`);
  }
  const paths = new Set(files.map(({ path }) => path.normalize('NFC').toLowerCase()));
  if (paths.size !== files.length) throw refuse('Two of them have one path.');
  if (!files.some(({ path }) => path === manifestFile[kind])) throw refuse(`There is no ${manifestFile[kind]}.`);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length > BundleLimits.files || bytes > BundleLimits.bytes)
    throw refuse('There are too many, or they are too large.');
}

/** Throws unless the bytes are those that were listed. */
export function checkFile({ path, size, sha256 }: FileEntry, bytes: Uint8Array): void {
  if (bytes.length === size && sha256Hex(bytes) === sha256) return;
  throw new Problem(`${path} is not what was published: its digest is another one. Nothing was written.`);
}

/** Throws unless the files together are the version that was published. */
export function checkVersion(kind: Kind, files: readonly BundleFile[], digest: string): void {
  const entries = files.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256Hex(bytes) }));
  if (digestOf(manifestIn(kind, files), entries) === digest) return;
  throw new Problem(
    'The files are not the version that was published: its digest is another one. Nothing was written.',
  );
}

function manifestIn(kind: Kind, files: readonly BundleFile[]): unknown {
  const file = files.find(({ path }) => path === manifestFile[kind]);
  try {
    return JSON.parse(new TextDecoder().decode(file?.bytes));
  } catch {
    throw new Problem(`${manifestFile[kind]} is no JSON. Nothing was written.`);
  }
}
