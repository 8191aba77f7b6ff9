import type { Transaction } from '../db/database.ts';

/** Runs statements as the viewer: a transaction, or the reads of a request. */
export type Reader = Pick<Transaction, 'run'>;
