import { setFlagsFromString } from 'node:v8';
import { PGlite, types } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { Viewer } from '../viewer.ts';
import { actAs, type Database, type Purpose, type Query, type Transaction } from './database.ts';
import type { RunSql } from './migrate.ts';
import { gatewaySecret, isSealRefused, openRegistrySecret } from './registrySecret.ts';
import { camelCaseRows } from './rows.ts';
import { explainSqlState } from './sqlState.ts';

export interface PgliteOptions {
  /** Folder of the database. Defaults to in memory. */
  folder?: string;
  /** A dump to start from, so that a migrated database opens in under a second. */
  dump?: Blob;
}

/**
 * Of the default, 128 MB, a start writes to every page. The files are in the memory of this process or in the page cache
 * of the operating system anyway.
 */
const sharedBuffers = '32MB';

/**
 * Turns off tier-up: V8 would compile the functions of Postgres that run often once more, with its optimizing compiler. The
 * evaluation of expressions, one function of 105 kB, takes two seconds of CPU and 450 MB of memory by itself. V8 decides for
 * each function when it compiles it first, so this comes before Postgres is loaded.
 */
function turnOffTierUp(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

/** An embedded Postgres in this process, with the extensions that the migrations need. */
export function createPglite({ folder, dump }: PgliteOptions = {}) {
  turnOffTierUp();
  return PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(dump === undefined ? {} : { loadDataDir: dump }),
    extensions: { pg_trgm },
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`],
    parsers: { [types.INT8]: Number },
  });
}

/** The `Database` over an embedded Postgres. It has one connection, so transactions take turns. */
export const openPglite = (pglite: PGlite, schema: string): Database => {
  const run = async <Row>(tx: Pick<PGlite, 'query'>, query: Query<Row>) =>
    camelCaseRows<Row>((await tx.query<Record<string, unknown>>(query.sql, [...query.parameters])).rows);

  const secret = openRegistrySecret(async () => {
    const { rows } = await pglite.query<{ secret: string }>(gatewaySecret(schema)).catch(explainSqlState);
    return rows[0]?.secret ?? '';
  });

  const transactFor = <Result>(
    purpose: Purpose,
    viewer: Viewer,
    work: (tx: Transaction) => Promise<Result>,
    seal: string | null = null,
  ) =>
    pglite
      .transaction(async (tx) => {
        const { text, values } = actAs(viewer, schema, purpose, seal);
        await tx.query(text, values);
        return work({ run: (query) => run(tx as Pick<PGlite, 'query'>, query) });
      })
      .catch((error) => {
        if (isSealRefused(error)) secret.forget();
        return explainSqlState(error);
      });

  return {
    read: (viewer, query, purpose = 'read') => transactFor(purpose, viewer, (tx) => tx.run(query)),
    call: (viewer, query) => transactFor('write', viewer, (tx) => tx.run(query)),
    transact: async (viewer, work) => transactFor('write', viewer, work, await secret.sealFor(viewer)),
    keyFor: secret.keyFor,
    listen: (wake) => pglite.listen(`${schema}_events`, wake),
    close: () => pglite.close(),
  };
};

/** Runs SQL as the owner instead of a viewer. Only for migrations and test setup. */
export const runOnPglite =
  (pglite: PGlite): RunSql =>
  async (sql, values) =>
    values ? (await pglite.query(sql, values)).rows : ((await pglite.exec(sql)).at(-1)?.rows ?? []);
