import { createHash, randomBytes } from 'node:crypto';
import { requireCount } from './require.ts';

/** 256 random bits as hex, which is in no well-known form of a secret: it passes wherever those are refused. */
export const newToken = (): string => randomBytes(32).toString('hex');

/** What is kept of a token. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** How many seconds a claim is to last: 5 to 3600, 60 unless told. Throws BAD_USER_INPUT. */
export const requireLease = (asked: number | null | undefined): number =>
  requireCount('leaseSeconds', asked ?? 60, 5, 3_600);
