import type { Target } from './target.ts';

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/**
 * The `Link` header (RFC 8288) to the next and the previous page, with URLs relative to the request.
 *
 * @param bothWays whether the path takes `last` and `before`
 */
export function pageLinks(
  target: Target,
  { hasNextPage, hasPreviousPage, startCursor, endCursor }: PageInfo,
  bothWays: boolean,
): string {
  const to = (rel: string, sizeName: 'first' | 'last', cursorName: 'after' | 'before', cursor: string) => {
    const query = new URLSearchParams(target.query);
    const size = query.get('first') ?? query.get('last');
    for (const name of ['first', 'after', 'last', 'before']) query.delete(name);
    if (size !== null || sizeName === 'last') query.set(sizeName, size ?? '20');
    query.set(cursorName, cursor);
    return `<${target.path}?${query}>; rel="${rel}"`;
  };
  return [
    ...(hasNextPage && endCursor ? [to('next', 'first', 'after', endCursor)] : []),
    ...(bothWays && hasPreviousPage && startCursor ? [to('prev', 'last', 'before', startCursor)] : []),
  ].join(', ');
}
