/** The files of a published version. */
export interface BundleIndex {
  kind: 'AGENT' | 'TEMPLATE';
  namespace: string;
  /** The agentId or templateId. */
  id: string;
  version: string;
  digest: string;
  digestRule: number;
  files: readonly { path: string; size: number; sha256: string }[];
}

/**
 * `agents/reviewer/1.0.0/bundle.json`, and `agents/@team-a/reviewer/1.0.0/bundle.json` for a namespace other than
 * `default`. No id starts with `@`.
 */
export function indexPath({ kind, namespace, id, version }: BundleIndex): string {
  const home = kind === 'AGENT' ? 'agents' : 'templates';
  return [home, ...(namespace === 'default' ? [] : [`@${namespace}`]), id, version, 'bundle.json'].join('/');
}

export function textOfIndex({ kind, namespace, id, version, digest, digestRule, files }: BundleIndex): string {
  const list = files.map(({ path, size, sha256 }) => ({ path, size, sha256 }));
  return `${JSON.stringify({ kind, namespace, id, version, digest, digestRule, files: list }, null, 2)}\n`;
}
