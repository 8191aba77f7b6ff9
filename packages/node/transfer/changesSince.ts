import type { Kind } from '../../manifest/index.ts';
import type { ExportReader } from './exportReader.ts';

/** An entry that changed. */
export interface ChangedEntry {
  kind: Kind;
  namespace: string;
  id: string;
  /** The version numbers that changed. Null for all: the log does not name each version that became readable. */
  versions: Set<string> | null;
  /** Whether it was removed, which is final. */
  wasRemoved: boolean;
}

/** Events that change nothing that an export contains. */
const others = new Set(['RATED', 'INSTANTIATED', 'VALIDATION_FAILED']);
/** Events that change nothing for the namespace of the entry. To others they give the entry, or take it away. */
const ofShares = new Set(['SHARED', 'UNSHARED', 'SHARE_DECLINED']);

/**
 * The entries that changed after a cursor, up to another one. What changed later may be among them.
 *
 * @param seesAll whether the caller sees all of a namespace, with or without a share
 * @throws what the reader throws: STALE_CURSOR, or BAD_USER_INPUT for what is not a cursor
 */
export async function changesSince(
  reader: ExportReader,
  since: string,
  upTo: string,
  namespaces: readonly string[] | null,
  seesAll: (namespace: string) => boolean,
): Promise<ChangedEntry[]> {
  const changed = new Map<string, ChangedEntry>();
  const [only = null] = namespaces?.length === 1 ? namespaces : [];
  let after: string | null = since;
  while (after !== null && after !== upTo) {
    const { edges, pageInfo } = await reader.events(after, only);
    for (const { node } of edges) {
      const { kind, namespace, entryId: id, version, action } = node;
      if (id == null || others.has(action) || (namespaces && !namespaces.includes(namespace))) continue;
      if (ofShares.has(action) && seesAll(namespace)) continue;
      const key = `${kind} ${namespace}/${id}`;
      const entry = changed.get(key) ?? { kind, namespace, id, versions: new Set<string>(), wasRemoved: false };
      changed.set(key, entry);
      if (action === 'REMOVED') entry.wasRemoved = true;
      else if (action === 'VISIBILITY_CHANGED' || ofShares.has(action)) entry.versions = null;
      else if (version != null) entry.versions?.add(version);
    }
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  }
  return [...changed.values()];
}
