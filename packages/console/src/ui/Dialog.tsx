import { createContext, type ReactNode, use, useId, useLayoutEffect, useRef } from 'react';
import { useSession } from '../api/session.ts';
import { Notice } from './basics.tsx';
import { Icon } from './Icon.tsx';

/** Opens the dialog for signing in, over whatever is open. */
export const SignInContext = createContext<() => void>(() => {});

/** A modal dialog of the browser: it holds the focus, closes on Escape, and gives the focus back. */
export function Dialog({
  title,
  onClose,
  children,
  wide = false,
  isKept = false,
  asksToSignIn = true,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** What was typed, or is shown only once, is not lost by a click beside the dialog. */
  isKept?: boolean;
  /** Whether it offers to sign in again when the token has expired. */
  asksToSignIn?: boolean;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const { expired } = useSession();
  const openSignIn = use(SignInContext);
  // Closed before it leaves the page: later, the focus that it gives back would be taken from what was used meanwhile.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too; a click beside it is a convenience.
    <dialog
      ref={element}
      className={wide ? 'wide' : ''}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === element.current && !isKept && onClose()}
    >
      <div className="dialog-body">
        <header>
          <h2 id={heading}>{title}</h2>
          <button type="button" className="quiet" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {expired && asksToSignIn && (
          <Notice tone="warn" title="Your token is no longer accepted">
            <p>Your input is still here. Sign in again to continue.</p>
            <button type="button" onClick={openSignIn}>
              Sign in again
            </button>
          </Notice>
        )}
        {children}
      </div>
    </dialog>
  );
}
