import { useQuery } from '@tanstack/react-query';
import { ConsoleEventByIdDocument } from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { readChange } from '../entry/channelState.ts';
import { failureText } from '../entry/gateText.ts';
import { Badge } from './basics.tsx';

interface ChannelEvent {
  id: string;
  action: string;
  version?: string | null | undefined;
  before?: unknown;
  after?: unknown;
}

/** Which channel, from which version to which. What the live feed leaves out is loaded. */
export function ChannelMove({ event }: { event: ChannelEvent }) {
  const { number } = useSession();
  const isWhole = event.after !== undefined;
  const { data } = useQuery({
    queryKey: ['event', event.id, number],
    queryFn: ({ signal }) => ask(ConsoleEventByIdDocument, { id: event.id }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !isWhole,
  });
  const loaded = data?.node && 'action' in data.node ? data.node : null;
  const { channel, before, after, proposedVersion, failures, rolledBack } = readChange({
    before: event.before ?? loaded?.before,
    after: event.after ?? loaded?.after,
  });
  if (channel === null) return <code>{event.version}</code>;
  const name = <Badge tone="accent">{channel}</Badge>;
  if (event.action === 'CHANNEL_REGRESSED')
    return (
      <>
        {name} <code>{before}</code>
        {failures.length > 0 && <>: {failures.map(failureText).join('. ')}</>}
        {proposedVersion && (
          <>
            {' · '}
            {rolledBack ? 'went back to ' : 'proposed: '}
            <code>{proposedVersion}</code>
          </>
        )}
      </>
    );
  if (before === after)
    return (
      <>
        {name} <code>{after}</code> with another gate
      </>
    );
  return (
    <>
      {name} {before && <code>{before}</code>}
      {before && after && ' → '}
      {after && <code>{after}</code>}
    </>
  );
}
