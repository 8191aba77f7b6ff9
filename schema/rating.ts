import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/rating.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, resultOf, seenNamespaceField } from './describe.ts';
import { RegistryEvent, Template } from './refs.ts';

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

builder.objectFields(Template, (t) => ({
  rating: t.field({
    type: RatingSummary,
    description: 'Ratings from every namespace.',
    resolve: (template, _, context) => resolvers.ratingOf(template.id, context),
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
