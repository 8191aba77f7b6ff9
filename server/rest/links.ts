import type { Target } from './target.ts';

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/**
 * `Link` (RFC 8288) to the pages beside this one; the addresses are relative to the one that was asked.
 *
 * @param bothWays whether the address takes `last` and `before`; what is found by words is only read forwards
 */
export function pageLinks(
  target: Target,
  { hasNextPage, hasPreviousPage, startCursor, endCursor }: PageInfo,
  bothWays: boolean,
): string {
  const to = (rel: string, size: 'first' | 'last', place: 'after' | 'before', cursor: string) => {
    const query = new URLSearchParams(target.query);
    const most = query.get('first') ?? query.get('last');
    for (const name of ['first', 'after', 'last', 'before']) query.delete(name);
    if (most !== null || size === 'last') query.set(size, most ?? '20');
    query.set(place, cursor);
    return `<${target.path}?${query}>; rel="${rel}"`;
  };
  return [
    ...(hasNextPage && endCursor ? [to('next', 'first', 'after', endCursor)] : []),
    ...(bothWays && hasPreviousPage && startCursor ? [to('prev', 'last', 'before', startCursor)] : []),
  ].join(', ');
}
