import { isNamespace, isSlug } from '../../manifest/index.ts';
import { WorkerProblem } from '../problem.ts';

/** The address of an agent: a namespace and an id. */
export interface AgentAddress {
  namespace: string;
  agentId: string;
}

/** The agents that a worker serves: all that it may see, or those named (`id`, `namespace/id`). */
export type Selection = 'all' | readonly string[];

/** Parses `a,b,acme/c`. Throws WorkerProblem for an invalid name. */
export function selectionFrom(names: readonly string[]): Selection {
  if (names.length === 0) return 'all';
  for (const name of names) {
    const [id, namespace = 'default', ...rest] = name.split('/').reverse();
    if (!isSlug(id) || !isNamespace(namespace) || rest.length > 0)
      throw new WorkerProblem(
        `"${name.slice(0, 100)}" is not a valid agent: must be an id such as code-reviewer or acme/code-reviewer.`,
        { exitCode: 2 },
      );
  }
  return [...new Set(names)].sort();
}

/**
 * The entries that a name may refer to: one in the given namespace, or, without one, in the worker's namespace and then
 * in `default`, as the gateway resolves it.
 */
export function placesOf(name: string, own: string): AgentAddress[] {
  const [agentId = '', namespace] = name.split('/').reverse();
  const namespaces = namespace === undefined ? [...new Set([own, 'default'])] : [namespace];
  return namespaces.map((each) => ({ namespace: each, agentId }));
}

export const isSelected = (selection: Selection, own: string, { namespace, agentId }: AgentAddress): boolean =>
  selection === 'all' ||
  selection.some((name) =>
    placesOf(name, own).some((place) => place.agentId === agentId && place.namespace === namespace),
  );
