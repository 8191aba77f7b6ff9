import * as resolvers from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { acknowledgeField } from './compatibilityCheck.ts';
import {
  dryRunField,
  entryIdField,
  exactVersionField,
  expectedCurrentVersionField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
} from './describe.ts';
import { PublishAgentResult, PublishTemplateResult } from './publish.ts';

const PromoteInput = builder.inputType('PromoteInput', {
  description: 'The version to publish or to make the current version.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    version: t.string({ required: true, description: exactVersionField }),
    acknowledge: t.stringList({ description: acknowledgeField }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

builder.mutationFields((t) => ({
  promoteAgent: t.field({
    type: PublishAgentResult,
    description: 'Publish a draft, or make a published version the current version.',
    args: { input: t.arg({ type: PromoteInput, required: true, description: inputArgument }) },
    resolve: resolvers.promote('AGENT'),
  }),
  promoteTemplate: t.field({
    type: PublishTemplateResult,
    description: 'Publish a draft, or make a published version the current version.',
    args: { input: t.arg({ type: PromoteInput, required: true, description: inputArgument }) },
    resolve: resolvers.promote('TEMPLATE'),
  }),
}));
