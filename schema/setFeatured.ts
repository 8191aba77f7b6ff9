import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setFeatured.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';

const SetFeaturedInput = builder.inputType('SetFeaturedInput', {
  description: 'The entry, and whether to feature it.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    featured: t.boolean({ required: true, description: 'Whether to feature the entry.' }),
    reason: t.string({
      description: 'Reason for the change, up to 2,000 characters. Recorded in the event log.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SetAgentFeaturedPayload = builder.objectRef<resolvers.SetFeaturedPayload>('SetAgentFeaturedPayload').implement({
  description: 'The result of featuring an agent, or no longer featuring it.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const SetTemplateFeaturedPayload = builder
  .objectRef<resolvers.SetFeaturedPayload>('SetTemplateFeaturedPayload')
  .implement({
    description: 'The result of featuring a template, or no longer featuring it.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, Forbidden, IdempotencyKeyReused];
const describe = (kind: string) =>
  `Feature ${kind} of your namespace, or stop featuring it. It must be public and active, and is no longer featured once it is not.`;

builder.mutationFields((t) => ({
  setAgentFeatured: t.field({
    type: SetAgentFeaturedPayload,
    description: describe('an agent'),
    errors: {
      types: refusals,
      union: { name: 'SetAgentFeaturedResult', description: resultOf('setAgentFeatured') },
    },
    args: { input: t.arg({ type: SetFeaturedInput, required: true, description: inputArgument }) },
    resolve: resolvers.setFeatured('AGENT'),
  }),
  setTemplateFeatured: t.field({
    type: SetTemplateFeaturedPayload,
    description: describe('a template'),
    errors: {
      types: refusals,
      union: { name: 'SetTemplateFeaturedResult', description: resultOf('setTemplateFeatured') },
    },
    args: { input: t.arg({ type: SetFeaturedInput, required: true, description: inputArgument }) },
    resolve: resolvers.setFeatured('TEMPLATE'),
  }),
}));
