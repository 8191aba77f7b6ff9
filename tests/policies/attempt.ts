import pg from 'pg';
import type { PolicyActor } from './actors.ts';

/** Where a check is tried: as the login role of the gateway, and as the owner. Both are URLs of one database. */
export interface Addresses {
  login: string;
  owner: string;
}

/**
 * What became of statements in one transaction. `done` has the rows that the last of them gave, and how many it wrote;
 * `refused` is 42501 (no grant, no policy, or a guard: not for this role), `never` is 23001 (a guard: not for anybody),
 * `invalid` is any other constraint, `broken` is any other error: no cell says that.
 */
export type Outcome =
  | { result: 'done'; count: number; rows: Record<string, unknown>[] }
  | { result: 'refused' | 'never' | 'invalid' | 'broken'; message: string };

export interface Attempts {
  /** Tries, and rolls back. One after another: two that write the same rows would wait for each other. */
  attempt(actor: PolicyActor, statements: readonly string[]): Promise<Outcome>;
}

/** Opens the connections to try on: all callers use the gateway's login, as in production. */
export async function openAttempts({ login, owner }: Addresses): Promise<Attempts & { close(): Promise<void> }> {
  const asLogin = await connect(login);
  const asOwner = await connect(owner);
  const inTurn = oneByOne();
  return {
    attempt: (actor, statements) =>
      inTurn(() => {
        // The gateway's login cannot become service_role; a login that can uses the same two settings.
        const client = actor.begin === null || actor.name === 'service' ? asOwner : asLogin;
        return inFrame(client, actor, statements, ['begin', 'rollback']);
      }),
    async close() {
      await Promise.all([asLogin.end(), asOwner.end()]);
    },
  };
}

/** Tries inside of a transaction of the owner, with what was done in it: for mutants, which end with it. */
export function attemptsWithin(client: pg.Client): Attempts {
  const inTurn = oneByOne();
  return {
    attempt: (actor, statements) =>
      inTurn(() => inFrame(client, actor, statements, ['savepoint attempt', 'rollback to savepoint attempt'])),
  };
}

export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, pipeline: true });
  client.on('error', () => {}); // The next attempt on it reports the error.
  await client.connect();
  return client;
}

function oneByOne() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** The beginning, the claims, the statements and the end, in one round trip. */
async function inFrame(
  client: pg.Client,
  actor: PolicyActor,
  statements: readonly string[],
  [begin, end]: [begin: string, end: string],
): Promise<Outcome> {
  const start = actor.begin ?? 'set local search_path = nofx, extensions';
  const settled = await Promise.allSettled(
    [begin, start, ...statements, end].map((query) => client.query(query as string)),
  );
  const tried = settled.splice(2, statements.length);
  for (const frame of settled) if (frame.status === 'rejected') throw frame.reason;
  for (const each of tried) if (each.status === 'rejected') return explain(each.reason);
  const last = tried.at(-1);
  if (last?.status !== 'fulfilled') throw new Error('There is nothing to try.');
  return { result: 'done', count: last.value.rowCount ?? 0, rows: last.value.rows };
}

function explain(error: unknown): Outcome {
  if (!(error instanceof pg.DatabaseError) || !error.code) throw error;
  const { code, message } = error;
  if (code === '42501') return { result: 'refused', message };
  if (code === '23001') return { result: 'never', message };
  return { result: code.startsWith('23') ? 'invalid' : 'broken', message };
}
