import ipaddr from 'ipaddr.js';

/** Whether an address belongs to a trusted proxy. */
export type IsTrusted = (address: string) => boolean;

/** @param networks addresses and networks (`10.0.0.0/8`) whose word on `X-Forwarded-For` is taken */
export function trustedProxies(networks: readonly string[]): IsTrusted {
  const ranges = networks.map((each) =>
    each.includes('/')
      ? ipaddr.parseCIDR(each)
      : ([ipaddr.process(each), ipaddr.process(each).toByteArray().length * 8] as const),
  );
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  };
}

/**
 * The address that rate limits count by, on every transport: from the peer of the connection (a function has none) and
 * the headers.
 */
export type AddressOf = (
  peer: string | undefined,
  header: (name: string) => string | readonly string[] | null | undefined,
) => string;

interface AddressOptions {
  readonly trustedProxies?: readonly string[];
  /** The header that the platform in front sets; trusted for every peer. */
  readonly addressHeader?: string | undefined;
}

export function addressOf({ trustedProxies: networks = [], addressHeader }: AddressOptions): AddressOf {
  const isTrusted = trustedProxies(networks);
  return (peer, header) => {
    if (addressHeader) return rateLimitAddress(header(addressHeader)?.toString().split(',')[0]?.trim() ?? '');
    return clientAddress(peer, header('x-forwarded-for')?.toString(), isTrusted);
  };
}

/**
 * The address that pays for an anonymous request: the peer's, or, when the peer is a trusted proxy, the last one in
 * `X-Forwarded-For` that is not.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null | undefined,
  isTrusted: IsTrusted,
): string {
  let address = peer ?? '';
  if (forwardedFor && isTrusted(address)) {
    const hops = forwardedFor.split(',').map((each) => each.trim());
    address = hops.findLast((hop) => !isTrusted(hop)) ?? hops[0] ?? address;
  }
  return rateLimitAddress(address);
}

/** An IPv6 network (/64) counts as one address. */
function rateLimitAddress(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6' ? parsed.toNormalizedString().split(':').slice(0, 4).join(':') : parsed.toString();
}
