import { type AgentManifest, manifestFile, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, setEntryVisibility, type Visibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { DefinitionIssue } from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import { visibilityIn } from './entryContent.ts';
import type { Caller } from './services.ts';

/** The effect of a publish on the visibility of its entry. */
export interface PublishVisibility {
  /** Visibility of the entry after the publish. */
  visibility: Visibility;
  changes: boolean;
  warnings: DefinitionIssue[];
}

/**
 * A version changes the visibility of its entry if its manifest declares another one, and it becomes the current version
 * or the entry has no current version. A manifest without `visibility` keeps it.
 */
export function publishVisibility(
  kind: Kind,
  entry: LockedEntry,
  manifest: AgentManifest | TemplateManifest,
  becomesCurrent: boolean,
): PublishVisibility {
  const declared = visibilityIn(manifest);
  if (declared === null || declared === entry.visibility)
    return { visibility: entry.visibility, changes: false, warnings: [] };
  const changes = becomesCurrent || entry.currentVersion === null;
  const warning = (code: string, message: string): DefinitionIssue => ({
    file: manifestFile[kind],
    path: 'visibility',
    code,
    message,
    severity: 'warning',
  });
  return {
    visibility: changes ? declared : entry.visibility,
    changes,
    warnings: [
      changes
        ? warning(
            'visibility_changed',
            `The visibility of ${entry.slug} changes from ${entry.visibility} to ${declared}. ${effects[declared]}`,
          )
        : warning(
            'visibility_kept',
            `${entry.slug} stays ${entry.visibility}: only a version that becomes the current version changes it. ` +
              `This version is private. Use setVisibility to change the entry.`,
          ),
    ],
  };
}

const effects: Record<Visibility, string> = {
  PUBLIC: 'Other namespaces and anonymous callers can read it and its public versions.',
  PRIVATE: 'Other namespaces and anonymous callers can no longer read it.',
};

/** The warning for a private current version, which hides a public entry. */
export const hiddenByPrivate = (kind: Kind, entry: LockedEntry, version: string): DefinitionIssue => ({
  file: manifestFile[kind],
  path: 'visibility',
  code: 'current_version_private',
  message:
    `${entry.slug} is public, but ${version} was uploaded while it was private, so others can read neither of them. ` +
    `Use setVisibility with \`versions\` to make it public.`,
  severity: 'warning',
});

/** Writes the change. Call it before the version is inserted, because a new version depends on its entry. */
export async function changeVisibility(tx: Transaction, kind: Kind, entry: LockedEntry, to: PublishVisibility) {
  if (to.changes) await tx.run(setEntryVisibility(kind, entry.id, to.visibility));
}

/** Appends the event. Call it after the version has become current, because the audience of the event depends on that. */
export async function appendVisibilityEvent(
  tx: Transaction,
  user: User,
  caller: Caller,
  kind: Kind,
  entry: LockedEntry,
  { changes, visibility }: PublishVisibility,
  version: string,
) {
  if (!changes) return;
  await appendEvent(tx, user, caller, {
    action: 'VISIBILITY_CHANGED',
    kind,
    effect: 'updated',
    entry,
    version,
    before: { visibility: entry.visibility },
    after: { visibility },
  });
}
