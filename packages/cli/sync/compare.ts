import {
  AgentsOfNamespaceDocument,
  type AgentsOfNamespaceQuery,
  type Client,
  type Document,
  TemplatesOfNamespaceDocument,
  type TemplatesOfNamespaceQuery,
  VersionFilesByIdDocument,
} from '../../client/index.ts';
import { isSameContent, type Kind } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';

/** How a definition compares with the registry. */
export type State = 'new' | 'unchanged' | 'changed' | 'refused' | 'not valid' | 'remote only';

export interface Comparison {
  id: string;
  /** In the folder; null for an entry that is only in the registry. */
  version: string | null;
  /** The current version in the registry; null when there is none. */
  current: string | null;
  state: State;
  reason: string;
  collected: Collected | null;
}

type Entries = AgentsOfNamespaceQuery | TemplatesOfNamespaceQuery;

const documents: Record<Kind, Document<Entries, { namespace: string; after?: string | null }>> = {
  AGENT: AgentsOfNamespaceDocument,
  TEMPLATE: TemplatesOfNamespaceDocument,
};

/** Compares the definitions of a folder with the entries of a namespace. */
export async function compare(
  client: Client,
  kind: Kind,
  namespace: string,
  collected: readonly Collected[],
): Promise<Comparison[]> {
  const current = await currentVersions(client, kind, namespace);
  const compared: Comparison[] = [];
  for (const each of collected) {
    const { state, reason } = await stateOf(client, namespace, each);
    const { slug: id, version } = each;
    compared.push({ id, version, current: current.get(id) ?? null, state, reason, collected: each });
  }
  const here = new Set(collected.map(({ slug }) => slug));
  for (const [id, version] of current) {
    if (here.has(id)) continue;
    compared.push({ id, version: null, current: version, state: 'remote only', reason: '', collected: null });
  }
  return compared;
}

/** By id: the version number of the current version, null for an entry without one. */
async function currentVersions(client: Client, kind: Kind, namespace: string): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  let after: string | null = null;
  do {
    const { entries }: Entries = await client.request(documents[kind], { namespace, after });
    for (const { node } of entries.edges) found.set(node.slug, node.currentVersion?.version ?? null);
    after = entries.pageInfo.hasNextPage ? (entries.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return found;
}

async function stateOf(client: Client, namespace: string, { kind, definition, slug: id, files }: Collected) {
  if (!definition) return { state: 'not valid', reason: 'see above' } as const;
  const { version } = definition;
  const { agent, template } = await client.request(VersionFilesByIdDocument, { id, namespace, version, exact: true });
  const there = (kind === 'AGENT' ? agent : template)?.exact;
  if (!there) return { state: 'new', reason: '' } as const;
  const isDraft = there.status === 'DRAFT';
  if (isSameContent(there, definition.authored, files) && (!isDraft || definition.draft))
    return { state: 'unchanged', reason: '' } as const;
  if (isDraft) return { state: 'new', reason: 'replaces a draft' } as const;
  return {
    state: 'changed',
    reason: `${version} is already published with other content; change the version number`,
  } as const;
}
