import {
  Forbidden,
  GateNotPassed,
  IdempotencyKeyReused,
  IncompatibleChange,
  NotFound,
  StaleVersion,
} from '../src/errors.ts';
import * as resolvers from '../src/resolvers/channel.ts';
import { eventOf, publishedEntry, publishedVersion } from '../src/resolvers/publish.ts';
import { builder } from './builder.ts';
import { Channel, ChannelGateInput, channelNameField } from './channel.ts';
import {
  dryRunField,
  entryIdField,
  exactVersionField,
  idempotencyKeyField,
  inputArgument,
  ownNamespaceField,
  payloadEventField,
  resultOf,
} from './describe.ts';
import { impactField } from './impact.ts';
import { Agent, AgentVersion, RegistryEvent, Template, TemplateVersion } from './refs.ts';

const expectedVersionField = 'Fail unless the channel points to this version.';
const reasonField = 'Reason, up to 2,000 characters. Recorded in the event log.';

const SetChannelInput = builder.inputType('SetChannelInput', {
  description: 'The channel, and the version that it should point to.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    channel: t.string({ required: true, description: channelNameField }),
    version: t.string({ required: true, description: `${exactVersionField} It must be published.` }),
    expectedVersion: t.string({ description: expectedVersionField }),
    gate: t.field({
      type: ChannelGateInput,
      description: 'New gate of the channel; null for none. Omit it to keep the gate. Requires the role admin.',
    }),
    reason: t.string({ required: true, description: reasonField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const RemoveChannelInput = builder.inputType('RemoveChannelInput', {
  description: 'The channel to remove.',
  fields: (t) => ({
    id: t.string({ required: true, description: entryIdField }),
    namespace: t.string({ description: ownNamespaceField }),
    channel: t.string({ required: true, description: channelNameField }),
    expectedVersion: t.string({ description: expectedVersionField }),
    reason: t.string({ required: true, description: reasonField }),
    dryRun: t.boolean({ description: dryRunField }),
    idempotencyKey: t.string({ description: idempotencyKeyField }),
  }),
});

const movedTo = 'The version that the channel points to now.';
const movedFrom = 'The version that it pointed to before. Null if the channel is new.';
const channelField = 'The channel.';

const SetAgentChannelPayload = builder.objectRef<resolvers.SetChannelPayload>('SetAgentChannelPayload').implement({
  description: 'The result of setting a channel of an agent.',
  fields: (t) => ({
    agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
    channel: t.expose('channel', { type: Channel, description: channelField }),
    version: t.field({ type: AgentVersion, nullable: true, description: movedTo, resolve: publishedVersion }),
    previousVersion: t.field({
      type: AgentVersion,
      nullable: true,
      description: movedFrom,
      resolve: resolvers.movedFrom,
    }),
    impact: t.field(impactField),
    event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
  }),
});

const SetTemplateChannelPayload = builder
  .objectRef<resolvers.SetChannelPayload>('SetTemplateChannelPayload')
  .implement({
    description: 'The result of setting a channel of a template.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      channel: t.expose('channel', { type: Channel, description: channelField }),
      version: t.field({ type: TemplateVersion, nullable: true, description: movedTo, resolve: publishedVersion }),
      previousVersion: t.field({
        type: TemplateVersion,
        nullable: true,
        description: movedFrom,
        resolve: resolvers.movedFrom,
      }),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const removedFrom = 'The version that the channel pointed to. It stays published.';

const RemoveAgentChannelPayload = builder
  .objectRef<resolvers.RemoveChannelPayload>('RemoveAgentChannelPayload')
  .implement({
    description: 'The result of removing a channel of an agent.',
    fields: (t) => ({
      agent: t.field({ type: Agent, nullable: true, description: 'The agent.', resolve: publishedEntry }),
      version: t.field({ type: AgentVersion, nullable: true, description: removedFrom, resolve: publishedVersion }),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const RemoveTemplateChannelPayload = builder
  .objectRef<resolvers.RemoveChannelPayload>('RemoveTemplateChannelPayload')
  .implement({
    description: 'The result of removing a channel of a template.',
    fields: (t) => ({
      template: t.field({ type: Template, nullable: true, description: 'The template.', resolve: publishedEntry }),
      version: t.field({ type: TemplateVersion, nullable: true, description: removedFrom, resolve: publishedVersion }),
      impact: t.field(impactField),
      event: t.field({ type: RegistryEvent, nullable: true, description: payloadEventField, resolve: eventOf }),
    }),
  });

const setting = (kind: string) =>
  `Point a channel of ${kind} to a published version. Creates the channel if there is none with this name.`;
const removing = (kind: string) => `Remove a channel of ${kind}. What refers to it no longer resolves.`;

builder.mutationFields((t) => {
  const set = { input: t.arg({ type: SetChannelInput, required: true, description: inputArgument }) };
  const remove = { input: t.arg({ type: RemoveChannelInput, required: true, description: inputArgument }) };
  const refusals = [NotFound, StaleVersion, IncompatibleChange, GateNotPassed, Forbidden, IdempotencyKeyReused];
  const removals = [NotFound, StaleVersion, Forbidden, IdempotencyKeyReused];
  return {
    setAgentChannel: t.field({
      type: SetAgentChannelPayload,
      description: setting('an agent'),
      errors: { types: refusals, union: { name: 'SetAgentChannelResult', description: resultOf('setAgentChannel') } },
      args: set,
      resolve: resolvers.setChannel('AGENT'),
    }),
    setTemplateChannel: t.field({
      type: SetTemplateChannelPayload,
      description: setting('a template'),
      errors: {
        types: refusals,
        union: { name: 'SetTemplateChannelResult', description: resultOf('setTemplateChannel') },
      },
      args: set,
      resolve: resolvers.setChannel('TEMPLATE'),
    }),
    removeAgentChannel: t.field({
      type: RemoveAgentChannelPayload,
      description: removing('an agent'),
      errors: {
        types: removals,
        union: { name: 'RemoveAgentChannelResult', description: resultOf('removeAgentChannel') },
      },
      args: remove,
      resolve: resolvers.removeChannel('AGENT'),
    }),
    removeTemplateChannel: t.field({
      type: RemoveTemplateChannelPayload,
      description: removing('a template'),
      errors: {
        types: removals,
        union: { name: 'RemoveTemplateChannelResult', description: resultOf('removeTemplateChannel') },
      },
      args: remove,
      resolve: resolvers.removeChannel('TEMPLATE'),
    }),
  };
});
