import { type FormEvent, useState } from 'react';
import {
  ConsoleCreateWebhookDocument,
  type RegistryEventAction,
  type RegistryEventFilter,
  type RegistryKind,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { Field, Notice, words } from '../ui/basics.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { eventActions } from '../ui/eventActions.ts';
import { Secret } from './Secret.tsx';
import { useWebhookAction } from './useWebhookAction.ts';

interface Typed {
  url: string;
  description: string;
  kind: string;
  entryId: string;
  actions: readonly RegistryEventAction[];
  fromBeginning: boolean;
}

/** The form of a new webhook; then its secret, once. */
export function CreateWebhook({ onClose }: { onClose: () => void }) {
  const { run, isWaiting, refusal, problem } = useWebhookAction();
  const [typed, setTyped] = useState<Typed>({
    url: '',
    description: '',
    kind: '',
    entryId: '',
    actions: [],
    fromBeginning: false,
  });
  const [urlError, setUrlError] = useState<string>();
  const [secret, setSecret] = useState<string | null>(null);
  const set = (changed: Partial<Typed>) => setTyped({ ...typed, ...changed });

  async function submit(event: FormEvent) {
    event.preventDefault();
    const error = URL.canParse(typed.url.trim())
      ? undefined
      : 'Must be a URL such as https://hooks.example.com/registry.';
    setUrlError(error);
    if (error) return;
    const created = await run(
      async (idempotencyKey) =>
        (
          await ask(ConsoleCreateWebhookDocument, {
            input: {
              url: typed.url.trim(),
              filter: filterOf(typed),
              idempotencyKey,
              ...(typed.description.trim() ? { description: typed.description.trim() } : {}),
              ...(typed.fromBeginning ? { after: '0' } : {}),
            },
          })
        ).result,
    );
    if (created) setSecret(created.secret ?? null);
  }

  return (
    <Dialog title={secret === null ? 'New webhook' : 'The secret of the webhook'} onClose={onClose} isKept>
      {secret === null ? (
        <form onSubmit={submit} noValidate>
          <Field label="URL" hint="Where messages are sent: https, with a public host name." error={urlError}>
            {(attributes) => (
              <input
                {...attributes}
                type="url"
                inputMode="url"
                required
                autoFocus
                maxLength={2000}
                placeholder="https://hooks.example.com/registry"
                value={typed.url}
                onChange={(event) => set({ url: event.target.value })}
              />
            )}
          </Field>
          <Field label="Description">
            {(attributes) => (
              <input
                {...attributes}
                maxLength={500}
                value={typed.description}
                onChange={(event) => set({ description: event.target.value })}
              />
            )}
          </Field>
          <div className="pair">
            <Field label="Kind">
              {(attributes) => (
                <select {...attributes} value={typed.kind} onChange={(event) => set({ kind: event.target.value })}>
                  <option value="">agents and templates</option>
                  <option value="AGENT">agents</option>
                  <option value="TEMPLATE">templates</option>
                </select>
              )}
            </Field>
            <Field label="Entry" hint="An agentId or templateId. Empty for all.">
              {(attributes) => (
                <input
                  {...attributes}
                  value={typed.entryId}
                  onChange={(event) => set({ entryId: event.target.value })}
                />
              )}
            </Field>
          </div>
          <fieldset className="choices">
            <legend>Actions (none chosen: all)</legend>
            {eventActions.map((action) => (
              <label key={action} className="check">
                <input
                  type="checkbox"
                  checked={typed.actions.includes(action)}
                  onChange={({ target }) =>
                    set({
                      actions: target.checked
                        ? [...typed.actions, action]
                        : typed.actions.filter((each) => each !== action),
                    })
                  }
                />
                {words(action)}
              </label>
            ))}
          </fieldset>
          <label className="check">
            <input
              type="checkbox"
              checked={typed.fromBeginning}
              onChange={({ target }) => set({ fromBeginning: target.checked })}
            />
            Also send what happened before, from the beginning of the log
          </label>
          {refusal && <RefusalNotice refusal={refusal} />}
          {problem && <Notice tone="bad" title={problem} />}
          <footer className="dialog-actions">
            <button type="button" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className="primary" disabled={isWaiting}>
              {isWaiting ? 'Creating…' : 'Create the webhook'}
            </button>
          </footer>
        </form>
      ) : (
        <Secret secret={secret} onDone={onClose} />
      )}
    </Dialog>
  );
}

function filterOf({ kind, entryId, actions }: Typed): RegistryEventFilter {
  return {
    ...(kind ? { kind: kind as RegistryKind } : {}),
    ...(entryId.trim() ? { entryId: entryId.trim() } : {}),
    ...(actions.length > 0 ? { actions: [...actions] } : {}),
  };
}
