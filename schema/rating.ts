import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/rating.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf, seenNamespaceField } from './describe.ts';
import { RegistryEvent, Template, TemplateVersion } from './refs.ts';

const StarCount = builder.objectRef<resolvers.RatingSummary['distribution'][number]>('StarCount').implement({
  description: 'Number of ratings with the same number of stars.',
  fields: (t) => ({
    stars: t.exposeInt('stars', { description: 'Number of stars, 1 to 5.' }),
    count: t.exposeInt('count', { description: 'Number of ratings with that many stars.' }),
  }),
});

const RatingSummary = builder.objectRef<resolvers.RatingSummary>('RatingSummary').implement({
  description:
    'Summary of all ratings of a template, from every namespace. It does not show who gave which rating; `ratings` lists those with a comment.',
  fields: (t) => ({
    average: t.exposeFloat('average', {
      nullable: true,
      description: 'Average number of stars. Null if there are no ratings.',
    }),
    count: t.exposeInt('count', { description: 'Number of ratings.' }),
    mine: t.exposeInt('mine', {
      nullable: true,
      description: 'Number of stars that you gave. Null if you have not rated the template.',
    }),
    distribution: t.expose('distribution', {
      type: [StarCount],
      description: 'Number of ratings for each number of stars, from 5 to 1.',
    }),
  }),
});

const DayCount = builder.objectRef<resolvers.UsageSummary['perDay'][number]>('DayCount').implement({
  description: 'Number of runs created on one day.',
  fields: (t) => ({
    date: t.exposeString('date', { description: 'Date in UTC, such as 2026-11-22.' }),
    count: t.exposeInt('count', { description: 'Number of runs created on that day.' }),
  }),
});

const UsageSummary = builder.objectRef<resolvers.UsageSummary>('UsageSummary').implement({
  description: 'Use of a template, or of one of its versions, by your own namespace.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Number of days that the summary covers.' }),
    runs: t.exposeInt('runs', { description: 'Number of runs created in these days.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Number of these runs that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Number of these runs that failed.' }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of the runs that succeeded, among those that succeeded or failed: 0 to 1. Null if none has.',
    }),
    p50Seconds: t.exposeFloat('p50Seconds', {
      nullable: true,
      description: 'Median of the seconds from start to end of the runs that succeeded or failed. Null if none has.',
    }),
    p95Seconds: t.exposeFloat('p95Seconds', {
      nullable: true,
      description:
        '95th percentile of the seconds from start to end of the runs that succeeded or failed. Null if none has.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last run was created, even if that was before these days.',
    }),
    perDay: t.expose('perDay', { type: [DayCount], description: 'Days with at least one run, oldest first.' }),
  }),
});

const usageArgs = {
  description: 'Runs of your own namespace in the last days (UTC), including today.',
  // Reads the rows of that many days, for each template of a list.
  complexity: ({ days }: { days?: number | null }) => ({
    field: 1 + Math.ceil(Math.min(Math.max(days ?? 30, 1), 365) / 15),
    multiplier: 1,
  }),
};
const daysArgument = { defaultValue: 30, description: 'Number of days, 1 to 365. Defaults to 30.' };

builder.objectFields(TemplateVersion, (t) => ({
  usage: t.field({
    type: UsageSummary,
    ...usageArgs,
    args: { days: t.arg.int(daysArgument) },
    resolve: resolvers.usageOfVersion,
  }),
}));

builder.objectFields(Template, (t) => ({
  rating: t.field({
    type: RatingSummary,
    description: 'Ratings from every namespace.',
    resolve: (template, _, context) => resolvers.ratingOf(template.id, context),
  }),
  usage: t.field({
    type: UsageSummary,
    ...usageArgs,
    args: { days: t.arg.int(daysArgument) },
    resolve: resolvers.usage,
  }),
}));

const RateTemplateInput = builder.inputType('RateTemplateInput', {
  description: 'A rating of a template.',
  fields: (t) => ({
    templateId: t.string({ required: true, description: 'Id of the template in its namespace.' }),
    namespace: t.string({ description: seenNamespaceField }),
    rating: t.int({
      required: true,
      description: 'Number of stars, 1 to 5. Replaces your previous rating of the template.',
    }),
    comment: t.string({
      description: 'Comment of up to 2,000 characters. Everyone who can see the template can read it.',
    }),
    isPrivate: t.boolean({
      description: 'Whether only your own namespace can read the comment, in the event log. Defaults to false.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RateTemplatePayload = builder.objectRef<resolvers.RateTemplatePayload>('RateTemplatePayload').implement({
  description: 'The template and its ratings.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
    rating: t.field({
      type: RatingSummary,
      description: 'Ratings of the template, including yours.',
      resolve: ({ entryId }, _, context) => resolvers.ratingOf(entryId, context),
    }),
    event: t.field({
      type: RegistryEvent,
      nullable: true,
      description: 'Event that records the rating. Null for a dry run, and when the rating did not change.',
      resolve: eventOf,
    }),
  }),
});

builder.mutationField('rateTemplate', (t) =>
  t.field({
    type: RateTemplatePayload,
    description: 'Rate a template that you can see, in any namespace.',
    errors: {
      types: [NotFound, Forbidden, IdempotencyKeyReused],
      union: { name: 'RateTemplateResult', description: resultOf('rateTemplate') },
    },
    args: { input: t.arg({ type: RateTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.rateTemplate,
  }),
);
