import { Forbidden, IdempotencyKeyReused, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setVisibility.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, ownNamespaceField, resultOf } from './describe.ts';
import { Visibility } from './enums.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const SetVisibilityInput = builder.inputType('SetVisibilityInput', {
  description: 'The entry, its new visibility, and which of its private versions become public too.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string({ description: ownNamespaceField }),
    visibility: t.field({ type: Visibility, required: true, description: 'The new visibility.' }),
    versions: t.stringList({
      description:
        'Private versions that become public too, up to 100 version numbers. Defaults to none. Only with PUBLIC.',
    }),
    allVersions: t.boolean({ description: 'Make every published version public. Only with PUBLIC.' }),
    reason: t.string({
      description: 'For the log, up to 2,000 characters. Readers of the entry can see it once the entry is public.',
    }),
    expectedCurrentVersion: t.string({ description: 'Fail unless this is the current version.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SetAgentVisibilityPayload = builder
  .objectRef<resolvers.SetVisibilityPayload>('SetAgentVisibilityPayload')
  .implement({
    description: 'The agent with its new visibility.',
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, resolve: publishedEntry }),
      visibilityChange: t.field(visibilityChangeField),
      event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
    }),
  });

const SetTemplateVisibilityPayload = builder
  .objectRef<resolvers.SetVisibilityPayload>('SetTemplateVisibilityPayload')
  .implement({
    description: 'The template with its new visibility.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, resolve: publishedEntry }),
      visibilityChange: t.field(visibilityChangeField),
      event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, StaleVersion, Forbidden, IdempotencyKeyReused];
const description =
  'Makes an entry public or private. Versions that were published while it was private stay private unless they are named.';

builder.mutationFields((t) => ({
  setAgentVisibility: t.field({
    type: SetAgentVisibilityPayload,
    description,
    errors: {
      types: refusals,
      union: { name: 'SetAgentVisibilityResult', description: resultOf('setAgentVisibility') },
    },
    args: { input: t.arg({ type: SetVisibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.setVisibility('AGENT'),
  }),
  setTemplateVisibility: t.field({
    type: SetTemplateVisibilityPayload,
    description,
    errors: {
      types: refusals,
      union: { name: 'SetTemplateVisibilityResult', description: resultOf('setTemplateVisibility') },
    },
    args: { input: t.arg({ type: SetVisibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.setVisibility('TEMPLATE'),
  }),
}));
