/** Converts `snake_case` columns to `camelCase` keys. Only the first level: the keys inside jsonb values are kept. */
export function camelCaseRows<Row>(rows: readonly Record<string, unknown>[]): Row[] {
  const [first] = rows;
  if (!first) return [];
  const keys = Object.keys(first).map((column) => [column, camelCase(column)] as const);
  if (keys.every(([column, key]) => column === key)) return rows as Row[];
  return rows.map((row) => Object.fromEntries(keys.map(([column, key]) => [key, row[column]]))) as Row[];
}

const known = new Map<string, string>();

/** The cache is bounded by the number of column names in the source code. */
export function camelCase(column: string): string {
  const seen = known.get(column);
  if (seen !== undefined) return seen;
  const key = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  known.set(column, key);
  return key;
}
