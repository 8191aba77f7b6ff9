import { createHash, randomBytes } from 'node:crypto';
import { requireCount } from './require.ts';

/** 256 random bits in hexadecimal, a form that the secret rules do not match: it passes wherever secrets are refused. */
export const newToken = (): string => randomBytes(32).toString('hex');

/** The stored hash of a claim token. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The lease in seconds: 5 to 3600. Defaults to 60. Throws BAD_USER_INPUT. */
export const requireLease = (asked: number | null | undefined): number =>
  requireCount('leaseSeconds', asked ?? 60, 5, 3_600);
