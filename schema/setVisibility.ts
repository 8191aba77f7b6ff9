import { Forbidden, IdempotencyKeyReused, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setVisibility.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  expectedCurrentVersionField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { Visibility } from './enums.ts';
import { impactField } from './impact.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const SetVisibilityInput = builder.inputType('SetVisibilityInput', {
  description: 'The entry, its new visibility, and the private versions that become public with it.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    visibility: t.field({ type: Visibility, required: true, description: 'New visibility.' }),
    versions: t.stringList({
      description:
        'Version numbers of private versions that become public too, up to 100. Defaults to none. Only with PUBLIC.',
    }),
    allVersions: t.boolean({
      description: 'Make every published version public. Defaults to false. Only with PUBLIC.',
    }),
    reason: t.string({
      description:
        'Reason for the change, up to 2,000 characters. Recorded in the event log, and visible to all readers of a public entry.',
    }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SetAgentVisibilityPayload = builder
  .objectRef<resolvers.SetVisibilityPayload>('SetAgentVisibilityPayload')
  .implement({
    description: 'The result of changing the visibility of an agent.',
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
      visibilityChange: t.field(visibilityChangeField),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const SetTemplateVisibilityPayload = builder
  .objectRef<resolvers.SetVisibilityPayload>('SetTemplateVisibilityPayload')
  .implement({
    description: 'The result of changing the visibility of a template.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      visibilityChange: t.field(visibilityChangeField),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, StaleVersion, Forbidden, IdempotencyKeyReused];
const describe = (kind: string) =>
  `Make ${kind} public or private. Versions that were published while it was private stay private unless they are named.`;

builder.mutationFields((t) => ({
  setAgentVisibility: t.field({
    type: SetAgentVisibilityPayload,
    description: describe('an agent'),
    errors: {
      types: refusals,
      union: { name: 'SetAgentVisibilityResult', description: resultOf('setAgentVisibility') },
    },
    args: { input: t.arg({ type: SetVisibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.setVisibility('AGENT'),
  }),
  setTemplateVisibility: t.field({
    type: SetTemplateVisibilityPayload,
    description: describe('a template'),
    errors: {
      types: refusals,
      union: { name: 'SetTemplateVisibilityResult', description: resultOf('setTemplateVisibility') },
    },
    args: { input: t.arg({ type: SetVisibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.setVisibility('TEMPLATE'),
  }),
}));
