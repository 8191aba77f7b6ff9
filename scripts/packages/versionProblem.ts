import type { Workspace } from './workspaces.ts';

/**
 * Why this version must not be released; null when it may. All packages have the version of the root package.json and
 * depend on exactly that version of each other. A release that a tag has started is the one that the tag names.
 */
export function versionProblem(
  version: string,
  workspaces: readonly Workspace[],
  { GITHUB_REF_TYPE, GITHUB_REF_NAME }: NodeJS.ProcessEnv = {},
): string | null {
  for (const { manifest } of workspaces) {
    if (manifest.version !== version)
      return `${manifest.name} has the version ${manifest.version}, the repository ${version}: they must be equal.`;
    const own = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@nofx/'));
    for (const [name, range] of own)
      if (range !== version) return `${manifest.name} depends on ${name} ${range}: must be ${version}.`;
  }
  if (GITHUB_REF_TYPE !== 'tag' || GITHUB_REF_NAME === `v${version}`) return null;
  return `The tag is ${GITHUB_REF_NAME}, the version of the packages ${version}: the tag must be v${version}.`;
}
