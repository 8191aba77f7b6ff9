import { Forbidden, IdempotencyKeyReused, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/updateListing.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  expectedCurrentVersionField,
  expectedUpdatedAtField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { ListingField } from './enums.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';

const UpdateListingInput = builder.inputType('UpdateListingInput', {
  description: 'How an entry is listed, apart from its versions. What is omitted stays as it is.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    tags: t.stringList({ description: 'New tags, up to 20 of up to 40 characters each. An empty list for none.' }),
    category: t.string({ description: 'New category, up to 40 characters. An empty string for none.' }),
    description: t.string({ description: 'New description, up to 2,000 characters.' }),
    reset: t.field({ type: [ListingField], description: 'Values that come from the current version again.' }),
    reason: t.string({ description: 'Reason for the change, up to 2,000 characters. Recorded in the event log.' }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    expectedUpdatedAt: t.field({ type: 'DateTime', description: expectedUpdatedAtField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const UpdateAgentListingPayload = builder
  .objectRef<resolvers.UpdateListingPayload>('UpdateAgentListingPayload')
  .implement({
    description: 'The result of changing how an agent is listed.',
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const UpdateTemplateListingPayload = builder
  .objectRef<resolvers.UpdateListingPayload>('UpdateTemplateListingPayload')
  .implement({
    description: 'The result of changing how a template is listed.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, StaleVersion, Forbidden, IdempotencyKeyReused];
const describe = (kind: string) =>
  `Change tags, category or description of ${kind} without a new version. They stay, whatever later versions say, until they are reset.`;

builder.mutationFields((t) => ({
  updateAgentListing: t.field({
    type: UpdateAgentListingPayload,
    description: describe('an agent'),
    errors: {
      types: refusals,
      union: { name: 'UpdateAgentListingResult', description: resultOf('updateAgentListing') },
    },
    args: { input: t.arg({ type: UpdateListingInput, required: true, description: inputArgument }) },
    resolve: resolvers.updateListing('AGENT'),
  }),
  updateTemplateListing: t.field({
    type: UpdateTemplateListingPayload,
    description: describe('a template'),
    errors: {
      types: refusals,
      union: { name: 'UpdateTemplateListingResult', description: resultOf('updateTemplateListing') },
    },
    args: { input: t.arg({ type: UpdateListingInput, required: true, description: inputArgument }) },
    resolve: resolvers.updateListing('TEMPLATE'),
  }),
}));
