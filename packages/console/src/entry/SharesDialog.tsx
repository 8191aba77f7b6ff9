import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ConsoleShareFragment } from '../../generated/graphql.ts';
import { useSession } from '../api/session.ts';
import { Badge, ErrorBox, Field, Notice, Skeleton } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Time } from '../ui/time.tsx';
import { Problems } from './Problems.tsx';
import { shareImpactText } from './shareImpactText.ts';
import { readShares, share, unshare } from './shares.ts';
import { useAttempt } from './useAttempt.ts';
import type { Shown } from './useEntry.ts';

/** The namespaces that an entry is shared with: to add one, to change what it may do, and to end it. */
export function SharesDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { kinds, entry } = shown;
  const { number } = useSession();
  const queries = useQueryClient();
  const queryKey = ['entry', kinds, entry.namespace, entry.slug, 'shares'];
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKey, number],
    queryFn: ({ signal }) => readShares({ kinds, namespace: entry.namespace, id: entry.slug }, signal),
  });
  const [ending, setEnding] = useState<string | null>(null);
  const address = { id: entry.slug, namespace: entry.namespace };
  const reload = () => queries.invalidateQueries({ queryKey });
  return (
    <Dialog title={`Share ${entry.slug}`} onClose={onClose} isKept>
      <p className="soft">
        Members of a namespace that it is shared with read its published versions, whatever their visibility. Drafts,
        ratings and history stay with you.
      </p>
      <section aria-label="Shared with" aria-live="polite">
        {error && <ErrorBox error={error} retry={() => void refetch()} />}
        {data === undefined && !error && <Skeleton rows={2} />}
        {data?.length === 0 && <p>It is not shared with any namespace.</p>}
        {data && data.length > 0 && (
          <ul className="impact">
            {data.map((each) => (
              <li key={each.namespace}>
                <code>{each.namespace}</code> <Badge>{each.mayInstantiate ? 'may use it' : 'may read it'}</Badge>{' '}
                <span className="soft">
                  since <Time value={each.sharedAt} />
                </span>{' '}
                {ending !== each.namespace && (
                  <button type="button" className="quiet" onClick={() => setEnding(each.namespace)}>
                    Stop sharing<span className="sr-only"> with {each.namespace}</span>
                  </button>
                )}
                {ending === each.namespace && (
                  <Ending
                    kinds={kinds}
                    request={{ ...address, sharedWith: each.namespace }}
                    onKeep={() => setEnding(null)}
                    onEnded={async () => {
                      await reload();
                      setEnding(null);
                    }}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      <Sharing kinds={kinds} address={address} shares={data ?? []} onShared={reload} onClose={onClose} />
    </Dialog>
  );
}

function Sharing({
  kinds,
  address,
  shares,
  onShared,
  onClose,
}: {
  kinds: Shown['kinds'];
  address: { id: string; namespace: string };
  shares: readonly ConsoleShareFragment[];
  onShared: () => Promise<void>;
  onClose: () => void;
}) {
  const [namespace, setNamespace] = useState('');
  const [mayInstantiate, setMayInstantiate] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const { run, ...state } = useAttempt();
  const sharedWith = namespace.trim();
  const old = shares.find((each) => each.namespace === sharedWith);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(sharedWith === '');
    if (sharedWith === '') return;
    if (!(await run({ ...address, sharedWith, mayInstantiate }, (input) => share(kinds, input)))) return;
    await onShared();
    setNamespace('');
    setMayInstantiate(false);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field label="Share with the namespace" error={isMissing ? 'Type the name of a namespace.' : undefined}>
        {(attributes) => (
          <input
            {...attributes}
            value={namespace}
            maxLength={63}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setNamespace(target.value)}
          />
        )}
      </Field>
      <label className="check">
        <input type="checkbox" checked={mayInstantiate} onChange={({ target }) => setMayInstantiate(target.checked)} />
        It may also be used there, in runs and templates
      </label>
      <Problems {...state} />
      <footer className="dialog-actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
        <button type="submit" className="primary" disabled={state.isWaiting}>
          {state.isWaiting ? 'Working…' : old ? 'Change the share' : 'Share'}
        </button>
      </footer>
    </form>
  );
}

/** Asks before a share ends, with what would no longer resolve in that namespace. */
function Ending({
  kinds,
  request,
  onKeep,
  onEnded,
}: {
  kinds: Shown['kinds'];
  request: { id: string; namespace: string; sharedWith: string };
  onKeep: () => void;
  onEnded: () => Promise<void>;
}) {
  const { number, expired } = useSession();
  const { run, ...state } = useAttempt();
  const preview = useQuery({
    queryKey: ['preview', 'unshare', kinds, request, number],
    queryFn: () => unshare(kinds, { ...request, dryRun: true }),
    staleTime: 0,
    gcTime: 0,
    enabled: !expired,
  });
  return (
    <Notice tone="warn" title={`Stop sharing with ${request.sharedWith}?`}>
      {preview.error && <ErrorBox error={preview.error} retry={() => void preview.refetch()} />}
      {preview.isPending && <p className="soft">Loading what uses it there…</p>}
      {preview.data?.done && <p>{shareImpactText(preview.data.done, 'there')}</p>}
      <Problems {...state} refusal={preview.data?.refusal ?? state.refusal} />
      <button type="button" onClick={onKeep}>
        Keep sharing
      </button>{' '}
      <button
        type="button"
        className="primary danger"
        disabled={state.isWaiting || !preview.data?.done}
        onClick={async () => {
          if (await run(request, (input) => unshare(kinds, input))) await onEnded();
        }}
      >
        {state.isWaiting ? 'Working…' : 'Stop sharing'}
      </button>
    </Notice>
  );
}
