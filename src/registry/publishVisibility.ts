import { type AgentManifest, manifestFile, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type LockedEntry, setEntryVisibility, type Visibility } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import type { DefinitionIssue } from '../errors.ts';
import type { User } from '../viewer.ts';
import { appendEvent } from './appendEvent.ts';
import { visibilityIn } from './entryContent.ts';
import type { Caller } from './services.ts';

/** What a publish makes of its entry's visibility. */
export interface PublishVisibility {
  /** Of the entry, from now on. */
  visibility: Visibility;
  changes: boolean;
  warnings: DefinitionIssue[];
}

/**
 * The visibility of an entry is changed by a version that becomes the current one, or that comes before there is any,
 * and whose manifest says another. A manifest that says nothing keeps it; a version that does not become current speaks
 * for itself only.
 */
export function publishVisibility(
  kind: Kind,
  entry: LockedEntry,
  manifest: AgentManifest | TemplateManifest,
  becomesCurrent: boolean,
): PublishVisibility {
  const said = visibilityIn(manifest);
  if (said === null || said === entry.visibility) return { visibility: entry.visibility, changes: false, warnings: [] };
  const changes = becomesCurrent || entry.currentVersion === null;
  const warning = (code: string, message: string): DefinitionIssue => ({
    file: manifestFile[kind],
    path: '/visibility',
    code,
    message,
    severity: 'warning',
  });
  return {
    visibility: changes ? said : entry.visibility,
    changes,
    warnings: [
      changes
        ? warning('visibility_changed', `${entry.slug} was ${entry.visibility} and becomes ${said}. ${effects[said]}`)
        : warning(
            'visibility_kept',
            `${entry.slug} stays ${entry.visibility}: a version that does not become the current one does not change it. ` +
              `This version is private. Use setVisibility to change the entry.`,
          ),
    ],
  };
}

const effects: Record<Visibility, string> = {
  PUBLIC: 'Other namespaces and anonymous callers can read it and its public versions.',
  PRIVATE: 'Other namespaces and anonymous callers can no longer read it.',
};

/** A version that is private and current hides a public entry: that is worth a warning. */
export const hiddenByPrivate = (kind: Kind, entry: LockedEntry, version: string): DefinitionIssue => ({
  file: manifestFile[kind],
  path: '/visibility',
  code: 'current_version_private',
  message:
    `${entry.slug} is public, but ${version} was uploaded while it was private, so that others cannot read either. ` +
    `Use setVisibility with \`versions\` to make it public.`,
  severity: 'warning',
});

/** Writes the change, before the version: a new version looks at its entry. */
export async function changeVisibility(tx: Transaction, kind: Kind, entry: LockedEntry, to: PublishVisibility) {
  if (to.changes) await tx.run(setEntryVisibility(kind, entry.id, to.visibility));
}

/** Says so in the log, after the version has become current: who is told depends on what is true then. */
export async function tellVisibility(
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
