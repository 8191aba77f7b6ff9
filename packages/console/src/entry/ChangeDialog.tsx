import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { describeError, newIdempotencyKey } from '../api/outcome.ts';
import { useSession } from '../api/session.ts';
import { ErrorBox, Field, Notice, Skeleton } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { type Change, type ChangeOutcome, makeChange } from './changes.ts';
import { Impact } from './Impact.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';
import type { Shown } from './useEntry.ts';

const titles = { ACTIVE: 'Enable', DEPRECATED: 'Deprecate', DISABLED: 'Disable' } as const;

/** A change with what it would do (a dry run by the gateway), why, and the button that does it. */
export function ChangeDialog({ shown, change: asked, onClose }: { shown: Shown; change: Change; onClose: () => void }) {
  const { kinds, entry } = shown;
  const { namespace, slug: id } = entry;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { number, expired } = useSession();
  // As it was when the dialog opened: who changes it meanwhile makes this change stale, and that is told.
  const [expectedCurrentVersion] = useState(entry.currentVersion?.version ?? null);
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [allVersions, setAllVersions] = useState(false);
  const change = asked.action === 'visibility' ? { ...asked, allVersions } : asked;
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<ChangeOutcome['refusal']>(null);
  const [isWaiting, setWaiting] = useState(false);
  const request = { kinds, namespace, id, expectedCurrentVersion };
  const needsReason = requiresReason(change);

  const preview = useQuery({
    queryKey: ['preview', change, request, number],
    queryFn: () => makeChange(change, { ...request, reason: '', dryRun: true, idempotencyKey: '' }),
    staleTime: 0,
    gcTime: 0,
    enabled: !expired,
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(needsReason && reason.trim() === '');
    if (needsReason && reason.trim() === '') return;
    setWaiting(true);
    setProblem(null);
    setRefused(null);
    try {
      const { refusal } = await makeChange(change, {
        ...request,
        reason: reason.trim(),
        dryRun: false,
        idempotencyKey,
      });
      if (refusal) {
        setIdempotencyKey(newIdempotencyKey());
        return setRefused(refusal);
      }
      if (change.action === 'remove') await navigate({ to: `/${kinds}` });
      await queries.invalidateQueries({ queryKey: ['entry', kinds, namespace, id] });
      onClose();
    } catch (error) {
      setProblem(describeError(error).detail);
    } finally {
      setWaiting(false);
    }
  }

  const outcome = preview.data;
  const about = change.action === 'removeChannel' ? { subject: 'The channel points to' } : {};
  return (
    <Dialog title={titleOf(change, id)} onClose={onClose} isKept={reason !== ''}>
      <form onSubmit={submit} noValidate>
        <section aria-label="Preview" aria-live="polite">
          {preview.error && <ErrorBox error={preview.error} retry={() => void preview.refetch()} />}
          {!outcome && !preview.error && <Skeleton rows={3} />}
          {outcome?.refusal && <RefusalNotice refusal={outcome.refusal} {...about} />}
          {outcome && !outcome.refusal && (
            <>
              <p>{effectOf(change, entry.currentVersion?.version, outcome)}</p>
              <VisibilityNotice change={outcome.visibilityChange} />
              <Impact impact={outcome.impact} />
            </>
          )}
        </section>
        {change.action === 'visibility' && change.visibility === 'PUBLIC' && (
          <label className="check">
            <input type="checkbox" checked={allVersions} onChange={({ target }) => setAllVersions(target.checked)} />
            Also show the versions that were published while it was private
          </label>
        )}
        {change.action !== 'promote' && (
          <Field
            label={needsReason ? 'Reason (required)' : 'Message'}
            hint={
              change.action === 'visibility'
                ? 'Kept in the history of the entry, and visible to all readers of a public entry.'
                : change.action === 'status'
                  ? 'Shown to users of the entry, and kept in its history.'
                  : 'Kept in the history of the entry.'
            }
            error={isMissing ? 'A reason is required.' : undefined}
          >
            {(attributes) => (
              <textarea
                {...attributes}
                rows={3}
                maxLength={500}
                required={needsReason}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        {refused && <RefusalNotice refusal={refused} {...about} />}
        {problem && <Notice tone="bad" title={problem} />}
        <footer className="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className={['promote', 'feature'].includes(change.action) ? 'primary' : 'primary danger'}
            disabled={isWaiting || expired || !outcome || outcome.refusal !== null}
          >
            {isWaiting ? 'Working…' : verbOf(change)}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** What is enabled, promoted or discarded needs no explanation. */
const requiresReason = (change: Change): boolean =>
  !['promote', 'discard', 'feature'].includes(change.action) &&
  !(change.action === 'status' && change.status === 'ACTIVE');

const verbs = {
  promote: 'Promote',
  rollback: 'Roll back',
  archive: 'Archive',
  unarchive: 'Unarchive',
  discard: 'Discard',
  remove: 'Remove for good',
  removeChannel: 'Remove the channel',
} as const;

function titleOf(change: Change, id: string): string {
  if (change.action === 'promote') return `Promote ${id} to ${change.version}`;
  if (change.action === 'rollback') return change.version ? `Roll ${id} back to ${change.version}` : `Roll ${id} back`;
  if (change.action === 'status') return `${titles[change.status]} ${id}`;
  if (change.action === 'visibility') return `Make ${id} ${change.visibility.toLowerCase()}`;
  if (change.action === 'feature') return `${featureVerb(change)} ${id}`;
  if (change.action === 'discard') return `Discard the draft ${change.version} of ${id}`;
  if (change.action === 'removeChannel') return `Remove the channel ${change.channel} of ${id}`;
  return change.action === 'remove' ? `Remove ${id}` : `${verbs[change.action]} ${change.version} of ${id}`;
}

const featureVerb = ({ featured }: { featured: boolean }) => (featured ? 'Feature' : 'Stop featuring');

function verbOf(change: Change): string {
  if (change.action === 'feature') return featureVerb(change);
  if (change.action === 'status') return titles[change.status];
  return change.action === 'visibility' ? `Make ${change.visibility.toLowerCase()}` : verbs[change.action];
}

function effectOf(change: Change, current: string | undefined, { version, previousVersion }: ChangeOutcome) {
  switch (change.action) {
    case 'status':
      if (change.status === 'DISABLED')
        return 'It cannot be instantiated, and its steps cannot be claimed, until it is enabled again.';
      return change.status === 'DEPRECATED'
        ? 'It still works, but is not recommended for new use.'
        : 'It can be used again.';
    case 'visibility':
      return change.visibility === 'PRIVATE'
        ? 'Only your own namespace can read it, with all its versions.'
        : 'Everyone can read it, also without a token.';
    case 'feature':
      return change.featured
        ? 'It is shown on the first page of the console, to all who see that page.'
        : 'It is no longer shown as featured.';
    case 'archive':
      return 'Ranges no longer select this version. Exact references and locks still work.';
    case 'unarchive':
      return 'Ranges can select this version again.';
    case 'discard':
      return 'The draft is deleted. Its number can be used again.';
    case 'remove':
      return 'All versions are gone for good, and the id cannot be used again. The event log keeps what happened.';
    case 'removeChannel':
      return (
        <>
          What refers to <code>{change.channel}</code> no longer resolves. <code>{change.version}</code> stays
          published.
        </>
      );
    default:
      return (
        <>
          The current version changes from <code>{previousVersion ?? current ?? 'none'}</code> to <code>{version}</code>
          .
        </>
      );
  }
}

function VisibilityNotice({ change }: { change: ChangeOutcome['visibilityChange'] }) {
  if (!change) return null;
  const { readableBefore, readableAfter, versionsShown, versionsHidden } = change;
  return (
    <Notice tone="warn" title="Read access changes">
      <p>
        Others {readableBefore ? 'can' : 'cannot'} read it now, and {readableAfter ? 'will' : 'will not'} be able to
        afterwards.
        {versionsShown.length > 0 && ` They will see ${versionsShown.join(', ')}.`}
        {versionsHidden.length > 0 && ` They will no longer see ${versionsHidden.join(', ')}.`}
      </p>
    </Notice>
  );
}
