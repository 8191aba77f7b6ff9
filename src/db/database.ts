import type { CompiledQuery } from 'kysely';
import type { Viewer } from '../viewer.ts';

/** A statement with its parameters. */
export type Query<Row> = CompiledQuery<Row>;

/** One transaction. A query on the `Database` inside a transaction would wait forever on PGlite. */
export interface Transaction {
  run<Row>(query: Query<Row>): Promise<Row[]>;
}

/** The port to Postgres. Every statement runs as its viewer: row level security decides what it reads and changes. */
export interface Database {
  /** One read-only statement, in one round trip. A `search` and a `count` have shorter timeouts. */
  read<Row>(viewer: Viewer, query: Query<Row>, purpose?: 'read' | 'search' | 'count'): Promise<Row[]>;
  /**
   * One statement that may write, in one round trip, so that its locks are released even if this process freezes. For
   * statements that all others wait for: a process that freezes within a transaction holds its locks until the timeout.
   */
  call<Row>(viewer: Viewer, query: Query<Row>): Promise<Row[]>;
  /** Commits when `work` resolves, and rolls back when it throws. Keep it short. */
  transact<Result>(viewer: Viewer, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** A key for one purpose, the same in every gateway of this registry. It is derived from a secret that no client can read. */
  keyFor(purpose: string): Promise<Buffer>;
  /** Calls `wake` when an event was written. Only a hint: it may be late, repeated or missing. */
  listen(wake: () => void): Promise<() => Promise<void>>;
  /** Use of the connection pool, if there is one. */
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

/** Timeouts of a statement, of waiting for a lock, and of a transaction that is idle, in milliseconds. */
const timeouts = {
  read: { statement: 3_000, lock: 3_000, idle: 15_000 },
  search: { statement: 2_000, lock: 2_000, idle: 15_000 },
  count: { statement: 2_000, lock: 2_000, idle: 15_000 },
  write: { statement: 10_000, lock: 5_000, idle: 15_000 },
} as const;

export type Purpose = keyof typeof timeouts;

/** Threshold of `<%`: "incidnet" and "incident" have a similarity of 0.38. */
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
 * Settings that change the meaning of statements or the notation of values. A database, a login or a previous user of a
 * pooled session may have different ones (`alter database … set`), so each transaction sets them.
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
/** This setting exists only in Postgres 17 and newer. */
const transactionTimeout = `case when current_setting('server_version_num')::int >= 170000 then set_config('transaction_timeout', '0', true) end`;

const setFixed = (local: boolean) => [
  ...Object.entries(fixed).map(([name, value]) => `set_config('${name}', '${value}', ${local})`),
  transactionTimeout.replace('true', String(local)),
];

/** Sets these settings until the end of the transaction. */
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

/** The same for a script that runs as the user of the connection, without timeouts. */
export const fixSettings = `select ${Object.entries({
  ...fixed,
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
})
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`;

/**
 * Runs first in every transaction of a viewer. With a seal, the transaction may write versions and events. For a read, the
 * transaction becomes read-only, which no later statement can undo.
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

/** The claims of a user for the policies, in the exact form that a seal covers. */
export const claimsOf = (viewer: Viewer & { kind: 'user' }) =>
  JSON.stringify({
    sub: viewer.id,
    role: 'authenticated',
    app_metadata: { registry_role: viewer.role, namespace: viewer.namespace },
  });
