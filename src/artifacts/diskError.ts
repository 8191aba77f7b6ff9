import { RequestError } from '../errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the registry is full; nothing was written. Try again later: its operator must free space first.',
  EDQUOT: 'The disk quota of the registry is used up; nothing was written. Its operator must free space first.',
  EROFS: 'The disk of the registry is read-only right now; nothing was written. Try again later.',
  EMFILE: 'The registry has too many files open right now. Try again.',
  ENFILE: 'The registry has too many files open right now. Try again.',
  EACCES: 'The registry may not write its files; nothing was written. Its operator finds the reason in the log.',
  EPERM: 'The registry may not write its files; nothing was written. Its operator finds the reason in the log.',
  EIO: 'The disk of the registry failed. Its operator finds the reason in the log.',
};

/** What the disk refused, as UNAVAILABLE with what to do; anything else as it was. For callers no path is named. */
export function explainDisk(error: unknown): never {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason) throw new RequestError('UNAVAILABLE', reason, { cause: error });
  throw error;
}
