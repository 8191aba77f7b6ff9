import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ConsoleChannelFragment, ConsoleImpactFragment } from '../../generated/graphql.ts';
import { describeError, newIdempotencyKey, type Refusal } from '../api/outcome.ts';
import { useSession } from '../api/session.ts';
import { useSettled } from '../api/useSettled.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { ErrorBox, Field, Notice, Skeleton } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { GateFields, readGate, typedGate } from './GateFields.tsx';
import { Impact } from './Impact.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';
import { readChannels, setChannel } from './setChannel.ts';
import type { Shown } from './useEntry.ts';

interface Props {
  shown: Shown;
  /** Null for one that is to be named. */
  channel: string | null;
  /** Null for the version that the channel points to, or the current one. */
  version: string | null;
  onClose: () => void;
}

/** Loads what the dialog begins with. What it then expects is what stood here when it was opened. */
export function ChannelDialog(props: Props) {
  const { kinds, entry } = props.shown;
  const { number } = useSession();
  const address = { kinds, namespace: entry.namespace, id: entry.slug };
  const { data, error } = useQuery({
    queryKey: ['entry', kinds, entry.namespace, entry.slug, 'channels', number],
    queryFn: ({ signal }) => readChannels(address, signal),
  });
  const [opened, setOpened] = useState(data);
  if (!opened && data) setOpened(data);
  if (opened) return <Form {...props} channels={opened.channels} published={opened.published} />;
  return (
    <Dialog title="Channel" onClose={props.onClose}>
      {error ? <ErrorBox error={error} /> : <Skeleton rows={4} />}
    </Dialog>
  );
}

function Form({
  shown,
  channel,
  version: asked,
  onClose,
  channels,
  published,
}: Props & { channels: readonly ConsoleChannelFragment[]; published: readonly string[] }) {
  const { kinds, entry } = shown;
  const queries = useQueryClient();
  const viewer = useViewer();
  const { number, expired } = useSession();
  const [name, setName] = useState(channel ?? '');
  const old = channels.find((each) => each.name === name.trim());
  const [chosen, setChosen] = useState(asked);
  const version = chosen ?? old?.version?.version ?? entry.currentVersion?.version ?? '';
  const [newGate, setNewGate] = useState<ReturnType<typeof typedGate> | null>(null);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [key, setKey] = useState(newIdempotencyKey);
  const [isWaiting, setWaiting] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isAdmin = refusalFor(viewer, 'ADMIN', entry.namespace) === null;
  const input = {
    id: entry.slug,
    namespace: entry.namespace,
    channel: name.trim(),
    version,
    ...(old?.version ? { expectedVersion: old.version.version } : {}),
    ...(newGate ? { gate: readGate(newGate, kinds) } : {}),
  };
  const isReady = input.channel !== '' && version !== '';
  const settled = useSettled(JSON.stringify(input), 300);
  const preview = useQuery({
    queryKey: ['preview', 'channel', kinds, settled, number],
    // A dry run needs a reason too.
    queryFn: () => setChannel(kinds, { ...JSON.parse(settled), reason: 'Preview.', dryRun: true }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    enabled: isReady && !expired,
  });
  const isPreviewed = preview.data !== undefined && settled === JSON.stringify(input);
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setRefused(null);
      setKey(newIdempotencyKey());
    };

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!isReady || reason.trim() === '') return;
    setWaiting(true);
    setProblem(null);
    setRefused(null);
    try {
      const { refusal } = await setChannel(kinds, {
        ...input,
        reason: reason.trim(),
        dryRun: false,
        idempotencyKey: key,
      });
      if (refusal) {
        setKey(newIdempotencyKey());
        return setRefused(refusal);
      }
      await queries.invalidateQueries({ queryKey: ['entry', kinds, entry.namespace, entry.slug] });
      onClose();
    } catch (error) {
      setProblem(describeError(error).detail);
    } finally {
      setWaiting(false);
    }
  }

  return (
    <Dialog
      title={channel ? `Channel ${channel} of ${entry.slug}` : `A channel of ${entry.slug}`}
      onClose={onClose}
      isKept={reason !== ''}
    >
      <form onSubmit={submit} noValidate>
        <div className="pair">
          <Field
            label="Channel"
            hint={channel ? undefined : 'Such as stable. A new name makes a new channel.'}
            error={isTried && input.channel === '' ? 'A name is required.' : undefined}
          >
            {(attributes) => (
              <>
                <input
                  {...attributes}
                  list="channel-names"
                  readOnly={channel !== null}
                  maxLength={64}
                  autoComplete="off"
                  value={name}
                  onChange={({ target }) => change(setName)(target.value)}
                />
                <datalist id="channel-names">
                  {channels.map((each) => (
                    <option key={each.name} value={each.name} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <Field label="Version">
            {(attributes) => (
              <select {...attributes} value={version} onChange={({ target }) => change(setChosen)(target.value)}>
                {[...new Set([...published, ...(version ? [version] : [])])].map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </Field>
        </div>
        {isAdmin ? (
          <GateFields kinds={kinds} value={newGate ?? typedGate(old?.gate)} onChange={change(setNewGate)} />
        ) : (
          <p className="soft">The gate of a channel is changed by admins.</p>
        )}
        <section aria-label="Preview" aria-live="polite" aria-busy={preview.isFetching}>
          {preview.error && <Notice tone="bad" title={describeError(preview.error).detail} />}
          {isReady && !isPreviewed && !preview.error && <Skeleton rows={2} />}
          {isReady && isPreviewed && !preview.error && (
            <Preview {...preview.data} channel={input.channel} before={old?.version?.version} version={version} />
          )}
        </section>
        <Field
          label="Reason (required)"
          hint="Kept in the history of the entry."
          error={isTried && reason.trim() === '' ? 'A reason is required.' : undefined}
        >
          {(attributes) => (
            <textarea
              {...attributes}
              rows={2}
              maxLength={2000}
              required
              value={reason}
              onChange={({ target }) => change(setReason)(target.value)}
            />
          )}
        </Field>
        {refused && !preview.data?.refusal && <RefusalNotice refusal={refused} subject="The channel points to" />}
        {problem && <Notice tone="bad" title={problem} />}
        <footer className="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className="primary"
            disabled={isWaiting || expired || (isReady && (!isPreviewed || preview.data?.refusal !== null))}
          >
            {isWaiting ? 'Working…' : old ? 'Set the channel' : 'Create the channel'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Preview({
  refusal,
  impact,
  channel,
  before,
  version,
}: {
  refusal: Refusal | null;
  impact: ConsoleImpactFragment | null;
  channel: string;
  before: string | undefined;
  version: string;
}) {
  if (refusal) return <RefusalNotice refusal={refusal} subject="The channel points to" />;
  return (
    <>
      <p>
        {before === version ? (
          <>
            <code>{channel}</code> keeps pointing to <code>{version}</code>.
          </>
        ) : (
          <>
            <code>{channel}</code> {before ? 'moves from ' : 'is created and points to '}
            {before && (
              <>
                <code>{before}</code> to{' '}
              </>
            )}
            <code>{version}</code>.
          </>
        )}
      </p>
      {before !== version && <Impact impact={impact} />}
    </>
  );
}
