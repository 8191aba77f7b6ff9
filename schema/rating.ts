import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/rating.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf } from './describe.ts';
import { RegistryEvent, Template } from './refs.ts';

const StarCount = builder.objectRef<resolvers.RatingSummary['distribution'][number]>('StarCount').implement({
  description: 'How often a template got so many stars.',
  fields: (t) => ({ stars: t.exposeInt('stars'), count: t.exposeInt('count') }),
});

const RatingSummary = builder.objectRef<resolvers.RatingSummary>('RatingSummary').implement({
  description: 'What all raters of a template think of it, of every namespace; who said what is not told.',
  fields: (t) => ({
    average: t.exposeFloat('average', { nullable: true, description: 'Null when nobody rated it.' }),
    count: t.exposeInt('count'),
    mine: t.exposeInt('mine', { nullable: true, description: 'The viewer’s own stars.' }),
    distribution: t.expose('distribution', { type: [StarCount], description: 'From 5 stars to 1.' }),
  }),
});

const DayCount = builder.objectRef<resolvers.UsageSummary['perDay'][number]>('DayCount').implement({
  description: 'How many runs one day had.',
  fields: (t) => ({
    date: t.exposeString('date', { description: 'In UTC, such as 2026-11-22.' }),
    count: t.exposeInt('count'),
  }),
});

const UsageSummary = builder.objectRef<resolvers.UsageSummary>('UsageSummary').implement({
  description: 'What the viewer’s own namespace did with a template.',
  fields: (t) => ({
    days: t.exposeInt('days'),
    runs: t.exposeInt('runs', { description: 'That were made in these days.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Of them.' }),
    failed: t.exposeInt('failed', { description: 'Of them.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'However long ago.' }),
    perDay: t.expose('perDay', { type: [DayCount], description: 'The days that had runs, oldest first.' }),
  }),
});

builder.objectFields(Template, (t) => ({
  rating: t.field({ type: RatingSummary, resolve: (template, _, context) => resolvers.ratingOf(template.id, context) }),
  usage: t.field({
    type: UsageSummary,
    description: 'The last days in UTC, today included: 1 to 365.',
    args: { days: t.arg.int({ defaultValue: 30, description: 'Number of days, 1 to 365. Defaults to 30.' }) },
    // The rows of so many days are read, for each template of a list.
    complexity: ({ days }) => ({ field: 1 + Math.ceil(Math.min(Math.max(days ?? 30, 1), 365) / 15), multiplier: 1 }),
    resolve: resolvers.usage,
  }),
}));

const RateTemplateInput = builder.inputType('RateTemplateInput', {
  description: 'A rating of a template.',
  fields: (t) => ({
    templateId: t.string({ required: true, description: 'The template’s id in its namespace.' }),
    namespace: t.string({ description: 'Defaults to your own namespace, then to `default`.' }),
    rating: t.int({ required: true, description: '1 to 5 stars. Your last rating of a template counts.' }),
    comment: t.string({ description: 'Up to 2,000 characters, told to your own namespace.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RateTemplatePayload = builder.objectRef<resolvers.RateTemplatePayload>('RateTemplatePayload').implement({
  description: 'The template with its new rating.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, resolve: publishedEntry }),
    rating: t.field({
      type: RatingSummary,
      resolve: ({ entryId }, _, context) => resolvers.ratingOf(entryId, context),
    }),
    event: t.field({
      type: RegistryEvent,
      nullable: true,
      description: 'Null for a dry run, and when the rating did not change.',
      resolve: eventOf,
    }),
  }),
});

builder.mutationField('rateTemplate', (t) =>
  t.field({
    type: RateTemplatePayload,
    description: 'Rates a template that you see, of any namespace.',
    errors: {
      types: [NotFound, Forbidden, IdempotencyKeyReused],
      union: { name: 'RateTemplateResult', description: resultOf('rateTemplate') },
    },
    args: { input: t.arg({ type: RateTemplateInput, required: true, description: inputArgument }) },
    resolve: resolvers.rateTemplate,
  }),
);
