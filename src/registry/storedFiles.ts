import { type BundleFile, type Definition, manifestFile, sha256Hex } from '../../packages/manifest/index.ts';
import type { Blob } from '../artifacts/artifacts.ts';
import type { VersionFile } from '../db/version.ts';

/** The files of a version as they are stored: the list for the row, and the contents for the file storage. */
export interface StoredFiles {
  list: VersionFile[];
  blobs: Blob[];
}

const utf8 = new TextEncoder();

/** All files of a definition, including the manifest, so that the folder can be restored. */
export function storedFiles(definition: Definition, files: readonly BundleFile[]): StoredFiles {
  const source = sourceFile(definition, files);
  const others = files.filter((file) => file.path !== source.path);
  const stored = [source, ...others].map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    sha256: sha256Hex(bytes),
    bytes,
  }));
  return {
    list: stored.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    blobs: stored.map(({ sha256, bytes }) => ({ sha256, bytes })),
  };
}

/** The manifest as a file: as sent in the bundle, or serialized from the value. */
function sourceFile(definition: Definition, files: readonly BundleFile[]): BundleFile {
  const path = manifestFile[definition.kind];
  const authored = files.find((file) => file.path === path);
  return authored ?? { path, bytes: utf8.encode(`${JSON.stringify(definition.authored, null, 2)}\n`) };
}
