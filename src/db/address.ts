/** What is the driver's to read of an address, and nobody else's: https://node-postgres.com/features/connecting, libpq's names. */
const forTheDriver = new Set([
  'application_name',
  'host',
  'options',
  'port',
  'ssl',
  'sslmode',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'sslnegotiation',
  'uselibpqcompat',
]);

/** Supavisor's port of transactions: https://supabase.com/docs/guides/database/connecting-to-postgres */
const transactionPort = '6543';

/**
 * Whether this is the address of a pooler that gives each transaction another connection: what a session holds (LISTEN,
 * prepared statements, advisory locks) is not there for the next. Supavisor's port says so, or `?pgbouncer=true`.
 */
export function isPooled(address: string): boolean {
  const { port, searchParams } = new URL(address);
  return searchParams.get('pgbouncer') === 'true' || port === transactionPort;
}

/**
 * The address without what other programs put there (`pgbouncer`, `connection_limit`, `schema`): the driver would take
 * each as an option of its own, and a pooler refuses a session that begins with settings.
 */
export function addressForDriver(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (!forTheDriver.has(name)) url.searchParams.delete(name);
  return url.href;
}
