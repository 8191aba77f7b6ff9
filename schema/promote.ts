import * as resolvers from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { dryRunField, idempotencyKeyField, inputArgument, ownNamespaceField } from './describe.ts';
import { PublishAgentResult, PublishTemplateResult } from './publish.ts';

const PromoteInput = builder.inputType('PromoteInput', {
  description: 'The version to publish or to make current.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string({ description: ownNamespaceField }),
    version: t.string({ required: true, description: 'An exact version, such as 1.2.0.' }),
    expectedCurrentVersion: t.string({ description: 'Refuse when the current version is another one by now.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

builder.mutationFields((t) => ({
  promoteAgent: t.field({
    type: PublishAgentResult,
    description: 'Publishes a draft, and makes a version current that did not become so by itself.',
    args: { input: t.arg({ type: PromoteInput, required: true, description: inputArgument }) },
    resolve: resolvers.promote('AGENT'),
  }),
  promoteTemplate: t.field({
    type: PublishTemplateResult,
    description: 'Publishes a draft, and makes a version current that did not become so by itself.',
    args: { input: t.arg({ type: PromoteInput, required: true, description: inputArgument }) },
    resolve: resolvers.promote('TEMPLATE'),
  }),
}));
