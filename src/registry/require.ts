import { hiddenTextProblems, isVisible } from '../../packages/manifest/values/hiddenText.ts';
import { Forbidden, RequestError } from '../errors.ts';
import { hasRole, type RegistryRole, requireUser, type User } from '../viewer.ts';
import { quoted } from './quoted.ts';
import type { Caller } from './services.ts';

/** The caller as a user with at least this role. Throws UNAUTHENTICATED or `Forbidden`, before any work is done. */
export function requireRole({ viewer }: Caller, least: RegistryRole, what: string): User {
  requireUser(viewer);
  if (!hasRole(viewer, least)) {
    throw new Forbidden(`To ${what} you need the role ${least}; your token says ${viewer.role ?? 'none'}.`);
  }
  return viewer;
}

/** The namespace that is named, or null. Throws BAD_USER_INPUT for a blank one, which is not the same as none. */
export function namedNamespace(namespace: string | null | undefined): string | null {
  if (namespace === null || namespace === undefined) return null;
  if (namespace.trim() !== '') return namespace;
  throw new RequestError(
    'BAD_USER_INPUT',
    '`namespace` must be a namespace such as "default". Omit it to use the default.',
  );
}

/** Writes go to the caller's own namespace; naming another is a mistake worth an answer. */
export function requireOwnNamespace(user: User, namespace: string | null | undefined): string {
  const named = namedNamespace(namespace);
  if (named !== null && named !== user.namespace) {
    throw new Forbidden(`Your token may write only to the namespace "${user.namespace}"; got ${quoted(named)}.`);
  }
  return user.namespace;
}

/** Throws BAD_USER_INPUT for a text that is too long or blank, holds control characters, or half of a surrogate pair. */
export function requireText(name: string, value: string, most: number): string {
  if (value.length <= most && !value.isWellFormed()) {
    throw new RequestError('BAD_USER_INPUT', `\`${name}\` holds half of a surrogate pair; write the whole character.`);
  }
  const hidden = hiddenTextProblems(value.slice(0, most)).find(({ severity }) => severity === 'error');
  if (hidden) throw new RequestError('BAD_USER_INPUT', `\`${name}\` ${hidden.message}`);
  if (value.length <= most && isVisible(value) && !/[^\P{Cc}\n\t]/u.test(value)) return value;
  throw new RequestError(
    'BAD_USER_INPUT',
    `\`${name}\` must have 1 to ${most} characters, none of them control characters.`,
  );
}

/** Throws BAD_USER_INPUT for a number that is not whole or not within its bounds. */
export function requireCount(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RequestError('BAD_USER_INPUT', `\`${name}\` must be from ${least} to ${most}.`);
}

/** Throws BAD_USER_INPUT for what is not the hash of a commit (7 to 64 hex digits, lower case). */
export function checkCommitSha(sha: string | null | undefined): string | null {
  if (sha === null || sha === undefined) return null;
  if (/^[0-9a-f]{7,64}$/.test(sha)) return sha;
  throw new RequestError('BAD_USER_INPUT', '`commitSha` must be 7 to 64 hexadecimal digits in lower case.');
}

const keyPattern = /^[A-Za-z0-9_.:-]{8,128}$/;

/** Throws BAD_USER_INPUT for a key that no client should have made. */
export function checkIdempotencyKey(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null;
  if (keyPattern.test(key)) return key;
  throw new RequestError('BAD_USER_INPUT', '`idempotencyKey` must be 8 to 128 of the characters A-Z a-z 0-9 _ . : -');
}
