import type { EntryState, Step } from './serialEntry.ts';

/** The calls of the model that publish nothing and do not move the current version. */
export type LifecycleCall =
  | { do: 'setStatus'; status: string; inBulk?: boolean }
  | { do: 'setVisibility'; visibility: string }
  | { do: 'archive' | 'unarchive' | 'discard'; version: string }
  | { do: 'setChannel'; channel: string; version: string }
  | { do: 'removeChannel'; channel: string }
  | { do: 'remove' };

type Refused = (answer: string) => Step;

const kinds: Readonly<Record<LifecycleCall['do'], true>> = {
  setStatus: true,
  setVisibility: true,
  archive: true,
  unarchive: true,
  discard: true,
  setChannel: true,
  removeChannel: true,
  remove: true,
};

export const isLifecycle = (call: { do: string }): call is LifecycleCall => call.do in kinds;

export function applyToLifecycle(state: EntryState, call: LifecycleCall, refused: Refused): Step {
  if (!state.exists) return refused('NotFound');
  switch (call.do) {
    case 'setStatus': {
      const { status } = call;
      if (state.status === status) return refused('unchanged');
      const action = { ACTIVE: 'ENABLED', DEPRECATED: 'DEPRECATED', DISABLED: 'DISABLED' }[status] ?? '';
      return changed(action, state.current, { status: state.status }, { status }, { ...state, status });
    }
    case 'setVisibility': {
      const { visibility } = call;
      if (state.visibility === visibility) return refused('unchanged');
      const before = { visibility: state.visibility };
      return changed('VISIBILITY_CHANGED', null, before, { visibility }, { ...state, visibility });
    }
    case 'archive':
    case 'unarchive':
      return archive(state, call.version, call.do === 'archive' ? 'ARCHIVED' : 'ACTIVE', refused);
    case 'discard':
      return discard(state, call.version, refused);
    case 'setChannel':
    case 'removeChannel':
      return moveChannel(state, call.channel, call.do === 'setChannel' ? call.version : null, refused);
    case 'remove': {
      const { current, status, visibility } = state;
      const event = { action: 'REMOVED', type: 'template.removed', version: null };
      const before = { currentVersion: current, status, visibility };
      return [
        { answer: 'done', event: { ...event, before } },
        { ...state, isRemoved: true },
      ];
    }
  }
}

const changed = (
  action: string,
  version: string | null,
  before: object,
  after: object | undefined,
  next: EntryState,
): Step => [{ answer: 'done', event: { action, type: 'template.updated', version, before, after } }, next];

function archive(state: EntryState, number: string, status: 'ARCHIVED' | 'ACTIVE', refused: Refused): Step {
  const version = state.versions[number];
  if (!version) return refused('NotFound');
  if (version.status === 'DRAFT') return refused('IncompatibleChange');
  if (status === 'ARCHIVED' && number === state.current) return refused('IncompatibleChange');
  if (version.status === status) return refused('unchanged');
  if (status === 'ARCHIVED' && Object.values(state.channels).includes(number)) return refused('IncompatibleChange');
  return changed(
    status === 'ARCHIVED' ? 'ARCHIVED' : 'UNARCHIVED',
    number,
    { versionStatus: version.status },
    { versionStatus: status },
    { ...state, versions: { ...state.versions, [number]: { ...version, status } } },
  );
}

function discard(state: EntryState, number: string, refused: Refused): Step {
  const { [number]: version, ...versions } = state.versions;
  if (!version) return refused('NotFound');
  if (version.status !== 'DRAFT') return refused('IncompatibleChange');
  return changed('DISCARDED', number, { versionStatus: 'DRAFT' }, undefined, { ...state, versions });
}

/** @param number null removes the channel */
function moveChannel(state: EntryState, channel: string, number: string | null, refused: Refused): Step {
  const { [channel]: old, ...others } = state.channels;
  const version = number === null ? null : state.versions[number];
  if (version === undefined || (number === null && old === undefined)) return refused('NotFound');
  if (version && version.status !== 'ACTIVE') return refused('IncompatibleChange');
  if (number === old) return refused('unchanged');
  return changed(
    number === null ? 'CHANNEL_REMOVED' : 'CHANNEL_SET',
    number ?? old ?? null,
    { channel, channelVersion: old ?? null },
    { channel, channelVersion: number },
    { ...state, channels: number === null ? others : { ...others, [channel]: number } },
  );
}
