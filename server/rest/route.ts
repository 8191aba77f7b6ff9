import type { RequestContext } from '../access/requestContext.ts';
import type { ServerContext } from '../graphql/gatewayOptions.ts';
import type { Answer } from '../http/answer.ts';
import { decodedPart, type Target } from './target.ts';

/** One request to one route. */
export interface Call {
  request: Request;
  arrival: ServerContext;
  correlationId: string;
  target: Target;
  /** Decoded values of the names in the pattern. */
  path: Readonly<Record<string, string>>;
  /** Authenticates the caller and charges the cost of a request. Throws what `createRequestContext` throws. */
  enter(): Promise<RequestContext>;
}

/** A path and its handler. HEAD is handled like GET. */
export interface Route {
  method: 'GET' | 'POST';
  /** Such as `/api/agents/:id`. A last `:path` matches slashes too. */
  pattern: string;
  /** Whether requests are logged only at level debug if the caller was not authenticated. */
  quiet?: boolean;
  /** Whether pages of all origins may read it, because it is public and the same for every caller. */
  anyOrigin?: boolean;
  answer(call: Call): Promise<Answer>;
}

export interface Found {
  route: Route;
  path: Record<string, string>;
}

/** A pattern as a regular expression, with `segment` for each name; a last `:path` matches slashes too. */
export const patternSource = (pattern: string, segment: string): string =>
  pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)/g, (_, name) => (name === 'path' ? '(.+)' : segment));

/** The routes that match a path. */
export function createRouter(routes: readonly Route[]): (path: string) => Found[] {
  const compiled = routes.map((route) => {
    const names = [...route.pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const source = patternSource(route.pattern, '([^/]+)');
    return { route, names, expression: new RegExp(`^${source}$`) };
  });
  return (path) =>
    compiled.flatMap(({ route, names, expression }) => {
      const match = expression.exec(path);
      if (!match) return [];
      const values: Record<string, string> = {};
      for (const [index, name] of names.entries()) {
        const value = decodedPart(match[index + 1] ?? '');
        if (value === null) return [];
        values[name] = value;
      }
      return [{ route, path: values }];
    });
}
