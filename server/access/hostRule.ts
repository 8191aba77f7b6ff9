import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import type { Env } from '../open/env.ts';

/** Whether a request with this `Host` is answered. */
export type HostRule = (host: string) => boolean;

/**
 * A gateway for this machine alone answers to names of this machine. A page of another site can point its own name at
 * a loopback address (DNS rebinding), and would then read what is answered as its own; such a name is one of the public
 * DNS, so addresses, names without a dot and names that the public DNS never has (RFC 6761, 6762) are safe.
 *
 * @returns undefined where the gateway is not for this machine alone
 */
export function hostRule(env: Pick<Env, 'HOST' | 'REGISTRY_HOSTS' | 'REGISTRY_TRUSTED_PROXIES' | 'VERCEL'>) {
  if (!isLocalMode(env)) return undefined;
  const known = new Set(env.REGISTRY_HOSTS.map((name) => name.toLowerCase()));
  const isKnown = (host: string): boolean => {
    const name = nameIn(host);
    return isAddress(name) || !name.includes('.') || neverPublic.test(name) || known.has(name);
  };
  const decided = new LRUCache<string, boolean>({ max: 100 });
  return (host: string): boolean => {
    const before = decided.get(host);
    if (before !== undefined) return before;
    const answered = isKnown(host);
    if (host.length <= maxRemembered) decided.set(host, answered);
    return answered;
  };
}

/** Longer hosts are checked each time: no honest client sends one twice. */
const maxRemembered = 255;

/** It listens for this machine, and nothing speaks for others in front of it. */
export const isLocalMode = (env: Pick<Env, 'HOST' | 'REGISTRY_TRUSTED_PROXIES' | 'VERCEL'>): boolean =>
  isLoopback(env.HOST) && env.REGISTRY_TRUSTED_PROXIES.length === 0 && env.VERCEL !== '1';

/** A host name or address that is this machine's loopback; `localhost` and all below it are (RFC 6761, 6.3). */
export const isLoopback = (host: string): boolean =>
  /^(?:.+\.)?localhost$/i.test(host) || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');

/** The name in a `Host`: without its port, the brackets of IPv6 and the dot of the root. */
export const nameIn = (host: string): string => {
  const hostname = URL.parse(`http://${host}`)?.hostname ?? host;
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
};

const isAddress = (name: string): boolean => ipaddr.isValid(name);

const neverPublic = /\.(?:localhost|local|internal|test|example|invalid|home\.arpa)$/;
