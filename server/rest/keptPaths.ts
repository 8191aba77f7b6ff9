import { getOperationAST } from 'graphql';
import { schema } from '../../schema/index.ts';
import { isKeepable } from '../graphql/answers/keepable.ts';
import { documentOf } from './engine.ts';
import { patternSource } from './route.ts';
import { operationRoutes } from './routes.ts';

/** The route of a path whose answers may be kept, by its pattern; undefined for every other path. */
export function createKeptPaths(): (path: string) => string | undefined {
  const patterns = operationRoutes
    .filter((route) => {
      const document = documentOf(route.document);
      const operation = getOperationAST(document);
      return route.method === 'GET' && operation && isKeepable(schema, document, operation);
    })
    .map(({ pattern }) => pattern);
  const anyOf = new RegExp(`^(?:${patterns.map((pattern) => `(${patternSource(pattern, '[^/]+')})`).join('|')})$`);
  return (path) => {
    const groups = anyOf.exec(path)?.slice(1);
    const index = groups?.findIndex((group) => group !== undefined) ?? -1;
    return patterns[index];
  };
}
