import type { Entry } from '../db/entry.ts';
import { type Kind, kinds } from '../db/kindTables.ts';
import { type CatalogCounts, catalogCounts, maxStat, mostUsed as mostUsedOf, runCounts } from '../db/stats.ts';
import { RequestError } from '../errors.ts';
import type { Context } from './context.ts';
import { entryById } from './notRemoved.ts';

/** The periods of a dashboard, in days up to now. */
const periods = [1, 7, 30, 90] as const;

/** What the viewer can see, counted. The runs, which only its namespace sees, are read by the fields that need them. */
export interface RegistryStats extends CatalogCounts {
  published: { days: number; count: number }[];
  isExact: boolean;
}

export async function registryStats(_: unknown, __: unknown, { load }: Context): Promise<RegistryStats> {
  const [counts] = await load.count(catalogCounts(periods));
  if (!counts) throw new Error('The statement returns one row.');
  const { agents, templates, agentVersions, templateVersions } = counts;
  return {
    ...counts,
    published: periods.map((days, index) => ({
      days,
      count: (agentVersions.published[index] ?? 0) + (templateVersions.published[index] ?? 0),
    })),
    isExact: [agents, templates, agentVersions, templateVersions].every(({ total }) => total < maxStat),
  };
}

const noRuns = { total: 0, queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };

/** The runs of the viewer's namespace by their state. Anonymous callers have none. */
export async function runs(_: unknown, __: unknown, { load, viewer }: Context) {
  if (viewer.kind === 'anonymous') return periods.map((days) => ({ days, ...noRuns }));
  return load.count(runCounts(periods));
}

export type RunStats = Awaited<ReturnType<typeof runs>>[number];

export interface UsedEntry {
  entry: Entry;
  runs: number;
  succeeded: number;
  failed: number;
}

/**
 * The entries that the viewer's namespace used most.
 *
 * @throws BAD_USER_INPUT unless `days` is from 1 to 365 and `first` from 1 to 20
 */
export async function mostUsed(
  _: unknown,
  args: { kind?: Kind | null; days?: number | null; first?: number | null },
  context: Context,
): Promise<UsedEntry[]> {
  const [days, first] = [args.days ?? 30, args.first ?? 5];
  if (days < 1 || days > 365) throw new RequestError('BAD_USER_INPUT', '`days` must be from 1 to 365.');
  if (first < 1 || first > 20) throw new RequestError('BAD_USER_INPUT', '`first` must be from 1 to 20.');
  if (context.viewer.kind === 'anonymous') return [];
  const asked = args.kind ? [args.kind] : kinds;
  const found = await Promise.all(asked.map((kind) => context.load.count(mostUsedOf(kind, days, first))));
  const most = found.flat().sort((a, b) => b.runs - a.runs);
  const used = await Promise.all(
    most.slice(0, first).map(async ({ kind, entryId, ...counts }) => {
      const entry = await entryById(kind, entryId, context);
      return entry ? [{ entry, ...counts }] : [];
    }),
  );
  return used.flat();
}
