import { Link } from '@tanstack/react-router';
import type { ConsoleEventFragment } from '../../generated/graphql.ts';
import { kindsOf } from '../api/gateway.ts';
import { Status } from './basics.tsx';
import { Icon } from './Icon.tsx';
import { Time } from './time.tsx';

/** One event of the log: what, to which version of what, when and why. */
export function EventItem({ event }: { event: ConsoleEventFragment }) {
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
          {version && <code>{version}</code>}
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
