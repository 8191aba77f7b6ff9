import { Link } from '@tanstack/react-router';
import type { ConsoleChannelNameFragment } from '../../generated/graphql.ts';
import type { EntryAddress } from './useEntry.ts';

/** The channels that point to a version. */
export const ChannelBadges = ({
  address,
  channels,
  version,
}: {
  address: EntryAddress;
  channels: readonly ConsoleChannelNameFragment[];
  version: string;
}) =>
  channels
    .filter((channel) => channel.version?.version === version)
    .map(({ name }) => (
      <Link
        key={name}
        className="badge accent channel"
        to="/$namespace/$kinds/$id"
        params={address}
        search={{ tab: 'channels' }}
        title={`The channel ${name} points to ${version}`}
      >
        {name}
      </Link>
    ));
