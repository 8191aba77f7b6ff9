import type { RunSql } from './runSql.ts';

/** A server or database that the registry cannot use. The message contains the reason and the remedy. */
export class DatabaseUnfit extends Error {}

interface Facts {
  product: string;
  number: number;
  name: string;
  encoding: string;
  ctype: string;
  standby: boolean;
}

const minVersion = 15;

/**
 * Checks that the registry can use a database, before it changes anything.
 *
 * @returns warnings
 * @throws DatabaseUnfit
 */
export async function checkServer(run: RunSql): Promise<string[]> {
  const [facts] = (await run(look)) as Facts[];
  if (!facts) throw new DatabaseUnfit('The server of DATABASE_URL did not return its version. It must be Postgres.');
  const { product, number, name, encoding, ctype, standby } = facts;
  if (!product.startsWith('PostgreSQL') || number < minVersion * 10_000) {
    throw new DatabaseUnfit(
      `The server of DATABASE_URL must be Postgres ${minVersion} or newer; got "${product.slice(0, 60)}".`,
    );
  }
  if (standby) {
    throw new DatabaseUnfit('The server of DATABASE_URL is a standby, which is read-only. Use the primary instead.');
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseUnfit(
      `The database "${name}" has the encoding ${encoding}; the registry requires UTF8. Create another database and use it in DATABASE_URL: ${createDatabase}`,
    );
  }
  return ctype === 'C' || ctype === 'POSIX'
    ? [
        `The database "${name}" has lc_ctype ${ctype}, which supports only the letters A to Z, so search will miss words with other letters. To fix this, move the data to a new database: ${createDatabase}`,
      ]
    : [];
}

const createDatabase = `create database registry template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8';`;

/** Uses only what every version has, because older versions and other products must be able to answer. */
const look = `select version() as product, current_setting('server_version_num')::int as number,
  datname as name, current_setting('server_encoding') as encoding, datctype as ctype, pg_is_in_recovery() as standby
  from pg_database where datname = current_database()`;
