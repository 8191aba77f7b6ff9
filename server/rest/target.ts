import { badInput, Problem } from '../access/problem.ts';
import type { ServerContext } from '../graphql/gatewayOptions.ts';

/** The target of a request: path and query. The host is left out, because callers can send any. */
export interface Target {
  /** As sent, still encoded. */
  path: string;
  query: string;
}

const maxLength = 4_096;

/** The target without the scheme and host that proxies may send (RFC 9112, 3.2.2). */
export function originForm(address: string): string {
  const rest = address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return rest.startsWith('?') || rest === '' ? `/${rest}` : rest;
}

/** @throws Problem 414, 400 */
export function targetOf(request: Request, { req }: ServerContext): Target {
  const [target = '/'] = originForm(req?.url ?? request.url).split('#', 1);
  if (target.length > maxLength) {
    throw new Problem(414, 'BAD_USER_INPUT', `The URL is too long; the maximum is ${maxLength} characters.`);
  }
  if (!target.startsWith('/')) throw badInput('The request target must start with "/".');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return { path: path.replace(builderTemplates, '/api/templates'), query: mark < 0 ? '' : target.slice(mark + 1) };
}

/** Clients of the template builder know the templates under this path. It has the same routes. */
const builderTemplates = /^\/builder\/templates(?=\/|$)/;

/** A decoded segment of a path. Null for invalid escapes and control characters. */
export function decodedPart(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
