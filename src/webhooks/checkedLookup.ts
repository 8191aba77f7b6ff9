import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isHost, refusedKind } from '../../packages/node/publicAddress.ts';

/** The connection was refused because the address is not public. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Resolves a name when the connection is made, and refuses it unless every address is public. What it returns is what is
 * connected to, so a name that changes after a check gains nothing (DNS rebinding).
 *
 * @param allowed names, `*.example.com`, addresses and networks (CIDR) that are accepted nevertheless
 */
export const checkedLookup =
  (allowed: readonly string[], lookup: LookupFunction = systemLookup): LookupFunction =>
  (host, options, callback) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const addresses = Array.isArray(found) ? found : [];
      const problem = isAllowed(host, allowed)
        ? null
        : problemOf(
            host,
            addresses.map(({ address }) => address),
            allowed,
          );
      if (problem) return callback(problem, '');
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      return first
        ? callback(null, first.address, first.family)
        : callback(new AddressRefused(`${host} has no address.`), '');
    });

/** Refuses an address that a URL contains: a connection to it looks up nothing. Null if it may be connected to. */
export const addressProblem = (host: string, allowed: readonly string[]): AddressRefused | null =>
  isAllowed(host, allowed) ? null : problemOf(host, [host], allowed);

export const isAllowed = (host: string, allowed: readonly string[]): boolean =>
  allowed.some((each) => isHost(each, host.toLowerCase()));

function problemOf(host: string, addresses: readonly string[], allowed: readonly string[]): AddressRefused | null {
  for (const address of addresses) {
    const kind = refusedKind(address, allowed);
    if (kind) return new AddressRefused(`${host} is at an address that is not public (${kind}).`);
  }
  return null;
}
