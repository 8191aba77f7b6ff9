import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setStatus.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, ownNamespaceField, resultOf } from './describe.ts';
import { EntryStatus } from './enums.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const SetStatusInput = builder.inputType('SetStatusInput', {
  description: 'The entry, and its new status.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string({ description: ownNamespaceField }),
    status: t.field({ type: EntryStatus, required: true, description: 'The new status.' }),
    message: t.string({ description: 'Why, for whoever meets it: up to 500 characters.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SetAgentStatusPayload = builder.objectRef<resolvers.SetStatusPayload>('SetAgentStatusPayload').implement({
  description: 'The agent with its new status.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, resolve: publishedEntry }),
    visibilityChange: t.field(visibilityChangeField),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const SetTemplateStatusPayload = builder.objectRef<resolvers.SetStatusPayload>('SetTemplateStatusPayload').implement({
  description: 'The template with its new status.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, resolve: publishedEntry }),
    visibilityChange: t.field(visibilityChangeField),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const refusals = [NotFound, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  setAgentStatus: t.field({
    type: SetAgentStatusPayload,
    description: 'Deprecates, disables, or makes active again.',
    errors: { types: refusals, union: { name: 'SetAgentStatusResult', description: resultOf('setAgentStatus') } },
    args: { input: t.arg({ type: SetStatusInput, required: true, description: inputArgument }) },
    resolve: resolvers.setStatus('AGENT'),
  }),
  setTemplateStatus: t.field({
    type: SetTemplateStatusPayload,
    description: 'Deprecates, disables, or makes active again.',
    errors: { types: refusals, union: { name: 'SetTemplateStatusResult', description: resultOf('setTemplateStatus') } },
    args: { input: t.arg({ type: SetStatusInput, required: true, description: inputArgument }) },
    resolve: resolvers.setStatus('TEMPLATE'),
  }),
}));
