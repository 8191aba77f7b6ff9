import type { Entry } from '../db/entry.ts';
import type { Rating } from '../db/rating.ts';
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
  lastUsedAt: Date | null;
  perDay: { date: string; count: number }[];
}

export async function usage(template: Entry, args: { days?: number | null }, { load }: Context): Promise<UsageSummary> {
  const days = args.days ?? 30;
  if (days < 1 || days > 365) throw new RequestError('BAD_USER_INPUT', '`days` must be from 1 to 365.');
  const rows = await load.usageOfTemplate.load({ templateId: template.id, days });
  const sum = (of: 'runs' | 'succeeded' | 'failed') => rows.reduce((total, row) => total + row[of], 0);
  return {
    days,
    runs: sum('runs'),
    succeeded: sum('succeeded'),
    failed: sum('failed'),
    lastUsedAt: rows[0]?.lastUsedAt ?? null,
    perDay: rows.flatMap(({ date, runs }) => (date === null ? [] : [{ date, count: runs }])),
  };
}
