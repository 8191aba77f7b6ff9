import type { ShareImpact as Impact, Share } from '../src/db/share.ts';
import { Forbidden, IdempotencyKeyReused, NotFound } from '../src/errors.ts';
import { eventOf, publishedEntry } from '../src/resolvers/publish.ts';
import * as resolvers from '../src/resolvers/share.ts';
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
import { RegistryEntry } from './entry.ts';
import { Agent, RegistryEvent, Template } from './refs.ts';

const mayInstantiateField = 'Whether the entry may be used in runs and templates there, and not only read.';

const EntryShare = builder.objectRef<Share>('EntryShare').implement({
  description:
    'A namespace that an entry is shared with: its members read the published versions, whatever their visibility.',
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'The namespace that the entry is shared with.' }),
    mayInstantiate: t.exposeBoolean('mayInstantiate', { description: mayInstantiateField }),
    sharedBy: t.exposeString('sharedBy', {
      description: 'User id of the admin who shared it, or last changed the share.',
    }),
    sharedAt: t.expose('sharedAt', { type: 'DateTime', description: 'When it was first shared.' }),
  }),
});

builder.interfaceFields(RegistryEntry, (t) => ({
  shares: t.field({
    type: [EntryShare],
    nullable: true,
    description:
      'The namespaces that the entry is shared with, ordered by name. At most 100. Null for all but the admins of its namespace.',
    resolve: resolvers.shares,
  }),
  sharedWithMe: t.field({
    type: EntryShare,
    nullable: true,
    description: 'The share of the entry with your namespace. Null if there is none.',
    resolve: resolvers.sharedWithMe,
  }),
}));

const ShareImpact = builder.objectRef<Impact>('ShareImpact').implement({
  description:
    'What no longer resolves in the namespace that an entry was shared with. All are 0 for a public entry, which it continues to read.',
  fields: (t) => ({
    days: t.exposeInt('days', { description: 'Runs that were created in this many days are counted.' }),
    templates: t.exposeInt('templates', { description: 'Number of its templates that support the agent.' }),
    templateVersions: t.exposeInt('templateVersions', { description: 'Number of their published versions that do.' }),
    runs: t.exposeInt('runs', { description: 'Number of its runs that use the entry.' }),
    openRuns: t.exposeInt('openRuns', {
      description: 'Number of these runs that have not ended. Their steps of the agent do not start any more.',
    }),
  }),
});

const sharedWithField = 'The other namespace.';
const reasonField = 'Reason for the change, up to 2,000 characters. Recorded in the event log for your admins.';

const ShareInput = builder.inputType('ShareInput', {
  description: 'The entry, the namespace to share it with, and what the share allows.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    sharedWith: t.string({ required: true, description: sharedWithField }),
    mayInstantiate: t.boolean({ description: `${mayInstantiateField} Defaults to false.` }),
    reason: t.string({ description: reasonField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const UnshareInput = builder.inputType('UnshareInput', {
  description: 'The entry, and the namespace that it is no longer shared with.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    sharedWith: t.string({ required: true, description: sharedWithField }),
    reason: t.string({ description: reasonField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const DeclineShareInput = builder.inputType('DeclineShareInput', {
  description: 'The entry of another namespace that is no longer to be shared with yours.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ required: true, description: 'The namespace of the entry, which shares it with yours.' }),
    reason: t.string({
      description:
        'Reason for the change, up to 2,000 characters. Recorded in the event log for the members of your namespace.',
    }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const shareField = { type: EntryShare, description: 'The share.' } as const;
const impactField = { type: ShareImpact, description: 'What no longer resolves in the other namespace.' } as const;

const ShareAgentPayload = builder.objectRef<resolvers.SharePayload>('ShareAgentPayload').implement({
  description: 'The result of sharing an agent.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
    share: t.expose('share', shareField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const ShareTemplatePayload = builder.objectRef<resolvers.SharePayload>('ShareTemplatePayload').implement({
  description: 'The result of sharing a template.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
    share: t.expose('share', shareField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const UnshareAgentPayload = builder.objectRef<resolvers.UnsharePayload>('UnshareAgentPayload').implement({
  description: 'The result of ending the share of an agent.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
    impact: t.expose('impact', impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const UnshareTemplatePayload = builder.objectRef<resolvers.UnsharePayload>('UnshareTemplatePayload').implement({
  description: 'The result of ending the share of a template.',
  fields: (t) => ({
    template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
    impact: t.expose('impact', impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const ownImpactField = { type: ShareImpact, description: 'What no longer resolves in your namespace.' } as const;

const DeclineAgentSharePayload = builder
  .objectRef<resolvers.DeclineSharePayload>('DeclineAgentSharePayload')
  .implement({
    description: 'The result of declining the share of an agent.',
    fields: (t) => ({
      agent: t.field({
        type: Agent,
        nullable: true,
        description: 'The agent. Null unless everyone can read it.',
        resolve: resolvers.declinedEntry,
      }),
      impact: t.expose('impact', ownImpactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const DeclineTemplateSharePayload = builder
  .objectRef<resolvers.DeclineSharePayload>('DeclineTemplateSharePayload')
  .implement({
    description: 'The result of declining the share of a template.',
    fields: (t) => ({
      template: t.field({
        type: Template,
        nullable: true,
        description: 'The template. Null unless everyone can read it.',
        resolve: resolvers.declinedEntry,
      }),
      impact: t.expose('impact', ownImpactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const refusals = [NotFound, Forbidden, IdempotencyKeyReused];
const describeShare = (kind: string) =>
  `Share ${kind} with another namespace, or change what the share allows. Its members can read the published versions, whatever their visibility.`;
const describeUnshare = (kind: string) =>
  `End the share of ${kind} with another namespace. It can read no more than everyone from then on.`;

const describeDecline = (kind: string) =>
  `Decline the share of ${kind} of another namespace with yours. Your namespace can read no more than everyone from then on, until the ${kind.split(' ')[1]} is shared again.`;

builder.mutationFields((t) => ({
  declineAgentShare: t.field({
    type: DeclineAgentSharePayload,
    description: describeDecline('an agent'),
    errors: { types: refusals, union: { name: 'DeclineAgentShareResult', description: resultOf('declineAgentShare') } },
    args: { input: t.arg({ type: DeclineShareInput, required: true, description: inputArgument }) },
    resolve: resolvers.decline('AGENT'),
  }),
  declineTemplateShare: t.field({
    type: DeclineTemplateSharePayload,
    description: describeDecline('a template'),
    errors: {
      types: refusals,
      union: { name: 'DeclineTemplateShareResult', description: resultOf('declineTemplateShare') },
    },
    args: { input: t.arg({ type: DeclineShareInput, required: true, description: inputArgument }) },
    resolve: resolvers.decline('TEMPLATE'),
  }),
  shareAgent: t.field({
    type: ShareAgentPayload,
    description: describeShare('an agent'),
    errors: { types: refusals, union: { name: 'ShareAgentResult', description: resultOf('shareAgent') } },
    args: { input: t.arg({ type: ShareInput, required: true, description: inputArgument }) },
    resolve: resolvers.share('AGENT'),
  }),
  shareTemplate: t.field({
    type: ShareTemplatePayload,
    description: describeShare('a template'),
    errors: { types: refusals, union: { name: 'ShareTemplateResult', description: resultOf('shareTemplate') } },
    args: { input: t.arg({ type: ShareInput, required: true, description: inputArgument }) },
    resolve: resolvers.share('TEMPLATE'),
  }),
  unshareAgent: t.field({
    type: UnshareAgentPayload,
    description: describeUnshare('an agent'),
    errors: { types: refusals, union: { name: 'UnshareAgentResult', description: resultOf('unshareAgent') } },
    args: { input: t.arg({ type: UnshareInput, required: true, description: inputArgument }) },
    resolve: resolvers.unshare('AGENT'),
  }),
  unshareTemplate: t.field({
    type: UnshareTemplatePayload,
    description: describeUnshare('a template'),
    errors: { types: refusals, union: { name: 'UnshareTemplateResult', description: resultOf('unshareTemplate') } },
    args: { input: t.arg({ type: UnshareInput, required: true, description: inputArgument }) },
    resolve: resolvers.unshare('TEMPLATE'),
  }),
}));
