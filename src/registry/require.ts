import { hiddenTextProblems, isVisible } from '../../packages/manifest/values/hiddenText.ts';
import { Forbidden, RequestError } from '../errors.ts';
import { hasRole, type RegistryRole, requireUser, type User } from '../viewer.ts';
import { quoted } from './quoted.ts';
import type { Caller } from './services.ts';

/** The caller as a user with at least this role. Throws UNAUTHENTICATED or `Forbidden`, before any work is done. */
export function requireRole({ viewer }: Caller, minimum: RegistryRole, action: string): User {
  requireUser(viewer);
  if (!hasRole(viewer, minimum)) {
    const actual = viewer.role === null ? 'no role' : `"${viewer.role}"`;
    throw new Forbidden(`The role "${minimum}" is required to ${action}; your token has ${actual}.`);
  }
  return viewer;
}

/** The given namespace, or null. Throws BAD_USER_INPUT for a blank one, which is not the same as none. */
export function namedNamespace(namespace: string | null | undefined): string | null {
  if (namespace === null || namespace === undefined) return null;
  if (namespace.trim() !== '') return namespace;
  throw new RequestError(
    'BAD_USER_INPUT',
    '`namespace` must be a namespace such as "default". Omit it to use the default.',
  );
}

/** The namespace of a write. Throws Forbidden unless it is the caller's own. */
export function requireOwnNamespace(user: User, namespace: string | null | undefined): string {
  const named = namedNamespace(namespace);
  if (named !== null && named !== user.namespace) {
    throw new Forbidden(`Your token may write only to the namespace "${user.namespace}"; got ${quoted(named)}.`);
  }
  return user.namespace;
}

/** Throws BAD_USER_INPUT for text that is too long or blank, or contains control characters or a lone surrogate. */
export function requireText(name: string, value: string, maxLength: number): string {
  if (value.length <= maxLength && !value.isWellFormed()) {
    throw new RequestError(
      'BAD_USER_INPUT',
      `\`${name}\` contains a lone surrogate (half of a character). Send the whole character.`,
    );
  }
  const hidden = hiddenTextProblems(value.slice(0, maxLength)).find(({ severity }) => severity === 'error');
  if (hidden) throw new RequestError('BAD_USER_INPUT', `\`${name}\` ${hidden.message}`);
  if (value.length <= maxLength && isVisible(value) && !/[^\P{Cc}\n\t]/u.test(value)) return value;
  throw new RequestError(
    'BAD_USER_INPUT',
    `\`${name}\` must be 1 to ${maxLength} characters without control characters.`,
  );
}

/** Throws BAD_USER_INPUT for a number that is not an integer within its bounds. */
export function requireCount(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RequestError('BAD_USER_INPUT', `\`${name}\` must be from ${min} to ${max}.`);
}

/** Throws BAD_USER_INPUT unless it is the hash of a commit (7 to 64 lower-case hexadecimal digits). */
export function checkCommitSha(sha: string | null | undefined): string | null {
  if (sha === null || sha === undefined) return null;
  if (/^[0-9a-f]{7,64}$/.test(sha)) return sha;
  throw new RequestError('BAD_USER_INPUT', '`commitSha` must be 7 to 64 lower-case hexadecimal digits.');
}

const keyPattern = /^[A-Za-z0-9_.:-]{8,128}$/;

/** Throws BAD_USER_INPUT for an invalid idempotency key. */
export function checkIdempotencyKey(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null;
  if (keyPattern.test(key)) return key;
  throw new RequestError('BAD_USER_INPUT', '`idempotencyKey` must be 8 to 128 characters from A-Z a-z 0-9 _ . : -');
}
