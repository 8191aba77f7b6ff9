import { insertConsoleLink, takeConsoleLink } from '../db/consoleLink.ts';
import { NotFound, RequestError } from '../errors.ts';
import { newToken } from './claimToken.ts';
import { requireCount, requireRole } from './require.ts';
import { hashOfCode, openToken, sealToken } from './sealedToken.ts';
import type { Caller, Services } from './services.ts';

export interface CreateConsoleLinkInput {
  /** 1 to 120, which is the default. */
  expiresInSeconds?: number | null;
}

/** A code that signs in to the console once. It is nowhere else: neither stored nor logged. */
export interface ConsoleLink {
  code: string;
  expiresAt: Date;
}

/**
 * Makes a code for which the token of the caller can be fetched once, within two minutes at most.
 *
 * @throws Forbidden for a user without a role; BAD_USER_INPUT for another time
 */
export async function createConsoleLink(
  { db }: Pick<Services, 'db'>,
  caller: Caller,
  { expiresInSeconds }: CreateConsoleLinkInput,
): Promise<ConsoleLink> {
  const user = requireRole(caller, 'viewer', 'make a link to the console');
  const seconds = requireCount('expiresInSeconds', expiresInSeconds ?? 120, 1, 120);
  const token = caller.token?.();
  if (!token) throw new Error('The request of a user has no token.');
  const code = newToken();
  const [stored] = await db.call(
    user,
    insertConsoleLink(hashOfCode(code), sealToken(code, token, 'console link'), seconds),
  );
  if (!stored) throw new Error('The link was not stored.');
  return { code, expiresAt: stored.expiresAt };
}

/**
 * The token for a code, which is no longer valid afterwards. Anyone may ask: the code is what is checked.
 *
 * @throws BAD_USER_INPUT for what is not a code; NotFound for one that is unknown, used or expired, without saying which
 */
export async function redeemConsoleLink(
  { db }: Pick<Services, 'db'>,
  { viewer }: Caller,
  code: string,
): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(code))
    throw new RequestError(
      'BAD_USER_INPUT',
      '`linkCode` must be the 64 hexadecimal digits after "#code=" in the link.',
    );
  const [taken] = await db.call(viewer, takeConsoleLink(hashOfCode(code)));
  if (!taken?.sealedToken)
    throw new NotFound(
      'The link was already used, has expired, or never existed. Make another with `registry console`.',
    );
  return openToken(code, Buffer.from(taken.sealedToken, 'hex'), 'console link');
}
