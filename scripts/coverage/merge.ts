import type { CoverageMapData, FileCoverageData, Range } from 'istanbul-lib-coverage';

/**
 * Adds what other processes executed to what the test runner saw. Both locate a statement in the source, but number it
 * differently, and the runner leaves the ends of lines open: so an item is identified by where it starts.
 */
export function addCoverage(into: CoverageMapData, more: CoverageMapData): void {
  for (const [path, data] of Object.entries(more)) {
    const known = into[path];
    if (known) addFile(fileData(known), fileData(data));
    else into[path] = data;
  }
}

function addFile(into: FileCoverageData, more: FileCoverageData): void {
  const statement = locate(into.statementMap, (range) => range);
  for (const [id, range] of Object.entries(more.statementMap)) add(into.s, statement(range), more.s[id]);

  const declaration = locate(into.fnMap, ({ decl }) => decl);
  for (const [id, { decl }] of Object.entries(more.fnMap)) add(into.f, declaration(decl), more.f[id]);

  const branches = new Map(
    Object.entries(into.branchMap).map(([id, { type, loc }]) => [`${type} ${startOf(loc)}`, id]),
  );
  for (const [id, { type, loc }] of Object.entries(more.branchMap)) {
    const counts = into.b[branches.get(`${type} ${startOf(loc)}`) ?? ''] ?? [];
    const added = more.b[id] ?? [];
    if (counts.length !== added.length) continue;
    for (const [arm, count] of added.entries()) counts[arm] = (counts[arm] ?? 0) + count;
  }
}

function add(counts: Record<string, number>, id: string | undefined, count = 0): void {
  if (id !== undefined) counts[id] = (counts[id] ?? 0) + count;
}

/** Finds the item that starts at the same place; where the two disagree about the column, the first one of the line. */
function locate<Item>(items: Record<string, Item>, rangeOf: (item: Item) => Range) {
  const ids = new Map<string, string>();
  for (const [id, item] of Object.entries(items)) {
    const range = rangeOf(item);
    ids.set(startOf(range), id);
    const line = String(range.start.line);
    if (!ids.has(line)) ids.set(line, id);
  }
  return (range: Range): string | undefined => ids.get(startOf(range)) ?? ids.get(String(range.start.line));
}

const startOf = ({ start }: Range): string => `${start.line}:${start.column}`;

const fileData = (data: CoverageMapData[string]): FileCoverageData => ('data' in data ? data.data : data);
