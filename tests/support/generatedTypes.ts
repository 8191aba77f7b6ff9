/** The columns of each table in camelCase, as in src/db, and whether each may be null. */
export type Tables = Record<string, Record<string, boolean>>;

const camelCase = (name: string) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** From the output of `supabase gen types`: `"runs": { Row: { "id": string,"ended_at": string | null } … }`. */
export function tablesOfSupabase(source: string): Tables {
  const tables = [...source.matchAll(/"(\w+)":\s*\{\s*Row:\s*\{([^}]*)\}/g)];
  return Object.fromEntries(
    tables.map(([, table = '', row = '']) => {
      const columns = [...row.matchAll(/"(\w+)":\s*([^"]+?)(?=,?\s*(?:"\w+":|$))/g)];
      return [
        camelCase(table),
        Object.fromEntries(columns.map(([, column = '', type = '']) => [camelCase(column), type.endsWith('| null')])),
      ];
    }),
  );
}

/** From src/db/types.ts: `export interface DB { runs: Runs }` and an interface for each table. */
export function tablesOfKysely(source: string): Tables {
  const bodyOf = (name: string) => new RegExp(`export interface ${name} \\{\\n([^}]*)\\}`).exec(source)?.[1] ?? '';
  const members = (name: string) => [...bodyOf(name).matchAll(/^ {2}(\w+): (.+);$/gm)];
  return Object.fromEntries(
    members('DB').map(([, table = '', type = '']) => [
      table,
      Object.fromEntries(members(type).map(([, column = '', of = '']) => [column, /\| null>?$/.test(of)])),
    ]),
  );
}
