import {
  AgentsOfNamespaceDocument,
  type AgentsOfNamespaceQuery,
  type Client,
  type Document,
  TemplatesOfNamespaceDocument,
  type TemplatesOfNamespaceQuery,
  VersionFilesByIdDocument,
} from '../../client/index.ts';
import { isSameContent, isSlug, type Kind } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { nounOf } from '../kinds.ts';
import { Problem } from '../problem.ts';

/** How a definition compares with the registry. `remote newer` is known only where the registry is the source. */
export type State = 'new' | 'unchanged' | 'changed' | 'refused' | 'not valid' | 'remote only' | 'remote newer';

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

/** A folder compared with the entries of a namespace. */
export interface Compared {
  rows: Comparison[];
  /** Disabled entries that are not in the folder. They are not among the rows. */
  disabledCount: number;
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
): Promise<Compared> {
  const entries = await entriesIn(client, kind, namespace);
  const rows: Comparison[] = [];
  for (const each of collected) {
    const { state, reason } = await stateOf(client, namespace, each);
    const { slug: id, version } = each;
    const { current = null, isDisabled = false } = entries.get(id) ?? {};
    const disabled = isDisabled ? `disabled; \`registry enable ${nounOf[kind]} ${id}\` makes it active` : '';
    rows.push({
      id,
      version,
      current,
      state,
      reason: [reason, disabled].filter(Boolean).join('. '),
      collected: each,
    });
  }
  const here = new Set(collected.map(({ slug }) => slug));
  const others = [...entries].filter(([id]) => !here.has(id));
  for (const [id, { current, isDisabled }] of others)
    if (!isDisabled) rows.push({ id, version: null, current, state: 'remote only', reason: '', collected: null });
  return { rows, disabledCount: others.filter(([, { isDisabled }]) => isDisabled).length };
}

interface RemoteEntry {
  /** Null for an entry without a current version. */
  current: string | null;
  isDisabled: boolean;
}

/** The entries of a namespace, by id. */
async function entriesIn(client: Client, kind: Kind, namespace: string): Promise<Map<string, RemoteEntry>> {
  const found = new Map<string, RemoteEntry>();
  let after: string | null = null;
  do {
    const { entries }: Entries = await client.request(documents[kind], { namespace, after });
    for (const { node } of entries.edges) {
      // It becomes the name of a folder.
      if (!isSlug(node.slug))
        throw new Problem(`The gateway returned an invalid id of ${kind === 'AGENT' ? 'an agent' : 'a template'}.`);
      found.set(node.slug, { current: node.currentVersion?.version ?? null, isDisabled: node.status === 'DISABLED' });
    }
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
