import type { PackageJson } from './workspaces.ts';

/**
 * The package.json of the published package, made from the one beside the source: its modules are JavaScript with
 * declarations instead of TypeScript, and it may be published.
 *
 * @param repository `owner/name` on GitHub, where the package is published from; provenance requires it
 */
export function publishedManifest(
  { private: _, ...manifest }: PackageJson,
  repository: string | undefined,
): Record<string, unknown> & { bin?: Record<string, string> } {
  return {
    ...manifest,
    ...(repository ? { repository: { type: 'git', url: `git+https://github.com/${repository}.git` } } : {}),
    ...(manifest.bin ? { bin: mapValues(manifest.bin, javaScript) } : {}),
    exports: mapValues(manifest.exports, (path) =>
      path.endsWith('.ts') ? { types: path.replace(/\.ts$/, '.d.ts'), default: javaScript(path) } : path,
    ),
    publishConfig: { access: 'public' },
  };
}

const javaScript = (path: string): string => path.replace(/\.ts$/, '.js');

const mapValues = <From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
