import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import {
  ConsoleRemoveWebhookDocument,
  ConsoleReplayWebhookDocument,
  ConsoleRotateWebhookDocument,
  ConsoleUpdateWebhookDocument,
  type ConsoleWebhookFragment,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { Field, Notice } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Secret } from './Secret.tsx';
import { useWebhookAction } from './useWebhookAction.ts';

/** What an admin can do with a webhook that must be confirmed. */
export type WebhookStep =
  | { action: 'pause' | 'resume' | 'rotate' | 'remove' }
  | { action: 'replay'; deliveryId: string | null };

const texts = {
  pause: {
    title: 'Disable this webhook?',
    verb: 'Disable',
    effect:
      'Nothing is sent until it is enabled again. It then continues with the next event after its position: none is lost.',
  },
  resume: {
    title: 'Enable this webhook?',
    verb: 'Enable',
    effect: 'It continues with the next event after its position.',
  },
  rotate: {
    title: 'New secret',
    verb: 'Create a new secret',
    effect: 'The new secret is shown once. For 24 hours, messages are signed with both secrets.',
  },
  remove: {
    title: 'Delete this webhook?',
    verb: 'Delete',
    effect: 'It is deleted with its deliveries. This cannot be undone.',
  },
  replay: { title: 'Send again', verb: 'Send again', effect: '' },
} as const;

/** Asks before it pauses, resumes, deletes, replays or gives a new secret. */
export function WebhookDialog({
  webhook: { id },
  step,
  onClose,
}: {
  webhook: ConsoleWebhookFragment;
  step: WebhookStep;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const { run, isWaiting, refusal, problem } = useWebhookAction();
  const [cursor, setCursor] = useState('');
  const [cursorError, setCursorError] = useState<string>();
  const [secret, setSecret] = useState<string | null>(null);
  const { title, verb, effect } = texts[step.action];
  const isFromCursor = step.action === 'replay' && step.deliveryId === null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const isMissing = isFromCursor && cursor.trim() === '';
    setCursorError(isMissing ? 'A cursor is required.' : undefined);
    if (isMissing) return;
    switch (step.action) {
      case 'rotate': {
        const rotated = await run(
          async (idempotencyKey) => (await ask(ConsoleRotateWebhookDocument, { input: { id, idempotencyKey } })).result,
        );
        return rotated && setSecret(rotated.secret ?? null);
      }
      case 'remove': {
        const removed = await run(
          async (idempotencyKey) => (await ask(ConsoleRemoveWebhookDocument, { input: { id, idempotencyKey } })).result,
        );
        return removed && void navigate({ to: '/webhooks' });
      }
      case 'replay': {
        const what = step.deliveryId === null ? { after: cursor.trim() } : { deliveryId: step.deliveryId };
        const replayed = await run(
          async (idempotencyKey) =>
            (await ask(ConsoleReplayWebhookDocument, { input: { id, ...what, idempotencyKey } })).result,
        );
        return replayed && onClose();
      }
      default: {
        const status = step.action === 'pause' ? 'PAUSED' : 'ACTIVE';
        const changed = await run(
          async (idempotencyKey) =>
            (await ask(ConsoleUpdateWebhookDocument, { input: { id, status, idempotencyKey } })).result,
        );
        return changed && onClose();
      }
    }
  }

  if (secret !== null)
    return (
      <Dialog title="The new secret of the webhook" onClose={onClose} isKept>
        <Secret secret={secret} onDone={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        {effect && <p>{effect}</p>}
        {step.action === 'replay' && step.deliveryId !== null && (
          <p>The same message is sent again, with the same id: a receiver that knows it ignores it.</p>
        )}
        {isFromCursor && (
          <Field
            label="After this cursor"
            hint="Everything after it is sent again, in order. “0” is the beginning; each event shows its cursor."
            error={cursorError}
          >
            {(attributes) => (
              <input
                {...attributes}
                autoFocus
                required
                spellCheck={false}
                value={cursor}
                onChange={(event) => setCursor(event.target.value)}
              />
            )}
          </Field>
        )}
        {refusal && <RefusalNotice refusal={refusal} />}
        {problem && <Notice tone="bad" title={problem} />}
        <footer className="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className={step.action === 'remove' ? 'primary danger' : 'primary'}
            disabled={isWaiting}
          >
            {isWaiting ? 'Working…' : verb}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
