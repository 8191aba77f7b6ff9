import type { CompiledQuery } from 'kysely';
import type { Viewer } from '../viewer.ts';

/** A statement and its parameters: a value, not an action. */
export type Query<Row> = CompiledQuery<Row>;

/** Statements of one transaction. A query on the database itself, inside it, would wait for ever on PGlite. */
export interface Transaction {
  run<Row>(query: Query<Row>): Promise<Row[]>;
}

/** The one way to the data. Every statement runs as its viewer: row level security decides what it sees and changes. */
export interface Database {
  /** One statement, read only, in one round trip. */
  read<Row>(viewer: Viewer, query: Query<Row>): Promise<Row[]>;
  /** `work` commits as a whole when it resolves, and leaves nothing when it throws. Keep it short. */
  transact<Result>(viewer: Viewer, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Calls `wake` when something was written to the feed. A hint: it may come late, twice, or not at all. */
  listen(wake: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Runs before every viewer's statement, in its transaction: what it sets is gone at the transaction's end. */
export const actAs = (viewer: Viewer, schema: string) => ({
  text: `select set_config('search_path', $1, true), set_config('role', $2, true), set_config('request.jwt.claims', $3, true), set_config('statement_timeout', $4, true), set_config('pg_trgm.word_similarity_threshold', $5, true)`,
  values: [
    `${schema},extensions`,
    viewer.kind === 'anonymous' ? 'anon' : 'authenticated',
    viewer.kind === 'anonymous' ? '' : claimsOf(viewer),
    String(statementTimeoutMs),
    String(wordSimilarity),
  ],
});

/** No statement of a request runs longer. */
const statementTimeoutMs = 3_000;
/** How alike two words must be for `<%`: "incidnet" and "incident" are, at 0.38. */
const wordSimilarity = 0.35;

const claimsOf = (viewer: Viewer & { kind: 'user' }) =>
  JSON.stringify({
    sub: viewer.id,
    role: 'authenticated',
    app_metadata: { registry_role: viewer.role, namespace: viewer.namespace },
  });
