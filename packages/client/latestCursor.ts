import type { Connection } from './connection.ts';
import { LatestEventDocument, type LatestEventQuery } from './generated/graphql.ts';
import { request } from './request.ts';

/**
 * Where the log ends now: who follows it from there misses nothing, also when the first connection is lost before its
 * first event. Null (follow from whenever the connection stands) at a gateway that reads the log only forwards.
 */
export async function latestCursor(connection: Connection, signal?: AbortSignal): Promise<string | null> {
  const data = (await request(connection, String(LatestEventDocument), {}, { signal })) as LatestEventQuery;
  const { edges, pageInfo } = data.registryEvents;
  if (edges.length > 1 || pageInfo.hasNextPage) return null;
  return edges[0]?.cursor ?? '0';
}
