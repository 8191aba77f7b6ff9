import type { Entry } from '../db/entry.ts';
import type { Rating, UsedBy } from '../db/rating.ts';
import type { VersionHead } from '../db/version.ts';
import { RequestError } from '../errors.ts';
import { type RateTemplateInput, rateTemplate as rate } from '../registry/rateTemplate.ts';
import type { Context } from './context.ts';

export async function rateTemplate(_: unknown, { input }: { input: RateTemplateInput }, context: Context) {
  const rated = await rate(context.services, context, input);
  const { ratingOfTemplate, entry } = context.load;
  ratingOfTemplate.clear(rated.entryId);
  if (rated.dryRunRows) {
    ratingOfTemplate.prime(rated.entryId, rated.dryRunRows.rating);
    entry.TEMPLATE.byId.clear(rated.entryId).prime(rated.entryId, rated.dryRunRows.entry);
  }
  return { ...rated, kind: 'TEMPLATE' as const };
}

export type RateTemplatePayload = Awaited<ReturnType<typeof rateTemplate>>;

export interface RatingSummary {
  average: number | null;
  count: number;
  mine: number | null;
  distribution: { stars: number; count: number }[];
}

export const ratingOf = async (templateId: string, { load }: Context): Promise<RatingSummary> =>
  summarise(await load.ratingOfTemplate.load(templateId));

/** The average is rounded to two decimals. */
function summarise(rating: Rating | null): RatingSummary {
  const distribution = [5, 4, 3, 2, 1].map((stars) => ({ stars, count: rating?.counts[stars - 1] ?? 0 }));
  const count = distribution.reduce((sum, each) => sum + each.count, 0);
  const stars = distribution.reduce((sum, each) => sum + each.count * each.stars, 0);
  return {
    average: count === 0 ? null : Math.round((stars / count) * 100) / 100,
    count,
    mine: rating?.mine ?? null,
    distribution,
  };
}

export interface UsageSummary {
  days: number;
  runs: number;
  succeeded: number;
  failed: number;
  successRate: number | null;
  p50Seconds: number | null;
  p95Seconds: number | null;
  lastUsedAt: Date | null;
  perDay: { date: string; count: number }[];
}

interface UsageArgs {
  days?: number | null;
}

export const usage = (template: Entry, { days }: UsageArgs, { load }: Context): Promise<UsageSummary> =>
  summary('template', template.id, days ?? 30, load);

export const usageOfVersion = (version: VersionHead, { days }: UsageArgs, { load }: Context): Promise<UsageSummary> =>
  summary('version', version.id, days ?? 30, load);

async function summary(by: UsedBy, usedId: string, days: number, load: Context['load']): Promise<UsageSummary> {
  if (days < 1 || days > 365) throw new RequestError('BAD_USER_INPUT', '`days` must be from 1 to 365.');
  const rows = await load.usageOf.load({ by, usedId, days });
  const sum = (of: 'runs' | 'succeeded' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
  const [succeeded, failed] = [sum('succeeded'), sum('failed')];
  const [first] = rows;
  return {
    days,
    runs: sum('runs'),
    succeeded,
    failed,
    successRate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
    p50Seconds: first?.p50Seconds ?? null,
    p95Seconds: first?.p95Seconds ?? null,
    lastUsedAt: first?.lastUsedAt ?? null,
    perDay: rows.flatMap(({ date, runs }) => (date === null ? [] : [{ date, count: runs }])),
  };
}
