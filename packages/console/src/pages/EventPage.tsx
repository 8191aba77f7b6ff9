import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ConsoleEventByIdDocument } from '../../generated/graphql.ts';
import { ask, kindsOf } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { Digest, ErrorBox, Json, Skeleton, Status } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { exactTime } from '../ui/time.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

/** One event, with what it changed. */
export function EventPage() {
  const { id = '' } = useParams({ strict: false });
  const { number } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['event', id, number],
    queryFn: ({ signal }) => ask(ConsoleEventByIdDocument, { id }, signal),
  });
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  const event = data.node;
  if (!event || !('action' in event)) return <NotFoundPage />;
  return (
    <>
      <Title text={`Event ${event.number}`} about={exactTime(event.occurredAt)}>
        <Link className="button" to="/events" search={{ after: event.cursor }}>
          What came after
        </Link>
      </Title>
      <dl className="facts wide">
        <dt>Action</dt>
        <dd>
          <Status value={event.action} /> <code>{event.type}</code>
        </dd>
        {event.entryId && (
          <>
            <dt>Entry</dt>
            <dd>
              <Link
                to="/$namespace/$kinds/$id"
                params={{ namespace: event.namespace, kinds: kindsOf(event.kind), id: event.entryId }}
                {...(event.version ? { search: { version: event.version } } : {})}
              >
                {event.namespace}/{event.entryId} {event.version}
              </Link>
            </dd>
          </>
        )}
        {event.reason && (
          <>
            <dt>Reason</dt>
            <dd>{event.reason}</dd>
          </>
        )}
        <dt>By</dt>
        <dd>
          <code>{event.actor ?? 'not shown to you'}</code>
        </dd>
        <dt>Correlation id</dt>
        <dd>
          <code>{event.correlationId}</code>
        </dd>
        <dt>Cursor</dt>
        <dd>
          <code className="wrap">{event.cursor}</code>
        </dd>
        <dt>Hash</dt>
        <dd>
          <Digest value={event.hash} />
        </dd>
      </dl>
      <div className="halves">
        {event.before !== null && <Json value={event.before} label="Before" />}
        {event.after !== null && <Json value={event.after} label="After" />}
      </div>
      {event.report && (
        <section aria-labelledby="issues">
          <h2 id="issues">What was wrong</h2>
          <ul className="issues">
            {event.report.issues.map(({ file, path, message, severity }) => (
              <li key={`${file} ${path} ${message}`}>
                <Status value={severity} /> <code>{[file, path].filter(Boolean).join(': ')}</code> {message}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
