import type { Workspace } from './workspaces.ts';

/**
 * What is wrong with the dependencies of a package: one that it imports and does not list, or lists and does not import.
 *
 * @param imports the packages that its published files import
 * @param peersOf the peer dependencies of a package of this repository, which its dependents must list as well
 */
export function dependencyProblems({ manifest }: Workspace, imports: ReadonlySet<string>, peers: readonly string[]) {
  const listed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const missing = [...imports].filter((name) => name !== manifest.name && !listed.includes(name));
  const unused = Object.keys(manifest.dependencies ?? {}).filter((name) => !imports.has(name) && !peers.includes(name));
  return [
    ...missing.map((name) => `${manifest.name} imports ${name}, which its package.json does not list.`),
    ...unused.map((name) => `${manifest.name} lists ${name}, which it does not import.`),
  ];
}
