import pg from 'pg';
import { RequestError } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { addressForDriver, isPooled } from './address.ts';
import { actAs, type Database, fixSession, type Purpose, type Query, type Transaction } from './database.ts';
import { explainNoConnection } from './noConnection.ts';
import { gatewaySecret, isSealRefused, openRegistrySecret } from './registrySecret.ts';
import { explainSqlState } from './sqlState.ts';
import { statementName } from './statementName.ts';
import { queryAsViewer, query as runQuery, type Statement } from './viewerQuery.ts';

export interface PostgresOptions {
  url: string;
  schema: string;
  /** Maximum number of connections. Defaults to 10. */
  connections?: number;
  /**
   * Whether statements are prepared once per connection. Defaults to true, except for the URL of a pooler in transaction
   * mode, where the next transaction may get a connection without them.
   */
  prepared?: boolean | undefined;
  /**
   * Timeouts for connecting, or waiting for a connection (default: 8 s), for an idle connection (default: 10 s), and for the
   * response to a statement (default: 15 s, longer than any statement may run; at most 8 s for a read). After the last one, the
   * connection is broken and is closed.
   */
  timeouts?: { connectMs?: number; idleMs?: number; answerMs?: number };
}

/**
 * No read may run that long, so the database does not respond. Less than the time limit of a query, whose advice would be to
 * request less data.
 */
const noResponseMs = 8_000;

/** The `Database` over any Postgres, such as Supabase. A read is two statements in one round trip: the viewer's settings and the query. */
export function openPostgres({
  url,
  schema,
  connections = 10,
  prepared = !isPooled(url),
  timeouts = {},
}: PostgresOptions): Database {
  const statement = prepared ? named : unnamed;
  const answerMs = timeouts.answerMs ?? 15_000;
  const settingsOf = (viewer: Viewer, purpose: Purpose, seal: string | null = null, hasOnePlan = false) =>
    statement(actAs(viewer, schema, purpose, seal, { isSessionFixed: prepared, hasOnePlan }));
  const connection = {
    connectionString: addressForDriver(url),
    types: { getTypeParser },
    application_name: 'nofx-registry',
  };
  const pool = new pg.Pool({
    ...connection,
    max: connections,
    pipeline: true,
    connectionTimeoutMillis: timeouts.connectMs ?? noResponseMs,
    idleTimeoutMillis: timeouts.idleMs ?? 10_000,
    query_timeout: answerMs,
    ...(prepared && { onConnect: (client: pg.ClientBase) => client.query(fixSession(schema)) }),
  } as pg.PoolConfig);
  pool.on('error', () => {}); // A broken idle connection is replaced at the next use.
  // Between the pool and its user a client has no error listener, and an unhandled error event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));

  const secret = openRegistrySecret(() =>
    withClient(async (client) => (await client.query(gatewaySecret(schema))).rows[0]?.secret),
  );

  const deniedListeners = new Set<(error: Error) => void>();

  async function withClient<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await pool.connect().catch(explainNoConnection);
    let broken = false;
    const onError = () => {
      broken = true;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      broken ||= error instanceof pg.DatabaseError ? error.severity === 'FATAL' : isNoResponse(error);
      if (isDenied(error)) for (const call of deniedListeners) call(error);
      return explainBreak(error, broken);
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  return {
    read: (viewer, query, purpose = 'read') =>
      withClient((client) =>
        queryAsViewer(
          client,
          settingsOf(viewer, purpose, null, query.hasOnePlan),
          statement(asPg(query)),
          Math.min(answerMs, noResponseMs),
        ),
      ),

    call: <Row>(viewer: Viewer, query: Query<Row>) =>
      withClient(async (client) => {
        const [, , rows] = await inOrder([
          client.query(`${begin} read write`),
          client.query(settingsOf(viewer, 'write')),
          runQuery<Row>(client, statement(asPg(query))),
          client.query('commit'),
        ]);
        return rows;
      }),

    transact: async (viewer, work) => {
      const seal = await secret.sealFor(viewer);
      return withClient(async (client) => {
        try {
          await inOrder([client.query(`${begin} read write`), client.query(settingsOf(viewer, 'write', seal))]);
          const result = await work(transactionOn(client, statement));
          await client.query('commit');
          return result;
        } catch (error) {
          if (!isNoResponse(error)) await client.query('rollback').catch(() => {});
          if (isSealRefused(error)) secret.forget();
          throw error;
        }
      });
    },

    keyFor: secret.keyFor,

    onDenied: (call) => void deniedListeners.add(call),

    listen: (wake) => listenOn(connection, `${schema}_events`, wake),

    connections: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      most: connections,
    }),

    close: () => pool.end(),
  };
}

/** Overrides the default of the login: after waiting for a lock, the next statement must see what was committed meanwhile. */
const begin = 'begin isolation level read committed';

/**
 * Statements may be sent together, and after one fails, Postgres refuses those behind it. Whichever of them is awaited first, the
 * error is that of the first.
 */
function transactionOn(client: pg.PoolClient, statement: typeof unnamed): Transaction {
  let cause: unknown;
  return {
    run: async (query) => {
      try {
        return await runQuery(client, statement(asPg(query)));
      } catch (error) {
        if (isAborted(error)) throw cause ?? error;
        cause = error;
        throw error;
      }
    },
  };
}

/** Whether a statement was refused because one before it had failed. */
const isAborted = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '25P02';

/** Whether a privilege is missing. A policy that refuses a row has the same code; a lost role or schema is UNAVAILABLE. */
const isDenied = (error: unknown): error is Error =>
  error instanceof pg.DatabaseError &&
  error.code === '42501' &&
  /^permission denied for (?!schema)/.test(error.message);

/** Whether a statement got no response. The driver has no code for `query_timeout`. */
const isNoResponse = (error: unknown) => error instanceof Error && error.message === 'Query read timeout';

/** Throws a connection that ended during a statement as UNAVAILABLE, because the driver has no code for it. */
function explainBreak(error: unknown, broken: boolean): never {
  const ended = error instanceof Error && (broken || endings.test(error.message));
  if (ended && !('code' in error)) {
    throw new RequestError('UNAVAILABLE', 'The connection to the database was lost. Try again.', { cause: error });
  }
  return explainSqlState(error);
}

const endings = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

const asPg = (query: Query<unknown>) => ({ text: query.sql, values: [...query.parameters] });

const unnamed = (query: Statement): Statement => query;

/** Names a statement, so that Postgres parses and plans it once per connection. */
const named = (query: Statement): Statement => ({ name: statementName(query.text), ...query });

/** Waits for all results, so that the connection is idle, then throws the first error, which causes the later ones. */
async function inOrder<Results extends unknown[]>(
  sent: {
    [Index in keyof Results]: Promise<Results[Index]>;
  },
): Promise<Results> {
  const outcomes = await Promise.allSettled(sent);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }) as Results;
}

/** A dedicated connection for LISTEN. It is reopened after a pause when it breaks. */
async function listenOn(connection: pg.ClientConfig, channel: string, wake: () => void) {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const again = () => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void connect().catch(again), 1_000);
  };
  async function connect() {
    const next = new pg.Client(connection);
    next.on('error', again);
    next.on('end', again);
    next.on('notification', wake);
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = next;
    wake(); // Something may have been written before the connection was opened.
  }
  await connect().catch(again);

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}

const { INT8, TIMESTAMPTZ } = pg.types.builtins;
const parseTime = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => Date;
const utcTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/;

/** Times come in UTC, which `Date` reads at a fraction of what the driver's own parser takes. */
const timeOf = (text: string): Date =>
  utcTime.test(text)
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, Math.min(23, text.length - 3))}Z`)
    : parseTime(text);

/** int8 as a number: counters and sequence numbers stay far below 2^53. */
const getTypeParser = ((oid: number, format?: 'text') => {
  if (oid === INT8) return Number;
  return oid === TIMESTAMPTZ ? timeOf : pg.types.getTypeParser(oid, format);
}) as typeof pg.types.getTypeParser;

/** Runs SQL as the user of the connection instead of a viewer. Only for migrations and test setup. */
export async function runScript(
  url: string,
  work: (run: (sql: string, values?: unknown[]) => Promise<unknown[]>) => Promise<void>,
) {
  const client = new pg.Client({ connectionString: addressForDriver(url), connectionTimeoutMillis: 15_000 });
  client.on('error', () => {}); // The pending statement gets the error.
  await client.connect().catch(explainNoConnection);
  try {
    await work(async (sql, values) => (await client.query(sql, values)).rows ?? []);
  } finally {
    await client.end();
  }
}
