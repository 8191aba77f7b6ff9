import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setCompatibility.ts';
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
import { CompatibilityPolicy } from './enums.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';

const SetCompatibilityInput = builder.inputType('SetCompatibilityInput', {
  description: 'The entry and its new compatibility policy.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    compatibility: t.field({ type: CompatibilityPolicy, required: true, description: 'New policy.' }),
    reason: t.string({
      description: 'Reason for the change, up to 2,000 characters. Recorded in the event log.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SetAgentCompatibilityPayload = builder
  .objectRef<resolvers.SetCompatibilityPayload>('SetAgentCompatibilityPayload')
  .implement({
    description: 'The result of changing the compatibility policy of an agent.',
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const SetTemplateCompatibilityPayload = builder
  .objectRef<resolvers.SetCompatibilityPayload>('SetTemplateCompatibilityPayload')
  .implement({
    description: 'The result of changing the compatibility policy of a template.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, Forbidden, IdempotencyKeyReused];
const describe = (kind: string) =>
  `Set what happens to a version of ${kind} whose number promises less than its changes.`;

builder.mutationFields((t) => ({
  setAgentCompatibility: t.field({
    type: SetAgentCompatibilityPayload,
    description: describe('an agent'),
    errors: {
      types: refusals,
      union: { name: 'SetAgentCompatibilityResult', description: resultOf('setAgentCompatibility') },
    },
    args: { input: t.arg({ type: SetCompatibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.setCompatibility('AGENT'),
  }),
  setTemplateCompatibility: t.field({
    type: SetTemplateCompatibilityPayload,
    description: describe('a template'),
    errors: {
      types: refusals,
      union: { name: 'SetTemplateCompatibilityResult', description: resultOf('setTemplateCompatibility') },
    },
    args: { input: t.arg({ type: SetCompatibilityInput, required: true, description: inputArgument }) },
    resolve: resolvers.setCompatibility('TEMPLATE'),
  }),
}));
