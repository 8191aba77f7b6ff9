import type { Channel as ChannelRow, ChannelGate as Gate } from '../src/db/channel.ts';
import * as resolvers from '../src/resolvers/channel.ts';
import { builder } from './builder.ts';
import { RegistryEntry } from './entry.ts';
import { RegressionChoice } from './enums.ts';
import { RegistryVersion } from './version.ts';

export const channelNameField =
  'Name of the channel, such as stable: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.';

const requireTestsField = 'Whether a template version must have tests that pass. Not for agents, which have no tests.';
const windowHoursField = 'Runs that ended in this many hours count. Defaults to 24.';
const minRunsField =
  'Number of runs that must have ended in the window. With fewer, the version does not enter, and is not judged later.';
const minSuccessRateField = 'Part of these runs that must have succeeded, from 0 to 1.';
const maxP95DurationField = 'Duration in milliseconds that 95 % of these runs must not exceed.';
const maxTokensField =
  'Mean of the tokens, input and output together, that these runs may use. Runs whose steps report no tokens are not counted.';
const onRegressionField = 'What happens when the version in the channel falls short later.';

const ChannelGate = builder.objectRef<Gate>('ChannelGate').implement({
  description:
    'What a version must show before a channel points to it: runs of a template, or steps of an agent, in its own namespace.',
  fields: (t) => ({
    requireTests: t.boolean({ description: requireTestsField, resolve: (gate) => gate.requireTests ?? false }),
    windowHours: t.int({ description: windowHoursField, resolve: (gate) => gate.windowHours ?? 24 }),
    minRuns: t.exposeInt('minRuns', { nullable: true, description: minRunsField }),
    minSuccessRate: t.exposeFloat('minSuccessRate', { nullable: true, description: minSuccessRateField }),
    maxP95DurationMs: t.exposeInt('maxP95DurationMs', { nullable: true, description: maxP95DurationField }),
    maxTokensPerRun: t.exposeInt('maxTokensPerRun', { nullable: true, description: maxTokensField }),
    onRegression: t.expose('onRegression', { type: RegressionChoice, description: onRegressionField }),
  }),
});

export const ChannelGateInput = builder.inputType('ChannelGateInput', {
  description: 'What a version must show before the channel points to it. A rule that is omitted is not asked for.',
  fields: (t) => ({
    requireTests: t.boolean({ description: requireTestsField }),
    windowHours: t.int({ description: `${windowHoursField} At most 2160.` }),
    minRuns: t.int({ description: minRunsField }),
    minSuccessRate: t.float({ description: minSuccessRateField }),
    maxP95DurationMs: t.int({ description: maxP95DurationField }),
    maxTokensPerRun: t.int({ description: maxTokensField }),
    onRegression: t.field({ type: RegressionChoice, description: `${onRegressionField} Defaults to PROPOSE.` }),
  }),
});

export const Channel = builder.objectRef<ChannelRow>('Channel').implement({
  description:
    'A named pointer to a published version of an entry. References take its name in the place of a version range. You see it if you can see the version.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the channel. Unique in its entry.' }),
    version: t.field({
      type: RegistryVersion,
      nullable: true,
      description: 'The version that it points to. Null if it was hidden from you just now.',
      resolve: resolvers.channelVersion,
    }),
    previousVersion: t.field({
      type: RegistryVersion,
      nullable: true,
      description: 'The version that it pointed to before. Null if there is none, or you cannot see it.',
      resolve: resolvers.channelPreviousVersion,
    }),
    gate: t.expose('gate', {
      type: ChannelGate,
      nullable: true,
      description: 'What a version must show before the channel points to it. Null for nothing.',
    }),
    movedAt: t.expose('movedAt', { type: 'DateTime', description: 'When it was pointed to this version.' }),
  }),
});

builder.interfaceFields(RegistryEntry, (t) => ({
  channels: t.field({
    type: [Channel],
    description: 'Channels of the entry, ordered by name. At most 20.',
    resolve: resolvers.channels,
  }),
  channel: t.field({
    type: Channel,
    nullable: true,
    description: 'The channel with this name. Null if it is not found.',
    args: { name: t.arg.string({ required: true, description: channelNameField }) },
    resolve: resolvers.channel,
  }),
}));
