import type { RunSql } from './runSql.ts';

/** A server or a database that the registry cannot work with; the message says why, and what to do. */
export class DatabaseUnfit extends Error {}

interface Facts {
  product: string;
  number: number;
  name: string;
  encoding: string;
  ctype: string;
  standby: boolean;
}

const least = 15;

/**
 * Looks whether the registry can work with a database, before anything is done in it.
 *
 * @returns what works less well than it could, in sentences
 * @throws DatabaseUnfit
 */
export async function checkServer(run: RunSql): Promise<string[]> {
  const [facts] = (await run(look)) as Facts[];
  if (!facts) throw new DatabaseUnfit('The server of DATABASE_URL does not say what it is. It must be Postgres.');
  const { product, number, name, encoding, ctype, standby } = facts;
  if (!product.startsWith('PostgreSQL') || number < least * 10_000) {
    throw new DatabaseUnfit(
      `The registry needs Postgres ${least} or newer; the server of DATABASE_URL says "${product.slice(0, 60)}".`,
    );
  }
  if (standby) {
    throw new DatabaseUnfit('The server of DATABASE_URL is a standby, which is read-only. Name the primary instead.');
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseUnfit(
      `The database "${name}" has the encoding ${encoding}; the registry needs UTF8. Create another one, and name it in DATABASE_URL: ${createDatabase}`,
    );
  }
  return ctype === 'C' || ctype === 'POSIX'
    ? [
        `The database "${name}" has lc_ctype ${ctype}, which does not know letters beyond A to Z: search will miss words with other letters. To mend it, move the data to a database of its own: ${createDatabase}`,
      ]
    : [];
}

const createDatabase = `create database registry template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8';`;

/** What differs between versions of Postgres is asked of none: an older one, or another product, must be able to answer. */
const look = `select version() as product, current_setting('server_version_num')::int as number,
  datname as name, current_setting('server_encoding') as encoding, datctype as ctype, pg_is_in_recovery() as standby
  from pg_database where datname = current_database()`;
