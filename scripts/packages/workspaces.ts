import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the build reads of a package.json. */
export interface PackageJson {
  name: string;
  version: string;
  private?: boolean;
  engines: { node: string };
  bin?: Record<string, string>;
  exports: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** A package of this repository. */
export interface Workspace {
  /** Its folder, from the root: `packages/client`. */
  folder: string;
  /** The name of its folder: `client`. */
  slug: string;
  manifest: PackageJson;
}

const readJson = async (path: string) => JSON.parse(await readFile(`${root}${path}`, 'utf8'));

/** The packages that can be installed elsewhere, of those that the root package.json lists: those that others depend on first. */
export async function readWorkspaces(): Promise<Workspace[]> {
  const { workspaces }: { workspaces: string[] } = await readJson('package.json');
  const all = await Promise.all(
    workspaces.map(async (folder) => ({
      folder,
      slug: folder.slice('packages/'.length),
      manifest: (await readJson(`${folder}/package.json`)) as PackageJson,
    })),
  );
  return all.filter(({ manifest }) => 'exports' in manifest); // The console is built, not installed.
}
