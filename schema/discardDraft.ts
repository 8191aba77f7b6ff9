import { Forbidden, IdempotencyKeyReused, IncompatibleChange, NotFound } from '../src/errors.ts';
import * as resolvers from '../src/resolvers/discardDraft.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  resultOf,
} from './describe.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';

const DiscardDraftInput = builder.inputType('DiscardDraftInput', {
  description: 'The draft to discard.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    version: t.string({ required: true, description: 'Version number of the draft, such as 1.2.0.' }),
    reason: t.string({ description: 'Reason, up to 2,000 characters. Recorded in the event log.' }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const versionField = 'Version number of the draft. It can be used again.';
const digestField = 'Digest of the draft.';
const eventField = 'Event that records the change. Null for a dry run.';

const DiscardAgentDraftPayload = builder
  .objectRef<resolvers.DiscardDraftPayload>('DiscardAgentDraftPayload')
  .implement({
    description: 'The result of discarding a draft of an agent.',
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
      version: t.exposeString('version', { description: versionField }),
      digest: t.exposeString('digest', { description: digestField }),
      event: t.field({ type: RegistryEvent, nullable: true, description: eventField, resolve: eventOf }),
    }),
  });

const DiscardTemplateDraftPayload = builder
  .objectRef<resolvers.DiscardDraftPayload>('DiscardTemplateDraftPayload')
  .implement({
    description: 'The result of discarding a draft of a template.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      version: t.exposeString('version', { description: versionField }),
      digest: t.exposeString('digest', { description: digestField }),
      event: t.field({ type: RegistryEvent, nullable: true, description: eventField, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, IncompatibleChange, Forbidden, IdempotencyKeyReused];

builder.mutationFields((t) => ({
  discardAgentDraft: t.field({
    type: DiscardAgentDraftPayload,
    description: 'Delete a draft of an agent. Published versions are archived instead.',
    errors: { types: refusals, union: { name: 'DiscardAgentDraftResult', description: resultOf('discardAgentDraft') } },
    args: { input: t.arg({ type: DiscardDraftInput, required: true, description: inputArgument }) },
    resolve: resolvers.discardDraft('AGENT'),
  }),
  discardTemplateDraft: t.field({
    type: DiscardTemplateDraftPayload,
    description: 'Delete a draft of a template. Published versions are archived instead.',
    errors: {
      types: refusals,
      union: { name: 'DiscardTemplateDraftResult', description: resultOf('discardTemplateDraft') },
    },
    args: { input: t.arg({ type: DiscardDraftInput, required: true, description: inputArgument }) },
    resolve: resolvers.discardDraft('TEMPLATE'),
  }),
}));
