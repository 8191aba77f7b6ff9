import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** Whether the answer is asked for a field other than these, directly or through fragments. */
export function selectsOtherThan(info: GraphQLResolveInfo, names: ReadonlySet<string>): boolean {
  const visited = new Set<string>();
  const within = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (selection.kind === 'Field') return !names.has(selection.name.value);
      if (selection.kind === 'InlineFragment') return within(selection.selectionSet);
      const { value } = selection.name;
      if (visited.has(value)) return false;
      visited.add(value);
      return within(info.fragments[value]?.selectionSet);
    }) ?? false;
  return info.fieldNodes.some((node) => within(node.selectionSet));
}
