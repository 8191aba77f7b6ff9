import type { Env } from '../open/env.ts';
import { isLocalMode, isLoopback, nameIn } from './hostRule.ts';

/** Which pages of other origins may use the gateway. */
export interface Origins {
  /** Whether a page of this `Origin` may read the answer. */
  allows(origin: string): boolean;
  /** Whether a request is refused: its browser reports a page of another origin that is not allowed. */
  refuses(header: (name: string) => string | null | undefined): boolean;
  /** Logs the first refusal. The origin itself is what a client sent, so it is not logged. */
  refused(): void;
}

interface Warns {
  warn(message: string): void;
}

interface Options {
  corsOrigins?: readonly string[] | undefined;
  /** Whether pages of this machine may, such as those of a development server: `localhost` on any port. */
  localOrigins?: boolean | undefined;
  log?: Warns | undefined;
}

/** Why a page is refused, and what allows it. */
export const refusedOrigin =
  'Pages of this origin may not use this gateway. To allow them, add the origin to REGISTRY_CORS_ORIGINS, such as REGISTRY_CORS_ORIGINS=https://console.example.com, and restart the gateway.';

/** Logs that have the message: it is the same for HTTP, REST and WebSocket. */
const logged = new WeakSet<Warns>();

export function originsOf({ corsOrigins = [], localOrigins = false, log }: Options): Origins {
  const listed = new Set(corsOrigins);
  const allows = (origin: string) => listed.has(origin) || (localOrigins && isLocalOrigin(origin));
  return {
    allows,
    // https://www.w3.org/TR/fetch-metadata/: a page cannot set it, and proxies leave it as it is.
    refuses(header) {
      const origin = header('origin');
      return !!origin && /^(cross|same)-site$/.test(header('sec-fetch-site') ?? '') && !allows(origin);
    },
    refused() {
      if (!log || logged.has(log)) return;
      logged.add(log);
      log.warn(`Refused a request of a page. ${refusedOrigin}`);
    },
  };
}

/** For what is public and the same for all callers. */
export const anyOrigin: Origins = { allows: () => true, refuses: () => false, refused: () => {} };

/** `localhost` and the loopback addresses, over HTTP or HTTPS, on any port. */
function isLocalOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === origin && isLoopback(nameIn(url.host));
}

/**
 * A gateway that only this machine reaches may be used by pages of this machine: always when it has its own embedded
 * database, and with DATABASE_URL unless it runs in production.
 */
export const allowsLocalOrigins = (
  env: Parameters<typeof isLocalMode>[0] & Pick<Env, 'DATABASE_URL' | 'NODE_ENV'>,
): boolean => isLocalMode(env) && (env.DATABASE_URL === undefined || env.NODE_ENV !== 'production');
