import type { Connection } from './connection.ts';
import { LatestEventDocument, type LatestEventQuery } from './generated/graphql.ts';
import { request } from './request.ts';

/**
 * The current end of the log: a client that follows from there misses nothing, even if the first connection is lost
 * before its first event. Null (start when the connection is established) for a gateway that reads the log only
 * forwards.
 */
export async function latestCursor(connection: Connection, signal?: AbortSignal): Promise<string | null> {
  const data = (await request(connection, String(LatestEventDocument), {}, { signal })) as LatestEventQuery;
  const { edges, pageInfo } = data.registryEvents;
  if (edges.length > 1 || pageInfo.hasNextPage) return null;
  return edges[0]?.cursor ?? '0';
}
