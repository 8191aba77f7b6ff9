import { randomUUID } from 'node:crypto';
import type { Transaction } from '../db/database.ts';
import { type EventAction, type EventState, type eventEffects, insertEvent } from '../db/event.ts';
import type { Kind } from '../db/kindTables.ts';
import type { User } from '../viewer.ts';
import type { Caller } from './services.ts';

export interface Change {
  action: EventAction;
  kind: Kind;
  /** What happened to the entry as a whole. */
  effect: (typeof eventEffects)[number];
  entry: { id: string | null; slug: string | null; namespace: string };
  version: string | null;
  reason?: string;
  reportId?: string;
  /** The changed values, before and after the change. */
  before?: EventState;
  after?: EventState;
}

/** Appends an event to the log, in the transaction of the change. Returns its id; its event number is assigned after the commit. */
export async function appendEvent(tx: Transaction, user: User, caller: Caller, change: Change): Promise<string> {
  const id = randomUUID();
  await tx.run(
    insertEvent({
      id,
      type: `${change.kind.toLowerCase()}.${change.effect}`,
      action: change.action,
      kind: change.kind,
      entryId: change.entry.id,
      slug: change.entry.slug,
      namespace: change.entry.namespace,
      version: change.version,
      reason: change.reason ?? null,
      tenant: user.namespace,
      reportId: change.reportId ?? null,
      actor: user.id,
      correlationId: caller.correlationId,
      before: change.before ?? null,
      after: change.after ?? null,
    }),
  );
  return id;
}
