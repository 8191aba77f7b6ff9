import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useSession } from '../api/session.ts';
import { ErrorBox, Field, Skeleton } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Problems } from './Problems.tsx';
import { shareImpactText } from './shareImpactText.ts';
import { declineShare } from './shares.ts';
import { useAttempt } from './useAttempt.ts';
import type { Shown } from './useEntry.ts';

/** Declines an entry that another namespace shares with the viewer's, with what would no longer resolve here. */
export function DeclineDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { kinds, entry } = shown;
  const address = { id: entry.slug, namespace: entry.namespace };
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { number, expired } = useSession();
  const [reason, setReason] = useState('');
  const { run, ...state } = useAttempt();
  const preview = useQuery({
    queryKey: ['preview', 'decline', kinds, address, number],
    queryFn: () => declineShare(kinds, { ...address, dryRun: true }),
    staleTime: 0,
    gcTime: 0,
    enabled: !expired,
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const input = { ...address, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    if (!(await run(input, (request) => declineShare(kinds, request)))) return;
    if (entry.visibility === 'PRIVATE') await navigate({ to: `/${kinds}` });
    await queries.invalidateQueries({ queryKey: ['entry', kinds, entry.namespace, entry.slug] });
    onClose();
  }

  return (
    <Dialog title={`Decline ${entry.slug}`} onClose={onClose} isKept={reason !== ''}>
      <form onSubmit={submit} noValidate>
        <p className="soft">
          Your namespace will read no more of it than everyone does, until <code>{entry.namespace}</code> shares it
          again. Its admins are told that your namespace declined, and not who did or why.
        </p>
        <section aria-label="Preview" aria-live="polite">
          {preview.error && <ErrorBox error={preview.error} retry={() => void preview.refetch()} />}
          {preview.isPending && <Skeleton rows={1} />}
          {preview.data?.done && <p>{shareImpactText(preview.data.done, 'here')}</p>}
        </section>
        <Field label="Reason" hint="Kept in the log of your namespace.">
          {(attributes) => (
            <textarea
              {...attributes}
              rows={3}
              maxLength={2000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <Problems problem={state.problem} refusal={preview.data?.refusal ?? state.refusal} />
        <footer className="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary danger" disabled={state.isWaiting || expired || !preview.data?.done}>
            {state.isWaiting ? 'Working…' : 'Decline'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
