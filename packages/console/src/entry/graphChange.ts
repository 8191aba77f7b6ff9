import { nextVersion, satisfies } from '../../../manifest/index.ts';
import {
  ConsoleAgentVersionsDocument,
  type ConsoleImpactFragment,
  ConsoleTemplateVersionsDocument,
} from '../../generated/graphql.ts';
import { ask, kindsOf } from '../api/gateway.ts';
import type { Refusal } from '../api/outcome.ts';
import { type Change, makeChange } from './changes.ts';
import { keyOf, type Neighbourhood } from './neighbourhood.ts';
import type { EntryAddress } from './useEntry.ts';

/** A change that the graph can show before it is made. */
export interface GraphChange {
  /** As it stands in the address: `rollback:1.0.0`, `promote:2.0.0`, `remove`, `major`. */
  name: string;
  label: string;
  /** What the gateway is asked, as a dry run; null for the next major version, which follows from the ranges. */
  change: Change | null;
}

export interface Touched {
  effect: 'UNRESOLVED' | 'CHANGED';
  text: string;
}

export interface GraphImpact {
  refusal: Refusal | null;
  impact: ConsoleImpactFragment | null;
  /** What happens to a node, by its key. */
  nodes: ReadonlyMap<string, Touched>;
}

/** The changes that can be shown for an entry: a rollback to each earlier version, each draft, a removal, the next major version. */
export async function changesOf(
  { kinds, namespace, id }: EntryAddress,
  signal: AbortSignal,
): Promise<{ current: string | null; changes: GraphChange[] }> {
  const document = kinds === 'agents' ? ConsoleAgentVersionsDocument : ConsoleTemplateVersionsDocument;
  const { entry } = await ask(document, { id, namespace, first: 100 }, signal);
  const current = entry?.currentVersion?.version ?? null;
  const changes: GraphChange[] = [];
  for (const { node } of entry?.versions.edges ?? []) {
    const { version, status } = node;
    if (version === current) continue;
    if (status === 'DRAFT')
      changes.push({
        name: `promote:${version}`,
        label: `Publish the draft ${version}`,
        change: { action: 'promote', version },
      });
    else if (status === 'ACTIVE')
      changes.push({
        name: `rollback:${version}`,
        label: `Roll back to ${version}`,
        change: { action: 'rollback', version },
      });
  }
  if (entry) changes.push({ name: 'remove', label: 'Remove it', change: { action: 'remove' } });
  if (current !== null)
    changes.push({
      name: 'major',
      label: `Publish a breaking version, ${nextVersion(current, 'major')}`,
      change: null,
    });
  return { current, changes };
}

/** What a change touches: by the gateway's dry run, or by the ranges of the graph. */
export async function graphImpact(
  { change }: GraphChange,
  start: EntryAddress,
  current: string,
  graph: Neighbourhood,
): Promise<GraphImpact> {
  if (change === null) return { refusal: null, impact: null, nodes: touchedByMajor(start, current, graph) };
  const { refusal, impact } = await makeChange(change, {
    ...start,
    expectedCurrentVersion: current,
    reason: '',
    dryRun: true,
    idempotencyKey: '',
  });
  const nodes = new Map<string, Touched>();
  for (const { effect, kind, namespace, entryId, version, range, before, after } of impact?.dependents ?? []) {
    const key = keyOf({ kinds: kindsOf(kind), namespace, id: entryId });
    if (nodes.get(key)?.effect === 'UNRESOLVED') continue;
    const text =
      effect === 'UNRESOLVED' ? `${version}: ${range} no longer resolves` : `${version}: ${before} becomes ${after}`;
    nodes.set(key, { effect: effect === 'UNRESOLVED' ? 'UNRESOLVED' : 'CHANGED', text });
  }
  return { refusal, impact, nodes };
}

/** Whose range admits the next major version would get it; the others stay with what they have. */
function touchedByMajor(start: EntryAddress, current: string, { edges }: Neighbourhood): Map<string, Touched> {
  const next = nextVersion(current, 'major');
  const nodes = new Map<string, Touched>();
  for (const { from, to, range } of edges)
    if (to === keyOf(start) && range !== '' && satisfies(next, range))
      nodes.set(from, { effect: 'CHANGED', text: `${range} admits ${next}` });
  return nodes;
}
