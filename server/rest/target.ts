import { badInput, Problem } from '../access/problem.ts';
import type { ServerContext } from '../graphql/gatewayOptions.ts';

/** The address that a request is for, without the host: that is anybody's claim. */
export interface Target {
  /** As it was sent, still encoded. */
  path: string;
  query: string;
}

const longest = 4_096;

/** An address without its scheme and host, which proxies may send (RFC 9112, 3.2.2). */
export function originForm(address: string): string {
  const rest = address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return rest.startsWith('?') || rest === '' ? `/${rest}` : rest;
}

/** @throws Problem 414, 400 */
export function targetOf(request: Request, { req }: ServerContext): Target {
  const [target = '/'] = originForm(req?.url ?? request.url).split('#', 1);
  if (target.length > longest) {
    throw new Problem(414, 'BAD_USER_INPUT', `An address has ${longest} characters at most.`);
  }
  if (!target.startsWith('/')) throw badInput('The address cannot be read.');
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** A part of a path as text; null for what is no text: broken escapes, control characters. */
export function decodedPart(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
