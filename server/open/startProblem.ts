import { FolderUnusable } from '../../packages/node/makeFolder.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { whyNoConnection } from '../../src/db/noConnection.ts';
import { RequestError } from '../../src/errors.ts';
import { DataDirInUse } from './dataDir.ts';
import { EnvError } from './env.ts';

/** Why the start failed, for the operator: a sentence with a remedy, without a stack. */
export function startProblem(error: unknown): string {
  if (!(error instanceof Error)) return `The registry did not start: ${String(error)}`;
  if (error instanceof RequestError) return whyNoConnection(error);
  if ([EnvError, DataDirInUse, FolderUnusable, DatabaseUnfit].some((known) => error instanceof known)) {
    return error.message;
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  const hint = (syscall === 'listen' || syscall?.startsWith('getaddrinfo') ? listening : system)[code ?? ''];
  if (code === 'EADDRINUSE') return `Something else listens there already (${error.message}). Choose another PORT.`;
  return `The registry did not start: ${error.message.replace(/\.?$/, '.')}${hint ? ` ${hint}` : ''}`;
}

const listening: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0.',
  ENOTFOUND: 'HOST must be an address of this machine, or a name that leads to one.',
  EAI_AGAIN: 'HOST must be an address of this machine, or a name that leads to one.',
  EACCES: 'This user may not listen on that PORT; choose one above 1023.',
};

const system: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space.',
  EROFS: 'The file system is read-only: name another folder with REGISTRY_DATA_DIR.',
  EACCES: 'This user may not write there: name another folder with REGISTRY_DATA_DIR, or change its owner.',
  EPERM: 'This user may not write there: name another folder with REGISTRY_DATA_DIR, or change its owner.',
};
