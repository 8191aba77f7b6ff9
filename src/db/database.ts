import type { CompiledQuery } from 'kysely';
import { anonymous, type Viewer } from '../viewer.ts';

/** A statement with its parameters. */
export type Query<Row> = CompiledQuery<Row> & {
  /** Whether one plan is right for all its values: Postgres then makes it once a connection, where statements are prepared. */
  readonly hasOnePlan?: boolean;
  /** What it asks for, if rows of several such statements can be read by one. */
  readonly items?: Items | undefined;
};

/** A statement whose rows each belong to one item of its lists, and depend on no other item. */
export interface Items {
  /** Which parameters are lists of the same length: what they have at an index is an item. */
  readonly lists: readonly number[];
  /** Properties of a row that have the values of its item in the first lists, and so name the item. */
  readonly by: readonly string[];
}

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
  /** Calls for each statement that was refused because a grant is missing, not because of a policy. */
  onDenied?(call: (error: Error) => void): void;
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

const settingValues = {
  search_path: ({ schema }) => `${schema},extensions,pg_temp`,
  role: ({ viewer }) => (viewer.kind === 'anonymous' ? 'anon' : 'authenticated'),
  'request.jwt.claims': ({ viewer }) => (viewer.kind === 'anonymous' ? '' : claimsOf(viewer)),
  statement_timeout: ({ purpose }) => String(timeouts[purpose].statement),
  lock_timeout: ({ purpose }) => String(timeouts[purpose].lock),
  idle_in_transaction_session_timeout: ({ purpose }) => String(timeouts[purpose].idle),
  'pg_trgm.word_similarity_threshold': () => String(wordSimilarity),
  transaction_read_only: () => 'on',
  plan_cache_mode: () => 'force_generic_plan',
  'registry.seal': ({ seal }) => seal ?? '',
} as const satisfies Record<string, (given: Given) => string>;

type Setting = keyof typeof settingValues;

/** What the settings of a transaction follow from. */
interface Given {
  viewer: Viewer;
  schema: string;
  purpose: Purpose;
  seal: string | null;
}

const ofViewer: readonly Setting[] = ['role', 'request.jwt.claims'];
const timeoutsOfStatement: readonly Setting[] = ['statement_timeout', 'lock_timeout'];
const settings: readonly Setting[] = [
  'search_path',
  ...ofViewer,
  ...timeoutsOfStatement,
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
const setting = (names: readonly Setting[], always: readonly string[] = []) => ({
  names,
  text: `select ${[...always, ...names.map((name, index) => `set_config('${name}', $${index + 1}, true)`)].join(', ')}`,
});
const whole = {
  write: setting(settings, setFixed(true)),
  read: setting([...settings, 'transaction_read_only'], setFixed(true)),
  sealed: setting([...settings, 'registry.seal'], setFixed(true)),
};
const onFixedSession = {
  write: setting(settings),
  read: setting([...ofViewer, 'transaction_read_only']),
  planned: setting([...ofViewer, 'transaction_read_only', 'plan_cache_mode']),
  search: setting([...ofViewer, ...timeoutsOfStatement, 'transaction_read_only']),
  sealed: setting([...settings, 'registry.seal']),
};

/**
 * Sets for a session what never changes, and what reads need. Only where the session is ours as long as we have the
 * connection: then each transaction may leave it out, which saves a third of a short read.
 */
export function fixSession(schema: string): string {
  const forReads = settings
    .filter((name) => !ofViewer.includes(name))
    .map((name) => {
      const value = settingValues[name]({ viewer: anonymous, schema, purpose: 'read', seal: null });
      return `set_config('${name}', '${value}', false)`;
    });
  return `select ${[...setFixed(false), ...forReads].join(', ')}`;
}

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
export function actAs(
  viewer: Viewer,
  schema: string,
  purpose: Purpose = 'write',
  seal: string | null = null,
  { isSessionFixed = false, hasOnePlan = false } = {},
): { text: string; values: string[] } {
  const { text, names } = settingFor(purpose, seal, isSessionFixed, hasOnePlan);
  return { text, values: names.map((name) => settingValues[name]({ viewer, schema, purpose, seal })) };
}

function settingFor(purpose: Purpose, seal: string | null, isSessionFixed: boolean, hasOnePlan: boolean) {
  if (purpose === 'write') return (isSessionFixed ? onFixedSession : whole)[seal === null ? 'write' : 'sealed'];
  if (!isSessionFixed) return whole.read;
  if (purpose !== 'read') return onFixedSession.search;
  return hasOnePlan ? onFixedSession.planned : onFixedSession.read;
}

/** The claims of a user for the policies, in the exact form that a seal covers. */
export const claimsOf = (viewer: Viewer & { kind: 'user' }) =>
  JSON.stringify({
    sub: viewer.id,
    role: 'authenticated',
    app_metadata: { registry_role: viewer.role, namespace: viewer.namespace },
  });
