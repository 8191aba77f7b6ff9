import { useSyncExternalStore } from 'react';

/** Who the console is for the gateway. The token is in memory, and in this tab's session storage only by choice. */
export interface Session {
  readonly token: string | null;
  /** The gateway refused the token, or its time is over: what was typed stays, and a new one is asked for. */
  readonly expired: boolean;
  /** Changes with each sign-in and sign-out: earlier answers belong to another user. */
  readonly number: number;
  /** Why the link that the console was opened with did not sign in. */
  readonly linkProblem: string | null;
  /** The code of a link that would take the place of this session: anyone can send one, so the user decides. */
  readonly otherLink: string | null;
}

const stored = 'nofx.token';
let session: Session = { token: readStored(), expired: false, number: 0, linkProblem: null, otherLink: null };
const listeners = new Set<() => void>();

const set = (next: Session) => {
  session = next;
  for (const each of listeners) each();
};

export const currentToken = (): string | null => session.token;

export const useSession = (): Session =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );

/** @param keep whether a reload of this tab keeps the token */
export function signIn(token: string, keep: boolean): void {
  if (keep) sessionStorage.setItem(stored, token);
  else sessionStorage.removeItem(stored);
  set({ token, expired: false, number: session.number + 1, linkProblem: null, otherLink: null });
}

export function signOut(): void {
  sessionStorage.removeItem(stored);
  set({ token: null, expired: false, number: session.number + 1, linkProblem: null, otherLink: null });
}

export function markLinkFailed(linkProblem: string): void {
  set({ ...session, linkProblem });
}

export function offerLink(otherLink: string | null): void {
  set({ ...session, otherLink });
}

/** @param token the one that was refused: another one may have taken its place since it was sent */
export function markExpired(token: string | null): void {
  if (token !== null && token === session.token && !session.expired) set({ ...session, expired: true });
}

/** When a token ends, in milliseconds since 1970; null when it does not say so. The gateway decides, not this. */
export function expiryOf(token: string): number | null {
  try {
    const [, claims = ''] = token.split('.');
    const { exp } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof exp === 'number' ? exp * 1000 : null;
  } catch {
    return null;
  }
}

function readStored(): string | null {
  try {
    return sessionStorage.getItem(stored);
  } catch {
    return null; // A browser may forbid storage.
  }
}

/**
 * `#code=…`, which no server sees, as `registry console` prints it. It is removed from the address at once, and
 * exchanged for the token that it stands for.
 */
export const linkCode: string | null = codeOfLink();

function codeOfLink(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}
