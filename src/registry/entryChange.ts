import type { Transaction } from '../db/database.ts';
import type { LockedEntry } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { User } from '../viewer.ts';
import { appendEvent, type Change } from './appendEvent.ts';
import { findImpact, type Impact, noImpact, type States } from './impact.ts';
import type { Caller } from './services.ts';
import { type VisibilityChange, visibilityChange } from './visibilityChange.ts';

/** What a change wrote. */
export interface Applied {
  /** What the event records, besides the entry. */
  event: Omit<Change, 'kind' | 'entry' | 'effect'>;
  /** How references resolved before; null if the change does not concern them. */
  states: States | null;
  /** Whether others may be able to read the entry, or no longer. */
  isVisibilityChanged: boolean;
  /** Version numbers that became public. */
  opened?: readonly string[];
}

/** A change of a locked entry that passed its checks. */
export interface EntryChange {
  kind: Kind;
  entry: LockedEntry;
  /** Writes the change, without its event. Null if nothing changed after all. */
  apply(tx: Transaction): Promise<Applied | null>;
}

/** The result of a change. Everything is null when nothing changed. */
export interface Changed {
  eventId: string | null;
  /** Null when nothing changes for other namespaces and anonymous callers. */
  visibilityChange: VisibilityChange | null;
  impact: Impact | null;
}

export const unchangedEntry: Changed = { eventId: null, visibilityChange: null, impact: null };

/**
 * Carries out changes in order, with an event for each, and finds their effects once all are written. The statements of a step are
 * sent together, so that many changes take few round trips. Null stands for a change that is not needed.
 */
export async function applyChanges(
  tx: Transaction,
  user: User,
  caller: Caller,
  changes: readonly (EntryChange | null)[],
): Promise<Changed[]> {
  const applied = await Promise.all(changes.map((change) => change?.apply(tx) ?? null));
  const written = changes.map((change, index) => {
    const done = applied[index];
    return change && done ? { change, done } : null;
  });
  const eventIds = await Promise.all(
    written.map((each) => {
      if (!each) return null;
      const { kind, entry } = each.change;
      return appendEvent(tx, user, caller, { ...each.done.event, kind, entry, effect: 'updated' });
    }),
  );
  return Promise.all(
    written.map(async (each, index): Promise<Changed> => {
      if (!each) return unchangedEntry;
      const { kind, entry } = each.change;
      const { states, isVisibilityChanged, opened = [] } = each.done;
      const [shown, impact] = await Promise.all([
        isVisibilityChanged ? visibilityChange(tx, kind, entry, opened) : null,
        states ? findImpact(tx, kind, entry.id, states) : noImpact,
      ]);
      return { eventId: eventIds[index] ?? null, visibilityChange: shown, impact };
    }),
  );
}
