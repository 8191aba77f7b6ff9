import { createHash } from 'node:crypto';

/** The name of a statement: of a prepared one in Postgres, and of any in traces. A digest of its text, without values. */
export function statementName(sql: string): string {
  let name = names.get(sql);
  if (!name) {
    name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
  }
  return name;
}
/** There are only as many as statements in the source. */
const names = new Map<string, string>();
