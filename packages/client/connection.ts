import type { Wait } from './wait.ts';

/** A token, or a function that returns a fresh one: called before each request and each connection. */
export type TokenSource = string | (() => string | null | undefined | Promise<string | null | undefined>);

/** URL of the gateway, and the token to use. */
export interface Connection {
  /** The URL of GraphQL over HTTP, such as http://127.0.0.1:4000/graphql. */
  url: string;
  token?: TokenSource | null | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Sends the SHA-256 of a document in place of the document, which is sent only if the gateway does not know it. With
   * `GET`, queries are sent with GET, so that shared caches can answer them. Defaults to sending documents.
   */
  byHash?: 'GET' | 'POST' | undefined;
  /**
   * The total time that a request may wait when the gateway asks for a retry later (RATE_LIMITED, UNAVAILABLE).
   * Defaults to 0.
   */
  maxWaitMs?: number | undefined;
  /** Called before each of these waits. */
  onWait?: ((wait: Wait) => void) | undefined;
}

/**
 * The value of the `Authorization` header; null for an anonymous caller. Throws for a token that no header can contain.
 */
export async function authorizationOf({ token }: Connection): Promise<string | null> {
  const given = (typeof token === 'function' ? await token() : token)?.trim();
  if (!given) return null;
  // fetch would refuse it as well, with the token in its message.
  if (!/^[\x21-\x7e]+$/.test(given))
    throw new TypeError('The token contains characters that are not allowed in a token.');
  return `Bearer ${given}`;
}

export async function headersOf(connection: Connection): Promise<Record<string, string>> {
  const authorization = await authorizationOf(connection);
  return authorization === null ? {} : { authorization };
}

/** The same URL for WebSockets. */
export const webSocketUrl = (url: string): string => url.replace(/^http/i, 'ws');
