import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/setStatus.ts';
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
import { EntryStatus } from './enums.ts';
import { impactField } from './impact.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const SetStatusInput = builder.inputType('SetStatusInput', {
  description: 'The entry and its new status.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    status: t.field({ type: EntryStatus, required: true, description: 'New status.' }),
    message: t.string({ description: 'Reason for the status, up to 500 characters. Shown to users of the entry.' }),
    replacedBy: t.string({
      description:
        'The entry of the same kind to use instead: its id (in your own namespace, else in `default`), or `namespace/id`. Not for ACTIVE.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const SetAgentStatusPayload = builder.objectRef<resolvers.SetStatusPayload>('SetAgentStatusPayload').implement({
  description: 'The result of changing the status of an agent.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const SetTemplateStatusPayload = builder.objectRef<resolvers.SetStatusPayload>('SetTemplateStatusPayload').implement({
  description: 'The result of changing the status of a template.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const refusals = [NotFound, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  setAgentStatus: t.field({
    type: SetAgentStatusPayload,
    description: 'Deprecate, disable or reactivate an agent.',
    errors: { types: refusals, union: { name: 'SetAgentStatusResult', description: resultOf('setAgentStatus') } },
    args: { input: t.arg({ type: SetStatusInput, required: true, description: inputArgument }) },
    resolve: resolvers.setStatus('AGENT'),
  }),
  setTemplateStatus: t.field({
    type: SetTemplateStatusPayload,
    description: 'Deprecate, disable or reactivate a template.',
    errors: { types: refusals, union: { name: 'SetTemplateStatusResult', description: resultOf('setTemplateStatus') } },
    args: { input: t.arg({ type: SetStatusInput, required: true, description: inputArgument }) },
    resolve: resolvers.setStatus('TEMPLATE'),
  }),
}));
