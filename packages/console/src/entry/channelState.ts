import type { ConsoleChannelEventsFragment, ConsoleChannelFragment } from '../../generated/graphql.ts';
import type { GateFailure } from './gateText.ts';

type Event = ConsoleChannelEventsFragment['edges'][number]['node'];

/** What an event of a channel says, as far as it is known here. */
export interface ChannelChange {
  channel: string | null;
  before: string | null;
  after: string | null;
  proposedVersion: string | null;
  failures: GateFailure[];
  evidence: unknown;
  rolledBack: boolean;
}

/** Reads `before` and `after` of a channel event, which are JSON. */
export function readChange(event: { before: unknown; after: unknown }): ChannelChange {
  const before = (event.before ?? {}) as Record<string, unknown>;
  const after = (event.after ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    channel: text(after.channel) ?? text(before.channel),
    before: text(before.channelVersion),
    after: text(after.channelVersion),
    proposedVersion: text(after.proposedVersion),
    failures: Array.isArray(after.failures) ? after.failures : [],
    evidence: after.evidence,
    rolledBack: after.rolledBack === true,
  };
}

export interface ChannelState {
  /** The event that pointed it to its version. Null if it is not among those that were read. */
  moved: Event | null;
  /** The version in the channel fell short of the gate since it is there. */
  regressed: (ChannelChange & { event: Event }) | null;
}

/** How a channel came to be as it is, from the events of the entry, oldest first. */
export function channelState({ name, version }: ConsoleChannelFragment, events: readonly Event[]): ChannelState {
  const own = events.map((event) => ({ event, ...readChange(event) })).filter(({ channel }) => channel === name);
  const isMove = ({ event, before, after }: (typeof own)[number]) =>
    event.action === 'CHANNEL_SET' && before !== after && after === version?.version;
  const moved = own.findLast(isMove) ?? null;
  const since = moved?.event.number ?? 0;
  const regressed = own.findLast(
    ({ event, before }) => event.action === 'CHANNEL_REGRESSED' && event.number > since && before === version?.version,
  );
  return { moved: moved?.event ?? null, regressed: regressed ?? null };
}
