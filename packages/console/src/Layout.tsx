import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Fragment, useCallback, useEffect, useRef, useState } from 'react';
import { useLive } from './api/live.tsx';
import { describeError } from './api/outcome.ts';
import { offerLink, useSession } from './api/session.ts';
import { signInByLink } from './api/signInByLink.ts';
import { useViewer } from './api/viewer.ts';
import { Palette } from './Palette.tsx';
import { SignIn } from './SignIn.tsx';
import { Notice } from './ui/basics.tsx';
import { SignInContext } from './ui/Dialog.tsx';
import { Icon, type IconName } from './ui/Icon.tsx';

const places: readonly { to: string; label: string; icon: IconName }[] = [
  { to: '/', label: 'Home', icon: 'home' },
  { to: '/agents', label: 'Agents', icon: 'agent' },
  { to: '/templates', label: 'Templates', icon: 'template' },
  { to: '/runs', label: 'Runs', icon: 'run' },
  { to: '/events', label: 'Events', icon: 'event' },
  { to: '/publish', label: 'Publish', icon: 'publish' },
  { to: '/reports', label: 'Reports', icon: 'report' },
  { to: '/usage', label: 'Usage', icon: 'usage' },
  { to: '/webhooks', label: 'Webhooks', icon: 'webhook' },
  { to: '/transfer', label: 'Export and import', icon: 'transfer' },
];

const feedWords = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  stopped: 'Not live',
} as const;

/** What every page stands in: the bar, the navigation, and what may be asked for from anywhere. */
export function Layout() {
  const [isSearching, setSearching] = useState(false);
  const [isSigning, setSigning] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { expired, linkProblem, otherLink } = useSession();
  const { pathname } = useRouterState({ select: ({ location }) => location });
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const { state, problem, reconnect } = useLive();
  const viewer = useViewer();

  const openSignIn = useCallback(() => setSigning(true), []);
  useShortcut(() => setSearching(true));

  // A new page begins at its heading, for those who hear it too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each address.
  useEffect(() => {
    setOpen(false);
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="bar">
        <button
          type="button"
          className="quiet menu"
          aria-label="Menu"
          aria-expanded={isOpen}
          aria-controls="nav"
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'close' : 'menu'} />
        </button>
        <Link to="/" className="brand" aria-label="NOFX registry, home">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <span>NOFX registry</span>
        </Link>
        <button
          type="button"
          className="search-open"
          aria-keyshortcuts="/ Control+K Meta+K"
          onClick={() => setSearching(true)}
        >
          <Icon name="search" />
          <span>Search agents and templates</span>
          <kbd>/</kbd>
        </button>
        <span className={`feed ${state}`} role="status">
          {/* Another element for each state: nothing moves. */}
          <Fragment key={state}>
            <i aria-hidden="true" />
            <span>{feedWords[state]}</span>
          </Fragment>
        </span>
        <button type="button" className="account" onClick={() => setSigning(true)}>
          <Icon name="user" />
          <span>{viewer ? `${viewer.namespace} · ${viewer.role?.toLowerCase() ?? 'no role'}` : 'Sign in'}</span>
        </button>
      </header>
      <nav id="nav" className={isOpen ? 'nav open' : 'nav'} aria-label="Main">
        <ul>
          {places.map(({ to, label, icon }) => (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                <Icon name={icon} />
                {label}
              </Link>
            </li>
          ))}
        </ul>
        <ul className="nav-foot">
          <li>
            <a href="/graphql">
              <Icon name="code" />
              Playground
            </a>
          </li>
          <li>
            <a href="/api/docs">
              <Icon name="file" />
              REST reference
            </a>
          </li>
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {state === 'reconnecting' && (
          <Notice tone="warn" title="The connection to the gateway is lost">
            <p>What you see may be out of date. The console reconnects automatically; your input stays.</p>
          </Notice>
        )}
        {state === 'stopped' && !expired && (
          <Notice tone="warn" title="Changes no longer arrive by themselves">
            <p>{describeError(problem).detail}</p>
            <button type="button" onClick={reconnect}>
              Connect again
            </button>
          </Notice>
        )}
        {expired && (
          <Notice tone="warn" title="Your token is no longer accepted">
            <p>Your input is still here. Sign in again to continue.</p>
            <button type="button" onClick={() => setSigning(true)}>
              Sign in again
            </button>
          </Notice>
        )}
        {otherLink !== null && (
          <Notice tone="warn" title="The link would sign you in as another user">
            <p>
              You are signed in already. Use the link only if you made it with <code>registry console</code> yourself.
            </p>
            <button type="button" onClick={() => offerLink(null)}>
              Stay signed in
            </button>{' '}
            <button type="button" onClick={() => void signInByLink(otherLink)}>
              Sign in with the link
            </button>
          </Notice>
        )}
        {linkProblem !== null && (
          <Notice tone="bad" title="The link did not sign you in">
            <p>{linkProblem}</p>
            <button type="button" onClick={() => setSigning(true)}>
              Sign in with a token
            </button>
          </Notice>
        )}
        <SignInContext value={openSignIn}>
          <Outlet />
        </SignInContext>
      </main>
      {isSearching && <Palette onClose={() => setSearching(false)} />}
      {isSigning && <SignIn onClose={() => setSigning(false)} />}
    </div>
  );
}

/** `/` where nothing is typed, and Ctrl-K or Cmd-K everywhere. */
function useShortcut(open: () => void) {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]');
      const isSlash = event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isCommand = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
      if ((!isSlash && !isCommand) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}
