import { Link } from '@tanstack/react-router';
import type { ConsoleEventFragment } from '../../generated/graphql.ts';
import { kindsOf } from '../api/gateway.ts';
import { Status } from './basics.tsx';
import { ChannelMove } from './ChannelMove.tsx';
import { Icon } from './Icon.tsx';
import { Time } from './time.tsx';

/** From the log, or from the live feed, which leaves out what it changed. */
type ShownEvent = Omit<ConsoleEventFragment, 'before' | 'after'> & Partial<ConsoleEventFragment>;

/** One event of the log: what, to which version of what, when and why. */
export function EventItem({ event }: { event: ShownEvent }) {
  const { id, action, kind, entryId, namespace, version, occurredAt, reason, number } = event;
  return (
    <div className="event">
      <Icon name={kind === 'AGENT' ? 'agent' : 'template'} />
      <div>
        <p className="event-line">
          <Status value={action} />{' '}
          {entryId === null || entryId === undefined ? (
            <span>an unnamed definition</span>
          ) : (
            <Link to="/$namespace/$kinds/$id" params={{ namespace, kinds: kindsOf(kind), id: entryId }}>
              {entryId}
            </Link>
          )}{' '}
          {action.startsWith('CHANNEL_') ? <ChannelMove event={event} /> : version && <code>{version}</code>}
        </p>
        {reason && <p className="event-reason">{reason}</p>}
        <p className="event-foot">
          <Link to="/events/$id" params={{ id }} aria-label={`Event ${number}`}>
            #{number}
          </Link>
          <span>{namespace}</span>
          <Time value={occurredAt} />
        </p>
      </div>
    </div>
  );
}
