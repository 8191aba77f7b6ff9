import ipaddr from 'ipaddr.js';

/** Cloud services that answer any process on the machine, at addresses that look public. */
const metadata = new Set(['168.63.129.16']);

/**
 * Why an address must not be connected to: everything but plain unicast, in or outside IPv6. Null if it may be.
 *
 * @param allowed addresses and networks (CIDR) that are accepted nevertheless
 */
export function refusedKind(text: string, allowed: readonly string[]): string | null {
  if (!ipaddr.isValid(text)) return 'no address';
  const address = ipaddr.process(text);
  if (allowed.some((each) => isInNetwork(address, each))) return null;
  if (metadata.has(address.toString())) return 'metadata';
  const range = address.range();
  return range === 'unicast' ? null : range;
}

/** Whether a host is the allowed name, or below an allowed `*.example.com`. */
export const isHost = (allowed: string, host: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1).toLowerCase()) : allowed.toLowerCase() === host;

/** The host of a URL, without the brackets of an IPv6 address and the dot at the end. Empty if there is none. */
export const hostOf = (url: string): string =>
  URL.parse(url)
    ?.hostname.replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase() ?? '';

function isInNetwork(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  if (ipaddr.isValidCIDR(network)) {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match([base, bits] as [ipaddr.IPv4, number]);
  }
  return ipaddr.isValid(network) && ipaddr.process(network).toString() === address.toString();
}
