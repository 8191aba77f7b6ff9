import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setStatus.ts';
import { builder } from './builder.ts';
import { EntryStatus } from './enums.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';

const SetStatusInput = builder.inputType('SetStatusInput', {
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string(),
    status: t.field({ type: EntryStatus, required: true }),
    message: t.string({ description: 'Why, for whoever meets it: up to 500 characters.' }),
    dryRun: t.boolean(),
    idempotencyKey: t.string(),
  }),
});

const SetAgentStatusPayload = builder.objectRef<resolvers.SetStatusPayload>('SetAgentStatusPayload').implement({
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, resolve: publishedEntry }),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const SetTemplateStatusPayload = builder.objectRef<resolvers.SetStatusPayload>('SetTemplateStatusPayload').implement({
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, resolve: publishedEntry }),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const refusals = [NotFound, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  setAgentStatus: t.field({
    type: SetAgentStatusPayload,
    description: 'Deprecates, disables, or makes active again.',
    errors: { types: refusals, union: { name: 'SetAgentStatusResult' } },
    args: { input: t.arg({ type: SetStatusInput, required: true }) },
    resolve: resolvers.setStatus('AGENT'),
  }),
  setTemplateStatus: t.field({
    type: SetTemplateStatusPayload,
    description: 'Deprecates, disables, or makes active again.',
    errors: { types: refusals, union: { name: 'SetTemplateStatusResult' } },
    args: { input: t.arg({ type: SetStatusInput, required: true }) },
    resolve: resolvers.setStatus('TEMPLATE'),
  }),
}));
