import * as resolvers from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { PublishAgentResult, PublishTemplateResult } from './publish.ts';

const PromoteInput = builder.inputType('PromoteInput', {
  fields: (t) => ({
    id: t.string({ required: true, description: 'The agentId or templateId.' }),
    namespace: t.string(),
    version: t.string({ required: true }),
    expectedCurrentVersion: t.string({ description: 'Refuse when the current version is another one by now.' }),
    dryRun: t.boolean(),
    idempotencyKey: t.string(),
  }),
});

builder.mutationFields((t) => ({
  promoteAgent: t.field({
    type: PublishAgentResult,
    description: 'Publishes a draft, and makes a version current that did not become so by itself.',
    args: { input: t.arg({ type: PromoteInput, required: true }) },
    resolve: resolvers.promote('AGENT'),
  }),
  promoteTemplate: t.field({
    type: PublishTemplateResult,
    description: 'Publishes a draft, and makes a version current that did not become so by itself.',
    args: { input: t.arg({ type: PromoteInput, required: true }) },
    resolve: resolvers.promote('TEMPLATE'),
  }),
}));
