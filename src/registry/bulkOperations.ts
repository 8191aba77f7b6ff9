import { uniqueTags } from '../../packages/manifest/index.ts';
import type { EntryStatus, LockedEntry, Visibility } from '../db/entry.ts';
import { headsByNumbers } from '../db/version.ts';
import { IncompatibleChange, NotFound, RequestError } from '../errors.ts';
import { archiveChange } from './archiveVersion.ts';
import { type BulkChanged, type BulkInput, bulkChange } from './bulkChange.ts';
import { maxTags, requireTags } from './listingInput.ts';
import { quoted } from './quoted.ts';
import { requireOwnNamespace, requireRole, requireText } from './require.ts';
import type { Caller, Services } from './services.ts';
import { statusChange } from './setStatus.ts';
import { visibilityChangeOf } from './setVisibility.ts';
import { listingChange } from './updateListing.ts';

export interface BulkSetStatusInput extends BulkInput {
  status: EntryStatus;
  /** Reason for users of the entries, up to 500 characters. */
  message?: string | null;
}

/** Deprecates, disables or reactivates entries. What they were replaced by is forgotten. See `bulkChange`. */
export function bulkSetStatus(services: Services, caller: Caller, input: BulkSetStatusInput): Promise<BulkChanged> {
  const action = 'change the status of entries';
  requireOwnNamespace(requireRole(caller, 'admin', action), input.namespace);
  const message = input.message ? requireText('message', input.message, 500) : null;
  return bulkChange(
    services,
    caller,
    {
      name: 'bulkSetStatus',
      action,
      plan: async (_, { kind }, entry) =>
        statusChange(kind, entry, { status: input.status, message, replacement: null }),
    },
    input,
  );
}

export interface BulkTagInput extends BulkInput {
  add?: readonly string[] | null;
  remove?: readonly string[] | null;
  /** Reason for the event log, up to 2,000 characters. */
  reason?: string | null;
}

/** Adds tags to entries and removes others. The tags of an entry then stay until they are reset. See `bulkChange`. */
export function bulkTag(services: Services, caller: Caller, input: BulkTagInput): Promise<BulkChanged> {
  const action = 'change the tags of entries';
  requireOwnNamespace(requireRole(caller, 'admin', action), input.namespace);
  const add = requireTags('add', input.add ?? [], maxTags);
  const remove = requireTags('remove', input.remove ?? [], 100);
  const reason = reasonIn(input);
  if (add.length + remove.length === 0) throw new RequestError('BAD_USER_INPUT', 'Send tags in `add` or `remove`.');
  const both = add.find((tag) => remove.some((other) => isSameTag(tag, other)));
  if (both !== undefined)
    throw new RequestError('BAD_USER_INPUT', `The tag ${quoted(both)} is in both \`add\` and \`remove\`. Remove one.`);
  return bulkChange(
    services,
    caller,
    {
      name: 'bulkTag',
      action,
      async plan(tx, { kind }, entry) {
        const tags = uniqueTags([...entry.tags, ...add]).filter(
          (tag) => !remove.some((other) => isSameTag(tag, other)),
        );
        if (tags.join('\n') === entry.tags.join('\n')) return null;
        refuseTooManyTags(entry, tags);
        const { currentVersionId } = entry;
        if (!currentVersionId) throw new NotFound(`${entry.slug} has no current version, so it is not listed yet.`);
        return listingChange(tx, kind, { ...entry, currentVersionId }, { values: { tags }, reset: [], reason });
      },
    },
    input,
  );
}

/** Whether two spellings are one tag. */
const isSameTag = (a: string, b: string): boolean => uniqueTags([a, b]).length === 1;

function refuseTooManyTags({ slug }: LockedEntry, tags: readonly string[]): void {
  if (tags.length <= maxTags) return;
  const message = `${slug} would have ${tags.length} tags; the maximum is ${maxTags}.`;
  throw new IncompatibleChange(message, [message]);
}

export interface BulkArchiveInput extends BulkInput {
  /** Reason for the event log, up to 2,000 characters. */
  reason: string;
}

/** Archives published versions. See `bulkChange`. */
export function bulkArchive(services: Services, caller: Caller, input: BulkArchiveInput): Promise<BulkChanged> {
  const action = 'archive versions';
  requireOwnNamespace(requireRole(caller, 'admin', action), input.namespace);
  const reason = requireText('reason', input.reason, 2_000);
  return bulkChange(
    services,
    caller,
    {
      name: 'bulkArchive',
      action,
      async plan(tx, { kind, version: number }, entry) {
        const [version] = await tx.run(headsByNumbers(kind, [entry.id], [number ?? '']));
        if (!version) throw new NotFound(`${entry.slug} has no version ${quoted(number ?? '')}.`);
        return archiveChange(tx, kind, entry, version, true, reason);
      },
    },
    input,
  );
}

export interface BulkSetVisibilityInput extends BulkInput {
  visibility: Visibility;
  /** Every published version becomes public, too. */
  allVersions?: boolean | null;
  /** Reason for the event log, up to 2,000 characters. All readers of a public entry can see it. */
  reason?: string | null;
}

/** Makes entries public or private. See `bulkChange` and `setVisibility`. */
export function bulkSetVisibility(
  services: Services,
  caller: Caller,
  input: BulkSetVisibilityInput,
): Promise<BulkChanged> {
  const action = 'change the visibility of entries';
  requireOwnNamespace(requireRole(caller, 'admin', action), input.namespace);
  const { visibility, allVersions } = input;
  const reason = reasonIn(input);
  if (visibility === 'PRIVATE' && allVersions)
    throw new RequestError('BAD_USER_INPUT', '`allVersions` is allowed only when `visibility` is PUBLIC.');
  const versions = allVersions ? null : [];
  return bulkChange(
    services,
    caller,
    {
      name: 'bulkSetVisibility',
      action,
      plan: async (_, { kind }, entry) => visibilityChangeOf(kind, entry, { visibility, versions, reason }),
    },
    input,
  );
}

const reasonIn = ({ reason }: { reason?: string | null }): string | null =>
  reason ? requireText('reason', reason, 2_000) : null;
