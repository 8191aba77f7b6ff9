/** URL parameters that are for the driver (https://node-postgres.com/features/connecting), with the names of libpq. */
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

/** Port of Supavisor's transaction mode: https://supabase.com/docs/guides/database/connecting-to-postgres */
const transactionPort = '6543';

/**
 * Whether the URL is that of a pooler in transaction mode, where each transaction may get a different connection, so that
 * session state (LISTEN, prepared statements, advisory locks) is lost. Detected by Supavisor's port or `?pgbouncer=true`.
 */
export function isPooled(address: string): boolean {
  const { port, searchParams } = new URL(address);
  return searchParams.get('pgbouncer') === 'true' || port === transactionPort;
}

/**
 * The URL without parameters of other programs (`pgbouncer`, `connection_limit`, `schema`). The driver would treat them as
 * session settings, and poolers refuse sessions that start with settings.
 */
export function addressForDriver(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (!forTheDriver.has(name)) url.searchParams.delete(name);
  return url.href;
}
