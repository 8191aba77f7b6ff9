import { ConsoleUsedByDocument, ConsoleUsesDocument } from '../../generated/graphql.ts';
import { ask, type Kinds } from '../api/gateway.ts';
import type { EntryAddress } from './useEntry.ts';

export interface Neighbour extends EntryAddress {
  key: string;
  version: string | null;
  /** How many edges away from where the graph begins. */
  distance: number;
}

export interface Neighbourhood {
  nodes: Neighbour[];
  /** From who uses to what is used. */
  edges: { from: string; to: string; range: string }[];
  /** True when there is more than is shown. */
  isCut: boolean;
}

const maxNodes = 120;
/** The name of an entry in a graph. */
export const keyOf = ({ kinds, namespace, id }: EntryAddress) => `${kinds}/${namespace}/${id}`;

/** Everything within `depth` edges of an entry, in both directions; level by level, each level at once. */
export async function neighbourhood(start: EntryAddress, depth: number, signal: AbortSignal): Promise<Neighbourhood> {
  const nodes = new Map<string, Neighbour>();
  const edges = new Map<string, Neighbourhood['edges'][number]>();
  let isCut = false;
  const add = (address: EntryAddress, version: string | null, distance: number): string | null => {
    const key = keyOf(address);
    if (nodes.has(key)) return key;
    if (nodes.size >= maxNodes) {
      isCut = true;
      return null;
    }
    nodes.set(key, { ...address, key, version, distance });
    return key;
  };
  add(start, null, 0);
  for (let distance = 0; distance < depth; distance += 1) {
    const level = [...nodes.values()].filter((node) => node.distance === distance);
    const found = await Promise.all(level.map((node) => edgesOf(node, signal)));
    for (const { uses, version, key, isMore } of found) {
      isCut ||= isMore;
      const known = nodes.get(key);
      if (known && version !== null) known.version = version;
      for (const { from, to, range } of uses) {
        const source = add(from.address, from.version, distance + 1);
        const target = add(to.address, to.version, distance + 1);
        if (source && target) edges.set(`${source} ${target}`, { from: source, to: target, range });
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], isCut };
}

interface Side {
  address: EntryAddress;
  version: string | null;
}

interface Found {
  key: string;
  version: string | null;
  uses: { from: Side; to: Side; range: string }[];
  isMore: boolean;
}

async function edgesOf(node: Neighbour, signal: AbortSignal): Promise<Found> {
  const { kinds, namespace, id, key } = node;
  const self = { address: { kinds, namespace, id }, version: node.version };
  if (kinds === 'agents') {
    const { entry } = await ask(ConsoleUsedByDocument, { id, namespace, first: 50 }, signal);
    const templates = entry?.templates.edges.map((edge) => edge.node) ?? [];
    return {
      key,
      version: null,
      isMore: entry?.templates.pageInfo.hasNextPage ?? false,
      uses: templates.map(({ slug, namespace: of, currentVersion }) => ({
        from: {
          address: { kinds: 'templates' as const, namespace: of, id: slug },
          version: currentVersion?.version ?? null,
        },
        to: self,
        range: currentVersion?.supportedAgents.find(({ agentId }) => agentId === id)?.range ?? '',
      })),
    };
  }
  const { entry } = await ask(ConsoleUsesDocument, { id, namespace }, signal);
  const version = entry?.currentVersion;
  const used = (of: Kinds, name: string, at: string | undefined, range: string, resolved: string | undefined) => ({
    from: self,
    to: { address: { kinds: of, namespace: at ?? namespace, id: name }, version: resolved ?? null },
    range,
  });
  return {
    key,
    version: version?.version ?? null,
    isMore: false,
    uses: [
      ...(version?.supportedAgents ?? []).map(({ agentId, range, agent, resolvedVersion }) =>
        used('agents', agentId, agent?.namespace, range, resolvedVersion?.version),
      ),
      ...(version?.dependencies ?? []).map(({ templateId, range, template, resolvedVersion }) =>
        used('templates', templateId, template?.namespace, range, resolvedVersion?.version),
      ),
    ],
  };
}
