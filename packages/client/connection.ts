import type { Wait } from './wait.ts';

/** A token, or where to get a fresh one: asked before each request and each connection. */
export type TokenSource = string | (() => string | null | undefined | Promise<string | null | undefined>);

/** Where the gateway is, and as whom it is asked. */
export interface Connection {
  /** The address of GraphQL over HTTP, such as http://127.0.0.1:4000/graphql. */
  url: string;
  token?: TokenSource | null | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** How long a request may wait, in all, where the gateway says when to come back (RATE_LIMITED, UNAVAILABLE). Defaults to 0. */
  maxWaitMs?: number | undefined;
  /** Told before each of these waits. */
  onWait?: ((wait: Wait) => void) | undefined;
}

/** The value of the `Authorization` header; null for an anonymous caller. Throws for a token that no header can carry. */
export async function authorizationOf({ token }: Connection): Promise<string | null> {
  const given = (typeof token === 'function' ? await token() : token)?.trim();
  if (!given) return null;
  // fetch would say the same, with the token in its message.
  if (!/^[\x21-\x7e]+$/.test(given))
    throw new TypeError('The token contains characters that are not allowed in a token.');
  return `Bearer ${given}`;
}

export async function headersOf(connection: Connection): Promise<Record<string, string>> {
  const authorization = await authorizationOf(connection);
  return authorization === null ? {} : { authorization };
}

/** The same address for WebSockets. */
export const webSocketUrl = (url: string): string => url.replace(/^http/i, 'ws');
