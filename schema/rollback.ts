import { Forbidden, IdempotencyKeyReused, IncompatibleChange, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf, publishedEntry, publishedVersion } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/rollback.ts';
import { builder } from './builder.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';

const RollbackInput = builder.inputType('RollbackInput', {
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string(),
    toVersion: t.string({ description: 'The release before the current one unless told.' }),
    expectedCurrentVersion: t.string({ description: 'Refuse when the current version is another one by now.' }),
    reason: t.string({ required: true, description: 'For the log.' }),
    dryRun: t.boolean(),
    idempotencyKey: t.string(),
  }),
});

const RollbackAgentPayload = builder.objectRef<resolvers.RollbackPayload>('RollbackAgentPayload').implement({
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, resolve: publishedEntry }),
    version: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'Now the current one.',
      resolve: publishedVersion,
    }),
    previousVersion: t.field({ type: AgentVersion, nullable: true, resolve: resolvers.previousVersion }),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const RollbackTemplatePayload = builder.objectRef<resolvers.RollbackPayload>('RollbackTemplatePayload').implement({
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, resolve: publishedEntry }),
    version: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'Now the current one.',
      resolve: publishedVersion,
    }),
    previousVersion: t.field({ type: TemplateVersion, nullable: true, resolve: resolvers.previousVersion }),
    event: t.field({ type: RegistryEvent, nullable: true, resolve: eventOf }),
  }),
});

const refusals = [NotFound, StaleVersion, IncompatibleChange, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  rollbackAgent: t.field({
    type: RollbackAgentPayload,
    description: 'Makes an older published version the current one. Nothing is deleted.',
    errors: { types: refusals, union: { name: 'RollbackAgentResult' } },
    args: { input: t.arg({ type: RollbackInput, required: true }) },
    resolve: resolvers.rollback('AGENT'),
  }),
  rollbackTemplate: t.field({
    type: RollbackTemplatePayload,
    description: 'Makes an older published version the current one. Nothing is deleted.',
    errors: { types: refusals, union: { name: 'RollbackTemplateResult' } },
    args: { input: t.arg({ type: RollbackInput, required: true }) },
    resolve: resolvers.rollback('TEMPLATE'),
  }),
}));
