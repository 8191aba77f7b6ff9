import { createHash, timingSafeEqual } from 'node:crypto';
import { type Env, EnvError } from '../open/env.ts';
import { isLocalMode, isLoopback, nameIn } from './hostRule.ts';

/** Who may read the metrics: everyone, whoever has the token, whoever comes straight from this machine, or nobody. */
export type MetricsAccess = 'open' | 'local' | 'off' | { readonly token: string };

type Variables = Pick<
  Env,
  'REGISTRY_METRICS' | 'REGISTRY_METRICS_TOKEN' | 'REGISTRY_TRUSTED_PROXIES' | 'HOST' | 'VERCEL'
>;

/** Unless told: the token where there is one; on a laptop, whoever is on it; else nobody. */
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
    // A page of another site may have its own name lead here (DNS rebinding).
    const host = header('host');
    const isOurs = host === null || isLoopback(nameIn(host));
    return !forwarded && isOurs && peer !== undefined && isLoopback(peer) ? 'welcome' : 'nothing';
  }
  const sent = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(hash(sent), hash(access.token)) ? 'welcome' : 'unauthenticated';
}

const hash = (text: string) => createHash('sha256').update(text).digest();
