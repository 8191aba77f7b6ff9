import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConsoleChannelEventsFragment, ConsoleChannelFragment } from '../../generated/graphql.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Badge, Empty, ErrorBox, Guarded, Skeleton } from '../ui/basics.tsx';
import { Time } from '../ui/time.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { ChannelDialog } from './ChannelDialog.tsx';
import type { Change } from './changes.ts';
import { type ChannelState, channelState } from './channelState.ts';
import { evidenceText, failureText, gateRules } from './gateText.ts';
import { readChannels } from './setChannel.ts';
import type { Shown } from './useEntry.ts';

/** The channels of an entry: where each points, since when and by whom, what its gate asks, and how they are moved. */
export default function Channels({ shown }: { shown: Shown }) {
  const { kinds, entry } = shown;
  const address = { kinds, namespace: entry.namespace, id: entry.slug };
  const { number } = useSession();
  const viewer = useViewer();
  const [opened, setOpened] = useState<{ channel: string | null } | null>(null);
  const [change, setChange] = useState<Change | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['entry', kinds, entry.namespace, entry.slug, 'channels', number],
    queryFn: ({ signal }) => readChannels(address, signal),
  });
  if (error && !data) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  const publisher = refusalFor(viewer, 'PUBLISHER', entry.namespace);
  const admin = refusalFor(viewer, 'ADMIN', entry.namespace);
  const isMember = viewer?.namespace === entry.namespace;
  return (
    <>
      <div className="section-head">
        <p className="soft">
          Named pointers to versions. References take a channel in the place of a range, and follow it when it moves.
        </p>
        <Guarded refusal={publisher} onClick={() => setOpened({ channel: null })}>
          New channel…
        </Guarded>
      </div>
      {data.channels.length === 0 ? (
        <Empty title="No channels yet.">
          <p>
            Publishers of the namespace make one, such as <code>stable</code> or <code>beta</code>.
          </p>
        </Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Version</th>
                <th scope="col">Since</th>
                <th scope="col">Gate</th>
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.channels.map((channel) => (
                <tr key={channel.name}>
                  <th scope="row">
                    <Badge tone="accent">{channel.name}</Badge>
                  </th>
                  <td>
                    <Pointer channel={channel} address={address} />
                  </td>
                  <td>
                    <Since channel={channel} events={data.events} />
                  </td>
                  <td>
                    <GateState channel={channel} state={channelState(channel, data.events)} isMember={isMember} />
                  </td>
                  <td>
                    <div className="row-actions">
                      <Guarded refusal={publisher} onClick={() => setOpened({ channel: channel.name })} tone="quiet">
                        Move…<span className="sr-only"> {channel.name}</span>
                      </Guarded>
                      <Guarded
                        refusal={admin}
                        onClick={() =>
                          setChange({
                            action: 'removeChannel',
                            channel: channel.name,
                            version: channel.version?.version ?? null,
                          })
                        }
                        tone="quiet"
                      >
                        Remove…<span className="sr-only"> {channel.name}</span>
                      </Guarded>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {publisher && <p className="soft">{publisher}</p>}
      {opened && (
        <ChannelDialog shown={shown} channel={opened.channel} version={null} onClose={() => setOpened(null)} />
      )}
      {change && <ChangeDialog shown={shown} change={change} onClose={() => setChange(null)} />}
    </>
  );
}

function Pointer({
  channel: { version, previousVersion },
  address: { namespace, kinds, id },
}: {
  channel: ConsoleChannelFragment;
  address: { namespace: string; kinds: string; id: string };
}) {
  if (!version) return <span className="soft">not shown to you</span>;
  return (
    <>
      <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds, id }} search={{ version: version.version }}>
        <code>{version.version}</code>
      </Link>
      {previousVersion && (
        <>
          <br />
          <Link
            className="small"
            to="/$namespace/$kinds/$id/compare/$range"
            params={{ namespace, kinds, id, range: `${previousVersion.version}...${version.version}` }}
          >
            was {previousVersion.version}, compare
          </Link>
        </>
      )}
    </>
  );
}

function Since({
  channel,
  events,
}: {
  channel: ConsoleChannelFragment;
  events: readonly ConsoleChannelEventsFragment['edges'][number]['node'][];
}) {
  const { moved } = channelState(channel, events);
  return (
    <>
      {moved ? (
        <Link to="/events/$id" params={{ id: moved.id }}>
          <Time value={channel.movedAt} />
        </Link>
      ) : (
        <Time value={channel.movedAt} />
      )}
      {moved?.actor && (
        <>
          {' '}
          by <code className="clipped">{moved.actor}</code>
        </>
      )}
      {moved?.reason && <p className="soft">{moved.reason}</p>}
    </>
  );
}

function GateState({
  channel: { gate },
  state: { regressed },
  isMember,
}: {
  channel: ConsoleChannelFragment;
  state: ChannelState;
  isMember: boolean;
}) {
  if (!gate) return <span className="soft">none</span>;
  return (
    <>
      {regressed ? (
        <p>
          <Badge tone="bad">falls short</Badge>{' '}
          <Link to="/events/$id" params={{ id: regressed.event.id }}>
            <Time value={regressed.event.occurredAt} />
          </Link>
        </p>
      ) : (
        isMember && <Badge tone="good">no regression</Badge>
      )}
      {regressed && (
        <ul>
          {regressed.failures.map((failure) => (
            <li key={failure.rule}>{failureText(failure)}</li>
          ))}
        </ul>
      )}
      {regressed && <p className="soft">{evidenceText(regressed.evidence)}</p>}
      <p className="soft">
        Asks for {new Intl.ListFormat('en').format(gateRules(gate)) || 'nothing'}.
        {gate.onRegression === 'ROLL_BACK' && ' Rolls back by itself.'}
      </p>
    </>
  );
}
