import {
  ConsoleUsageRecordsDocument,
  type ConsoleUsageRecordsQuery,
  type UsageMeter,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';

const maxPages = 20;

/** The sum of a meter's changes for each of the last days (UTC), from the usage records. */
export async function dailyUsage(
  meter: UsageMeter,
  days: number,
  signal: AbortSignal,
): Promise<{ perDay: Map<string, number>; isCut: boolean }> {
  const first = new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const filter = { meters: [meter], since: `${first}T00:00:00.000Z` };
  const perDay = new Map<string, number>();
  let after: string | null = null;
  for (let read = 0; read < maxPages; read += 1) {
    const page: ConsoleUsageRecordsQuery = await ask(
      ConsoleUsageRecordsDocument,
      { first: 100, after, filter },
      signal,
    );
    const { usageRecords } = page;
    for (const { node } of usageRecords.edges) {
      const date = node.occurredAt.slice(0, 10);
      perDay.set(date, (perDay.get(date) ?? 0) + node.quantity);
    }
    after = usageRecords.pageInfo.endCursor ?? null;
    if (!usageRecords.pageInfo.hasNextPage) return { perDay, isCut: false };
  }
  return { perDay, isCut: true };
}
