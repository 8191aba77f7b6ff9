/** An item that depends on others of its kind by id. */
export interface Dependent {
  id: string;
  dependsOn: readonly string[];
}

/** Dependencies before their dependents; cycles, and ids that are not in the list, are left for later checks. */
export function sortByDependencies<Item extends Dependent>(items: readonly Item[]): Item[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const done = new Set<Item>();
  const visit = (item: Item, above: ReadonlySet<Item>) => {
    if (done.has(item) || above.has(item)) return;
    for (const id of item.dependsOn) {
      const needed = byId.get(id);
      if (needed) visit(needed, new Set([...above, item]));
    }
    done.add(item);
  };
  for (const item of items) visit(item, new Set());
  return [...done];
}
