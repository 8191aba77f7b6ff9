import { Forbidden, IdempotencyKeyReused, IncompatibleChange, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf, publishedEntry, publishedVersion } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/rollback.ts';
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
import { impactField } from './impact.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const RollbackInput = builder.inputType('RollbackInput', {
  description: 'The entry to roll back, and the version to roll back to.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    toVersion: t.string({
      description: 'Version number to roll back to. Defaults to the release before the current version.',
    }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    reason: t.string({ required: true, description: 'Reason for the rollback. Recorded in the event log.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RollbackAgentPayload = builder.objectRef<resolvers.RollbackPayload>('RollbackAgentPayload').implement({
  description: 'The result of rolling back an agent.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
    version: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'The new current version.',
      resolve: publishedVersion,
    }),
    previousVersion: t.field({
      type: AgentVersion,
      nullable: true,
      description: 'The version that was current before.',
      resolve: resolvers.previousVersion,
    }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const RollbackTemplatePayload = builder.objectRef<resolvers.RollbackPayload>('RollbackTemplatePayload').implement({
  description: 'The result of rolling back a template.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
    version: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'The new current version.',
      resolve: publishedVersion,
    }),
    previousVersion: t.field({
      type: TemplateVersion,
      nullable: true,
      description: 'The version that was current before.',
      resolve: resolvers.previousVersion,
    }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const refusals = [NotFound, StaleVersion, IncompatibleChange, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  rollbackAgent: t.field({
    type: RollbackAgentPayload,
    description: 'Make an older published version the current version. Nothing is deleted.',
    errors: { types: refusals, union: { name: 'RollbackAgentResult', description: resultOf('rollbackAgent') } },
    args: { input: t.arg({ type: RollbackInput, required: true, description: inputArgument }) },
    resolve: resolvers.rollback('AGENT'),
  }),
  rollbackTemplate: t.field({
    type: RollbackTemplatePayload,
    description: 'Make an older published version the current version. Nothing is deleted.',
    errors: { types: refusals, union: { name: 'RollbackTemplateResult', description: resultOf('rollbackTemplate') } },
    args: { input: t.arg({ type: RollbackInput, required: true, description: inputArgument }) },
    resolve: resolvers.rollback('TEMPLATE'),
  }),
}));
