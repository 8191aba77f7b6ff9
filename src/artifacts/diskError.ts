import { StorageUnavailable } from '../errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the registry is full; nothing was written. Try again after its operator has freed space.',
  EDQUOT:
    'The disk quota of the registry is exceeded; nothing was written. Try again after its operator has freed space.',
  EROFS:
    'The disk of the registry is read-only; nothing was written. Try again later. Its operator finds the reason in the server logs.',
  EMFILE: 'The registry has too many open files. Try again.',
  ENFILE: 'The registry has too many open files. Try again.',
  EACCES:
    'The registry is not allowed to write its files; nothing was written. Its operator finds the reason in the server logs.',
  EPERM:
    'The registry is not allowed to write its files; nothing was written. Its operator finds the reason in the server logs.',
  ENOTDIR:
    'The registry cannot open the folder of its files; nothing was written. Its operator finds the reason in the server logs.',
  EIO: 'The disk of the registry failed. Its operator finds the reason in the server logs.',
};

/** Throws disk errors as UNAVAILABLE with a remedy and without paths, and other errors unchanged. */
export function explainDisk(error: unknown): never {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason) throw new StorageUnavailable(reason, { cause: error });
  throw error;
}
