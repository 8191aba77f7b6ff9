import type { Kind, Lock, LockedAgent, LockedTemplate } from '../../manifest/index.ts';

/** A part of a lock, in the form that agents and templates share. */
export interface LockPart {
  kind: Kind;
  id: string;
  part: LockedAgent | LockedTemplate;
}

/** Every part of a lock: the template, then the templates and the agents that it needs. */
export const partsOf = ({ template, templates, agents }: Lock): LockPart[] => [
  ...[template, ...templates].map((part) => ({ kind: 'TEMPLATE' as const, id: part.templateId, part })),
  ...agents.map((part) => ({ kind: 'AGENT' as const, id: part.agentId, part })),
];

const folderOfKind = { AGENT: 'agents', TEMPLATE: 'templates' } as const;

/**
 * The folder of a part in a pulled copy, under the root of the copy. Two parts with one id, from different namespaces, are
 * in folders of their namespaces.
 */
export function folderOf({ kind, id, part }: LockPart, all: readonly LockPart[]): string[] {
  const isShared = all.some(
    (other) => other.kind === kind && other.id === id && other.part.namespace !== part.namespace,
  );
  return isShared ? [folderOfKind[kind], part.namespace, id] : [folderOfKind[kind], id];
}
