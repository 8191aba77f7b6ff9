import type { Rating } from '../db/rating.ts';
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
