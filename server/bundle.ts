import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

/** Where the bundles are, each in a folder of its own that is never changed. */
export const bundlesFolder = new URL('node_modules/.cache/gateway/', root);

/** Describes the bundle that was built last, as a `Bundle` in JSON. */
export const lastBundle = new URL('last.json', bundlesFolder);

/** The module of a bundle that is loaded first: `server/start.ts` and what it imports. */
export const bundleEntry = 'start.mjs';

export interface Bundle {
  /** The name of its folder. */
  folder: string;
  /** `digestOf` the sources when it was built. */
  digest: string;
  /** The files of this repository that it was built from, relative to its root, in a fixed order. */
  sources: string[];
}

/** Of names and contents, not of times: the same in a copy, such as an image. Throws when a file is not there. */
export function digestOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(`${source}\n`).update(readFileSync(new URL(source, root)));
  return hash.digest('hex');
}

/** The entry of the bundle, if it was built from the sources as they are now; null otherwise. */
export function upToDateBundle(): URL | null {
  try {
    const { folder, digest, sources }: Bundle = JSON.parse(readFileSync(lastBundle, 'utf8'));
    const entry = new URL(`${folder}/${bundleEntry}`, bundlesFolder);
    return digest === digestOf(sources) && existsSync(entry) ? entry : null;
  } catch {
    return null; // Not built, or a source is gone.
  }
}
