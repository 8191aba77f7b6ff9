/** Runs SQL as the owner of the schema; with values, one statement. */
export type RunSql = (sql: string, values?: unknown[]) => Promise<unknown[]>;
