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
  /** One read-only statement, in one round trip. A `search` and a `count` have shorter timeouts. */
  read<Row>(viewer: Viewer, query: Query<Row>, purpose?: 'read' | 'search' | 'count'): Promise<Row[]>;
  /**
   * One statement that may write, in one round trip: what it locks is free again whatever becomes of this process. For
   * what everybody waits for; a process that is frozen in a transaction would hold its locks until its timeout.
   */
  call<Row>(viewer: Viewer, query: Query<Row>): Promise<Row[]>;
  /** `work` commits as a whole when it resolves, and leaves nothing when it throws. Keep it short. */
  transact<Result>(viewer: Viewer, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** A key for one purpose, the same in every gateway of this registry; made from a secret that no client can read. */
  keyFor(purpose: string): Promise<Buffer>;
  /** Calls `wake` when something was written to the feed. A hint: it may come late, twice, or not at all. */
  listen(wake: () => void): Promise<() => Promise<void>>;
  /** How the pool is used; where there is one. */
  connections?(): ConnectionUse;
  close(): Promise<void>;
}

export interface ConnectionUse {
  used: number;
  idle: number;
  /** Requests that wait for a connection. */
  waiting: number;
  most: number;
}

/** How long a statement may run and wait for a lock, and a transaction for its next statement, in milliseconds. */
const timeouts = {
  read: { statement: 3_000, lock: 3_000, idle: 15_000 },
  search: { statement: 2_000, lock: 2_000, idle: 15_000 },
  count: { statement: 2_000, lock: 2_000, idle: 15_000 },
  write: { statement: 10_000, lock: 5_000, idle: 15_000 },
} as const;

export type Purpose = keyof typeof timeouts;

/** How alike two words must be for `<%`: "incidnet" and "incident" are, at 0.38. */
const wordSimilarity = 0.35;

const settings = [
  'search_path',
  'role',
  'request.jwt.claims',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'pg_trgm.word_similarity_threshold',
];

/**
 * Settings that change what a statement means or how a value is written. A database, a login or a pooler's earlier user
 * may have others (`alter database … set`), so each transaction sets them.
 */
const fixed: Readonly<Record<string, string>> = {
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  row_security: 'on',
  gin_fuzzy_search_limit: '0',
  default_text_search_config: 'pg_catalog.english',
};
/** What a deployment may not have: it came with Postgres 17. */
const transactionTimeout = `case when current_setting('server_version_num')::int >= 170000 then set_config('transaction_timeout', '0', true) end`;

const setFixed = (local: boolean) => [
  ...Object.entries(fixed).map(([name, value]) => `set_config('${name}', '${value}', ${local})`),
  transactionTimeout.replace('true', String(local)),
];

/** Sets what follows for the rest of the transaction; what it sets is gone at the transaction's end. */
const statements = (always: readonly string[]) => {
  const setAll = (names: readonly string[]) =>
    `select ${[...always, ...names.map((name, index) => `set_config('${name}', $${index + 1}, true)`)].join(', ')}`;
  return {
    write: setAll(settings),
    read: setAll([...settings, 'transaction_read_only']),
    sealed: setAll([...settings, 'registry.seal']),
  };
};
const whole = statements(setFixed(true));
const onFixedSession = statements([]);

/**
 * Sets for a session what never changes. Only where the session is ours as long as we have the connection: then each
 * transaction may leave it out, which saves a quarter of a short read.
 */
export const fixSession = `select ${setFixed(false).join(', ')}`;

/** The same for a script that runs as the connection's own user, and may take its time. */
export const fixSettings = `select ${Object.entries({
  ...fixed,
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
})
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`;

/**
 * Runs before every viewer's statement, in its transaction; with a seal, it may write versions and events. After a read's
 * nothing can be written, and no statement can take that back.
 */
export const actAs = (
  viewer: Viewer,
  schema: string,
  purpose: Purpose = 'write',
  seal: string | null = null,
  { isSessionFixed = false } = {},
) => ({
  text: (isSessionFixed ? onFixedSession : whole)[purpose !== 'write' ? 'read' : seal === null ? 'write' : 'sealed'],
  values: [
    `${schema},extensions`,
    viewer.kind === 'anonymous' ? 'anon' : 'authenticated',
    viewer.kind === 'anonymous' ? '' : claimsOf(viewer),
    String(timeouts[purpose].statement),
    String(timeouts[purpose].lock),
    String(timeouts[purpose].idle),
    String(wordSimilarity),
    ...(purpose === 'write' ? (seal === null ? [] : [seal]) : ['on']),
  ],
});

/** What the policies know of a user, to the letter: a seal is over it. */
export const claimsOf = (viewer: Viewer & { kind: 'user' }) =>
  JSON.stringify({
    sub: viewer.id,
    role: 'authenticated',
    app_metadata: { registry_role: viewer.role, namespace: viewer.namespace },
  });
