import { Forbidden, IdempotencyKeyReused, IncompatibleChange, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf, publishedEntry, publishedVersion } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/rollback.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, ownNamespaceField, resultOf } from './describe.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const RollbackInput = builder.inputType('RollbackInput', {
  description: 'The entry to roll back, and to which version.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string({ description: ownNamespaceField }),
    toVersion: t.string({ description: 'Defaults to the release before the current one.' }),
    expectedCurrentVersion: t.string({ description: 'Refuse when the current version is another one by now.' }),
    reason: t.string({ required: true, description: 'For the log.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RollbackAgentPayload = builder.objectRef<resolvers.RollbackPayload>('RollbackAgentPayload').implement({
  description: 'What rolling back an agent did.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, resolve: publishedEntry }),
    version: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'Now the current one.',
      resolve: publishedVersion,
    }),
    previousVersion: t.field({ type: AgentVersion, nullable: true, resolve: resolvers.previousVersion }),
    visibilityChange: t.field(visibilityChangeField),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const RollbackTemplatePayload = builder.objectRef<resolvers.RollbackPayload>('RollbackTemplatePayload').implement({
  description: 'What rolling back a template did.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, resolve: publishedEntry }),
    version: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'Now the current one.',
      resolve: publishedVersion,
    }),
    previousVersion: t.field({ type: TemplateVersion, nullable: true, resolve: resolvers.previousVersion }),
    visibilityChange: t.field(visibilityChangeField),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const refusals = [NotFound, StaleVersion, IncompatibleChange, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  rollbackAgent: t.field({
    type: RollbackAgentPayload,
    description: 'Makes an older published version the current one. Nothing is deleted.',
    errors: { types: refusals, union: { name: 'RollbackAgentResult', description: resultOf('rollbackAgent') } },
    args: { input: t.arg({ type: RollbackInput, required: true, description: inputArgument }) },
    resolve: resolvers.rollback('AGENT'),
  }),
  rollbackTemplate: t.field({
    type: RollbackTemplatePayload,
    description: 'Makes an older published version the current one. Nothing is deleted.',
    errors: { types: refusals, union: { name: 'RollbackTemplateResult', description: resultOf('rollbackTemplate') } },
    args: { input: t.arg({ type: RollbackInput, required: true, description: inputArgument }) },
    resolve: resolvers.rollback('TEMPLATE'),
  }),
}));
