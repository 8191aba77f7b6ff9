import type { ChangeKind } from '../contract/diff.ts';
import type { Lock, LockedAgent, LockedTemplate } from '../contract/lock.ts';
import type { Kind } from '../values/kind.ts';

/** A file or an MCP server of a part that changed. */
export interface LockedItemChange {
  kind: 'PROMPT' | 'FILE' | 'MCP_SERVER';
  /** Path of a file, or name of an MCP server. */
  name: string;
  change: ChangeKind;
  /** SHA-256 before and after. Null where there is none. */
  before: string | null;
  after: string | null;
}

/** A template or an agent that differs between two locks. */
export interface LockedPartChange {
  kind: Kind;
  namespace: string;
  slug: string;
  change: ChangeKind;
  /** Null where there is none. */
  before: { version: string; digest: string } | null;
  after: { version: string; digest: string } | null;
  items: LockedItemChange[];
}

/** The parts that differ between two locks: the template first, then the other templates and the agents by name. */
export function compareLocks(before: Lock, after: Lock): LockedPartChange[] {
  return [
    ...compareParts('TEMPLATE', [before.template], [after.template]),
    ...compareParts('TEMPLATE', before.templates, after.templates),
    ...compareParts('AGENT', before.agents, after.agents),
  ];
}

type Part = LockedTemplate | LockedAgent;

const slugOf = (part: Part): string => ('agentId' in part ? part.agentId : part.templateId);
const nameOf = (part: Part): string => `${part.namespace}/${slugOf(part)}`;

function compareParts(kind: Kind, before: readonly Part[], after: readonly Part[]): LockedPartChange[] {
  return pairs(before, after, nameOf).flatMap(([, old, now]): LockedPartChange[] => {
    const known = now ?? old;
    const items = compareItems(old, now);
    const isUnchanged = old?.digest === now?.digest && old?.version === now?.version && items.length === 0;
    if (known === undefined || isUnchanged) return [];
    const part = { kind, namespace: known.namespace, slug: slugOf(known) };
    return [{ ...part, change: changeOf(old, now), before: head(old), after: head(now), items }];
  });
}

const head = (part: Part | undefined) => (part ? { version: part.version, digest: part.digest } : null);

const changeOf = (before: unknown, after: unknown): ChangeKind =>
  before === undefined ? 'ADDED' : after === undefined ? 'REMOVED' : 'CHANGED';

interface Item {
  kind: LockedItemChange['kind'];
  name: string;
  sha256: string;
}

/** The files and MCP servers of a part. */
function itemsOf(part: Part | undefined): Item[] {
  if (!part) return [];
  const file = (kind: Item['kind']) => (each: { path: string; sha256: string }) => ({
    kind,
    name: each.path,
    sha256: each.sha256,
  });
  const servers = 'mcpServers' in part ? part.mcpServers : [];
  return [
    ...part.prompts.map(file('PROMPT')),
    ...part.files.map(file('FILE')),
    ...servers.map((server) => ({ kind: 'MCP_SERVER' as const, ...server })),
  ];
}

/** A part that is new or gone lists no items: all of them are. */
function compareItems(before: Part | undefined, after: Part | undefined): LockedItemChange[] {
  if (!before || !after) return [];
  return pairs(itemsOf(before), itemsOf(after), ({ kind, name }) => `${kind} ${name}`).flatMap(([, old, now]) => {
    const known = now ?? old;
    if (known === undefined || old?.sha256 === now?.sha256) return [];
    const { kind, name } = known;
    return [{ kind, name, change: changeOf(old, now), before: old?.sha256 ?? null, after: now?.sha256 ?? null }];
  });
}

/** The values of both lists with the same key, sorted by it. */
function pairs<Value>(
  before: readonly Value[],
  after: readonly Value[],
  keyOf: (value: Value) => string,
): [key: string, before: Value | undefined, after: Value | undefined][] {
  const [old, now] = [
    new Map(before.map((each) => [keyOf(each), each])),
    new Map(after.map((each) => [keyOf(each), each])),
  ];
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((key) => [key, old.get(key), now.get(key)]);
}
