import { createHash, timingSafeEqual } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { type Env, EnvError } from './env.ts';

/** Who may read the metrics: everyone, whoever has the token, whoever comes straight from this machine, or nobody. */
export type MetricsAccess = 'open' | 'local' | 'off' | { readonly token: string };

type Variables = Pick<
  Env,
  'REGISTRY_METRICS' | 'REGISTRY_METRICS_TOKEN' | 'REGISTRY_TRUSTED_PROXIES' | 'HOST' | 'VERCEL'
>;

/** Unless told: the token where there is one; on a laptop, whoever is on it; else nobody. */
export function metricsAccess(env: Variables): MetricsAccess {
  const { REGISTRY_METRICS: told, REGISTRY_METRICS_TOKEN: token, REGISTRY_TRUSTED_PROXIES, HOST } = env;
  if (told === 'off' || told === 'open') return told;
  if (token) return { token };
  if (told === 'token') {
    throw new EnvError('REGISTRY_METRICS is "token": give the token in REGISTRY_METRICS_TOKEN, 16 characters or more.');
  }
  const isLocal = isLoopback(HOST) && REGISTRY_TRUSTED_PROXIES.length === 0 && env.VERCEL !== '1';
  return isLocal ? 'local' : 'off';
}

export interface Reader {
  /** The other end of the connection; a function has none. */
  peer: string | undefined;
  header(name: string): string | null;
}

/** What the reader gets: the metrics, the question for a token, or nothing at all. */
export function admitReader(
  access: MetricsAccess,
  { peer, header }: Reader,
): 'welcome' | 'unauthenticated' | 'nothing' {
  if (access === 'open') return 'welcome';
  if (access === 'off') return 'nothing';
  if (access === 'local') {
    // A proxy on this machine speaks for the whole world.
    const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => header(name) !== null);
    return !forwarded && peer !== undefined && isLoopback(peer) ? 'welcome' : 'nothing';
  }
  const sent = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(hash(sent), hash(access.token)) ? 'welcome' : 'unauthenticated';
}

const hash = (text: string) => createHash('sha256').update(text).digest();

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
