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
  /** What stands in the path where the pattern has names, decoded. */
  path: Readonly<Record<string, string>>;
  /** Finds out who is asking, and takes what coming costs. Throws what `welcome` throws. */
  enter(): Promise<RequestContext>;
}

/** An address, and what it answers. HEAD is answered wherever GET is. */
export interface Route {
  method: 'GET' | 'POST';
  /** `/api/agents/:id`. A last `:path` takes slashes too. */
  pattern: string;
  /** Whether a request is worth a line in the log, although nobody was asked who he is. */
  quiet?: boolean;
  /** Whether pages of all origins may read it: the same for everybody, and public. */
  anyOrigin?: boolean;
  answer(call: Call): Promise<Answer>;
}

export interface Found {
  route: Route;
  path: Record<string, string>;
}

/** Which routes a path leads to. */
export function createRouter(routes: readonly Route[]): (path: string) => Found[] {
  const compiled = routes.map((route) => {
    const names = [...route.pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const source = route.pattern
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:(\w+)/g, (_, name) => (name === 'path' ? '(.+)' : '([^/]+)'));
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
