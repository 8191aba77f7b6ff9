import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** Whether a field other than these is selected, directly or through fragments. */
export function selectsOtherThan(info: GraphQLResolveInfo, names: ReadonlySet<string>): boolean {
  const visited = new Set<string>();
  const selects = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (selection.kind === 'Field') return !names.has(selection.name.value);
      if (selection.kind === 'InlineFragment') return selects(selection.selectionSet);
      const { value } = selection.name;
      if (visited.has(value)) return false;
      visited.add(value);
      return selects(info.fragments[value]?.selectionSet);
    }) ?? false;
  return info.fieldNodes.some((node) => selects(node.selectionSet));
}
