import { applyToLifecycle, isLifecycle, type LifecycleCall } from './serialLifecycle.ts';

/**
 * The possible calls on one entry, one after another: the model that concurrent calls are compared with. It is
 * independent of locks, rows and transactions.
 */

export type EntryCall =
  | { do: 'publish'; version: string; content: string; draft?: boolean }
  | { do: 'promote'; version: string; expected?: string }
  | { do: 'rollback'; to?: string; expected?: string }
  | { do: 'rate'; by: string; stars: number }
  | { do: 'instantiate' }
  | LifecycleCall;

export interface EntryState {
  /** Whether a version was ever published or drafted. */
  exists: boolean;
  isRemoved: boolean;
  current: string | null;
  status: string;
  visibility: string;
  versions: Readonly<Record<string, { status: 'DRAFT' | 'ACTIVE' | 'ARCHIVED'; content: string }>>;
  /** The version that each channel points to. */
  channels: Readonly<Record<string, string>>;
  ratings: Readonly<Record<string, number>>;
}

/** The type of the result and what a caller can act on in it; `event` is the event in the log, if any. */
export interface EntryOutcome {
  answer: string;
  event?: { action: string; type: string; version: string | null; before?: object | null; after?: object | null };
}

export const newEntry: EntryState = {
  exists: false,
  isRemoved: false,
  current: null,
  status: 'ACTIVE',
  visibility: 'PRIVATE',
  versions: {},
  channels: {},
  ratings: {},
};

/** The outcome of a call, and the state after it. */
export type Step = [EntryOutcome, EntryState];

/**
 * The outcome of a call in a state, and the state after it. Versions are releases `1.0.x`, compared by their last
 * number.
 */
export function applyToEntry(state: EntryState, call: EntryCall): Step {
  const refused = (answer: string): Step => [{ answer }, state];
  if (state.isRemoved) return refused(call.do === 'publish' ? 'Forbidden' : 'NotFound');
  if (isLifecycle(call)) return applyToLifecycle(state, call, refused);
  switch (call.do) {
    case 'publish':
      return publish(state, call, refused);
    case 'promote':
      return promote(state, call, refused);
    case 'rollback':
      return rollback(state, call, refused);
    case 'rate': {
      if (state.status === 'DISABLED' || state.current === null) return refused('NotFound');
      const before = state.ratings[call.by];
      if (before === call.stars) return refused('unchanged');
      return [
        {
          answer: 'done',
          event: {
            action: 'RATED',
            type: 'template.updated',
            version: null,
            before: before === undefined ? null : { rating: before },
            after: { rating: call.stars },
          },
        },
        { ...state, ratings: { ...state.ratings, [call.by]: call.stars } },
      ];
    }
    case 'instantiate':
      if (state.status === 'DISABLED' || state.current === null) return refused('NotFound');
      return [
        {
          answer: `run of ${state.current}`,
          event: { action: 'INSTANTIATED', type: 'template.updated', version: state.current },
        },
        state,
      ];
  }
}

const last = (version: string | null) => (version === null ? -1 : Number(version.split('.')[2]));

function publish(
  state: EntryState,
  { version, content, draft = false }: EntryCall & { do: 'publish' },
  refused: (answer: string) => Step,
): Step {
  const existing = state.versions[version];
  if (existing && (existing.status !== 'DRAFT' || draft) && existing.content === content) return refused('unchanged');
  if (existing && existing.status !== 'DRAFT') return refused('VersionExists');
  const current = !draft && last(version) > last(state.current) ? version : state.current;
  const status = draft ? 'DRAFT' : 'ACTIVE';
  return [
    {
      answer: 'done',
      event: {
        action: draft ? 'DRAFTED' : 'PUBLISHED',
        type: (state.current === null && !draft) || !state.exists ? 'template.added' : 'template.updated',
        version,
        before: { currentVersion: state.current, ...(existing ? { versionStatus: existing.status } : {}) },
        after: { currentVersion: current, versionStatus: status },
      },
    },
    { ...state, exists: true, current, versions: { ...state.versions, [version]: { status, content } } },
  ];
}

function promote(
  state: EntryState,
  { version, expected }: EntryCall & { do: 'promote' },
  refused: (answer: string) => Step,
): Step {
  const existing = state.versions[version];
  if (!existing) return refused('NotFound');
  if (expected && expected !== state.current) return refused(`StaleVersion ${state.current}`);
  if (version === state.current) return refused('unchanged');
  if (existing.status === 'ARCHIVED') return refused('IncompatibleChange');
  const older = state.current !== null && last(version) < last(state.current);
  if (existing.status === 'ACTIVE' && older) return refused('IncompatibleChange');
  const current = older ? state.current : version;
  return [
    {
      answer: existing.status === 'DRAFT' ? 'done' : 'moved',
      event: {
        action: 'PROMOTED',
        type: state.current === null ? 'template.added' : 'template.updated',
        version,
        before: { currentVersion: state.current, versionStatus: existing.status },
        after: { currentVersion: current, versionStatus: 'ACTIVE' },
      },
    },
    { ...state, current, versions: { ...state.versions, [version]: { ...existing, status: 'ACTIVE' } } },
  ];
}

function rollback(
  state: EntryState,
  { to, expected }: EntryCall & { do: 'rollback' },
  refused: (answer: string) => Step,
): Step {
  if (!state.exists) return refused('NotFound');
  if (expected && expected !== state.current) return refused(`StaleVersion ${state.current}`);
  if (state.current === null) return refused('NotFound');
  const published = Object.entries(state.versions).flatMap(([number, { status }]) =>
    status === 'ACTIVE' && last(number) < last(state.current) ? [number] : [],
  );
  const target = to ?? published.sort((one, other) => last(other) - last(one))[0];
  const found = target === undefined ? undefined : state.versions[target];
  if (target === undefined || !found) return refused('NotFound');
  if (found.status !== 'ACTIVE' || last(target) > last(state.current)) return refused('IncompatibleChange');
  if (target === state.current) return refused('unchanged');
  return [
    {
      answer: 'done',
      event: {
        action: 'ROLLED_BACK',
        type: 'template.updated',
        version: target,
        before: { currentVersion: state.current },
        after: { currentVersion: target },
      },
    },
    { ...state, current: target },
  ];
}
