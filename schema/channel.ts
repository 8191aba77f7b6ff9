import type { Channel as ChannelRow } from '../src/db/channel.ts';
import * as resolvers from '../src/resolvers/channel.ts';
import { builder } from './builder.ts';
import { RegistryEntry } from './entry.ts';
import { RegistryVersion } from './version.ts';

export const channelNameField =
  'Name of the channel, such as stable: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.';

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
