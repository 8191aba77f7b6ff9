import { createHash, timingSafeEqual } from 'node:crypto';
import { type Env, EnvError } from '../open/env.ts';
import { isLocalMode, isLoopback, nameIn } from './hostRule.ts';

/** Who may read the metrics: everyone, holders of the token, clients on this machine, or no one. */
export type MetricsAccess = 'open' | 'local' | 'off' | { readonly token: string };

type Variables = Pick<
  Env,
  'REGISTRY_METRICS' | 'REGISTRY_METRICS_TOKEN' | 'REGISTRY_TRUSTED_PROXIES' | 'HOST' | 'VERCEL'
>;

/** Defaults to the token where one is set, to clients on this machine in local mode, and otherwise to off. */
export function metricsAccess(env: Variables): MetricsAccess {
  const { REGISTRY_METRICS: told, REGISTRY_METRICS_TOKEN: token } = env;
  if (told === 'off' || told === 'open') return told;
  if (token) return { token };
  if (told === 'token') {
    throw new EnvError('REGISTRY_METRICS is "token": give the token in REGISTRY_METRICS_TOKEN, 16 characters or more.');
  }
  return isLocalMode(env) ? 'local' : 'off';
}

export interface Reader {
  /** The other end of the connection; a function has none. */
  peer: string | undefined;
  header(name: string): string | null;
}

/** Whether the reader gets the metrics, a 401, or a 404. */
export function admitReader(access: MetricsAccess, { peer, header }: Reader): 'allowed' | 'unauthenticated' | 'hidden' {
  if (access === 'open') return 'allowed';
  if (access === 'off') return 'hidden';
  if (access === 'local') {
    // A proxy on this machine forwards requests of others.
    const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => header(name) !== null);
    // Another site can point its own host name here (DNS rebinding).
    const host = header('host');
    const isOurs = host === null || isLoopback(nameIn(host));
    return !forwarded && isOurs && peer !== undefined && isLoopback(peer) ? 'allowed' : 'hidden';
  }
  const sent = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(hash(sent), hash(access.token)) ? 'allowed' : 'unauthenticated';
}

const hash = (text: string) => createHash('sha256').update(text).digest();
