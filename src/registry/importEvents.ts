import { compareVersions } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import type { EntryStatus, LockedEntry } from '../db/entry.ts';
import type { EventAction } from '../db/event.ts';
import type { User } from '../viewer.ts';
import { appendEvent, type Change } from './appendEvent.ts';
import type { Settled } from './importState.ts';
import type { AddedVersion } from './importVersion.ts';
import type { Caller } from './services.ts';

interface Import {
  /** The entry before the import. */
  entry: LockedEntry;
  isNew: boolean;
  added: readonly AddedVersion[];
  settled: Settled | null;
  /** Events of its channels and its listing. */
  others: readonly Omit<Change, 'kind' | 'entry' | 'effect'>[];
}

const statusActions: Record<EntryStatus, EventAction> = {
  ACTIVE: 'ENABLED',
  DEPRECATED: 'DEPRECATED',
  DISABLED: 'DISABLED',
};

/**
 * Records an import in the log with the actions that followers know: a version as published or drafted, with the time at
 * which that was, and each change of the entry's state. Returns the id of the last event, null if there is none.
 */
export async function appendImportEvents(
  tx: Transaction,
  user: User,
  caller: Caller,
  change: Import,
): Promise<string | null> {
  let last: string | null = null;
  const { entry } = change;
  const others = change.others.map((event) => ({ ...event, kind: entry.kind, entry, effect: 'updated' }) as const);
  for (const event of [...versionEvents(change), ...stateEvents(change), ...others])
    last = await appendEvent(tx, user, caller, event);
  return last;
}

function versionEvents({ entry, isNew, added, settled }: Import): Change[] {
  const before = { currentVersion: entry.currentVersion };
  const currentVersion = settled ? settled.currentVersion : entry.currentVersion;
  return added.map(({ id, version, status, digest, commitSha, publishedBy, publishedAt, replaced }, index) => ({
    action: status === 'DRAFT' ? 'DRAFTED' : 'PUBLISHED',
    kind: entry.kind,
    effect: index === 0 && (isNew || entry.currentVersion === null) ? 'added' : 'updated',
    entry,
    version,
    before: { ...before, ...(replaced ? { versionStatus: replaced.status, digest: replaced.digest } : {}) },
    after: { currentVersion, versionId: id, versionStatus: status, digest, commitSha, publishedBy, publishedAt },
  }));
}

function stateEvents({ entry, isNew, added, settled }: Import): Change[] {
  if (!settled) return [];
  const { state, currentVersion, archived, opened } = settled;
  const common = { kind: entry.kind, effect: 'updated', entry } as const;
  const events: Change[] = archived.map(({ version, status }) => ({
    ...common,
    action: status === 'ARCHIVED' ? 'ARCHIVED' : 'UNARCHIVED',
    version,
    before: { versionStatus: status === 'ARCHIVED' ? 'ACTIVE' : 'ARCHIVED' },
    after: { versionStatus: status },
  }));
  const isMoved = currentVersion !== null && currentVersion !== entry.currentVersion;
  if (isMoved && !added.some(({ version }) => version === currentVersion)) {
    const isBack = entry.currentVersion !== null && compareVersions(currentVersion, entry.currentVersion) < 0;
    events.push({
      ...common,
      action: isBack ? 'ROLLED_BACK' : 'PROMOTED',
      version: currentVersion,
      before: { currentVersion: entry.currentVersion },
      after: { currentVersion },
    });
  }
  if ((!isNew && state.visibility !== entry.visibility) || opened.length > 0)
    events.push({
      ...common,
      action: 'VISIBILITY_CHANGED',
      version: null,
      before: { visibility: entry.visibility },
      after: {
        visibility: state.visibility,
        ...(opened.length > 0 ? { versions: opened, versionCount: opened.length } : {}),
      },
    });
  if (state.compatibility !== entry.compatibility)
    events.push({
      ...common,
      action: 'COMPATIBILITY_CHANGED',
      version: null,
      before: { compatibility: entry.compatibility },
      after: { compatibility: state.compatibility },
    });
  const isStatusSame =
    state.status === entry.status &&
    state.statusMessage === entry.statusMessage &&
    state.replacedBy === entry.replacedBy;
  if (!isStatusSame)
    events.push({
      ...common,
      action: statusActions[state.status],
      version: currentVersion,
      ...(state.statusMessage === null ? {} : { reason: state.statusMessage }),
      before: { status: entry.status },
      after: { status: state.status, ...(settled.replacedBy === null ? {} : { replacedBy: settled.replacedBy }) },
    });
  return events;
}
