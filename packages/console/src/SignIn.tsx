import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createClient, GatewayRefused } from '../../client/index.ts';
import { ConsoleViewerDocument } from '../generated/graphql.ts';
import { gatewayUrl } from './api/gateway.ts';
import { describeError } from './api/outcome.ts';
import { expiryOf, signIn, signOut, useSession } from './api/session.ts';
import { useViewer } from './api/viewer.ts';
import { Field, Notice } from './ui/basics.tsx';
import { Dialog } from './ui/Dialog.tsx';
import { exactTime } from './ui/time.tsx';

/** Signing in with a token; for who is signed in, who they are, and out. */
export function SignIn({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { token, expired } = useSession();
  const viewer = useViewer();
  const [typed, setTyped] = useState('');
  const [keep, setKeep] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isWaiting, setWaiting] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const given = typed.trim().replace(/^Bearer\s+/i, '');
    if (given === '') return setProblem('Paste a token.');
    setWaiting(true);
    setProblem(undefined);
    try {
      // With the new token, before it takes the place of the one that is there.
      await createClient({ url: gatewayUrl, token: given }).request(ConsoleViewerDocument, {});
      signIn(given, keep);
      onClose();
      // What an earlier session was shown is loaded again; forms keep what was typed.
      void queries.invalidateQueries();
    } catch (error) {
      setProblem(
        error instanceof GatewayRefused || error instanceof TypeError ? error.message : describeError(error).detail,
      );
    } finally {
      setWaiting(false);
    }
  }

  function leave() {
    signOut();
    queries.clear();
    void queries.invalidateQueries();
    onClose();
  }

  if (token !== null && viewer && !expired) {
    const expiry = expiryOf(token);
    return (
      <Dialog title="Signed in" onClose={onClose}>
        <dl className="facts">
          <dt>Namespace</dt>
          <dd>
            <code>{viewer.namespace}</code>
          </dd>
          <dt>Role</dt>
          <dd>{viewer.role?.toLowerCase() ?? 'none'}</dd>
          <dt>User</dt>
          <dd>
            <code>{viewer.id}</code>
          </dd>
          {expiry !== null && (
            <>
              <dt>Token expires</dt>
              <dd>{exactTime(new Date(expiry).toISOString())}</dd>
            </>
          )}
        </dl>
        <footer className="dialog-actions">
          <button type="button" onClick={leave}>
            Sign out
          </button>
        </footer>
      </Dialog>
    );
  }
  return (
    <Dialog title={expired ? 'Sign in again' : 'Sign in'} onClose={onClose} asksToSignIn={false}>
      <form onSubmit={submit}>
        <p className="soft">
          Public entries need no token. <code>registry console</code> opens this page signed in; at a local gateway,{' '}
          <code>npm run -s registry -- token --role publisher</code> prints a token.
        </p>
        <Field label="Token" error={problem}>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={4}
              spellCheck={false}
              autoComplete="off"
              autoFocus
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.shiftKey) void submit(event);
              }}
            />
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
          Keep it in this tab when the page is loaded again
        </label>
        {expired && <Notice tone="warn" title="The token that you used is no longer accepted." />}
        <footer className="dialog-actions">
          <button type="submit" className="primary" disabled={isWaiting}>
            {isWaiting ? 'Checking…' : 'Sign in'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
