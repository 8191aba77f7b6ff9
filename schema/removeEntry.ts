import { Forbidden, IdempotencyKeyReused, NotFound, StaleVersion } from '../src/errors.ts';
import { eventOf } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/removeEntry.ts';
import { builder } from './builder.ts';
import {
  dryRunField,
  entryIdField,
  expectedCurrentVersionField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  resultOf,
} from './describe.ts';
import { impactField } from './impact.ts';
import { RegistryEvent } from './refs.ts';
import { visibilityChangeField } from './visibilityChange.ts';

const RemoveEntryInput = builder.inputType('RemoveEntryInput', {
  description: 'The entry to remove.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    reason: t.string({
      required: true,
      description: 'Reason, up to 2,000 characters. Recorded in the event log of the namespace.',
    }),
    expectedCurrentVersion: t.string({ description: expectedCurrentVersionField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const namespaceField = 'Namespace that the entry belonged to.';
const versionCountField = 'Number of published versions that are no longer readable, archived ones too.';
const eventField = 'Event that records the removal. Null for a dry run.';

const RemoveAgentPayload = builder.objectRef<resolvers.RemoveEntryPayload>('RemoveAgentPayload').implement({
  description: 'The result of removing an agent.',
  fields: (t) => ({
    agentId: t.exposeString('slug', { description: 'Id of the removed agent. It cannot be reused.' }),
    namespace: t.exposeString('namespace', { description: namespaceField }),
    versionCount: t.exposeInt('versionCount', { description: versionCountField }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: eventField, resolve: eventOf }),
  }),
});

const RemoveTemplatePayload = builder.objectRef<resolvers.RemoveEntryPayload>('RemoveTemplatePayload').implement({
  description: 'The result of removing a template.',
  fields: (t) => ({
    templateId: t.exposeString('slug', { description: 'Id of the removed template. It cannot be reused.' }),
    namespace: t.exposeString('namespace', { description: namespaceField }),
    versionCount: t.exposeInt('versionCount', { description: versionCountField }),
    visibilityChange: t.field(visibilityChangeField),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: eventField, resolve: eventOf }),
  }),
});

const refusals = [NotFound, StaleVersion, Forbidden, IdempotencyKeyReused];
const describe = (kind: string) =>
  `Remove ${kind} and all its versions for good. Its id cannot be reused; a sweep deletes its files; the event log keeps what happened.`;

builder.mutationFields((t) => ({
  removeAgent: t.field({
    type: RemoveAgentPayload,
    description: describe('an agent'),
    errors: { types: refusals, union: { name: 'RemoveAgentResult', description: resultOf('removeAgent') } },
    args: { input: t.arg({ type: RemoveEntryInput, required: true, description: inputArgument }) },
    resolve: resolvers.removeEntry('AGENT'),
  }),
  removeTemplate: t.field({
    type: RemoveTemplatePayload,
    description: describe('a template'),
    errors: { types: refusals, union: { name: 'RemoveTemplateResult', description: resultOf('removeTemplate') } },
    args: { input: t.arg({ type: RemoveEntryInput, required: true, description: inputArgument }) },
    resolve: resolvers.removeEntry('TEMPLATE'),
  }),
}));
