import { closeSync, openSync, type Stats, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A lock of the operating system on a file. */
export interface FileLock {
  /** False if the file was removed or replaced: then the lock protects nothing. */
  isHeld(): boolean;
  release(): void;
}

const busy = 5;
const notADatabase = 26;

/**
 * Locks a file for as long as this process lives. Node has no API for file locks, but it includes SQLite, which uses
 * those of the system (fcntl, LockFileEx): the kernel releases the lock when the process ends, however it ends. The
 * file remains afterwards; only the lock on it counts, so it is never deleted.
 *
 * @returns null while another process, or another caller in this one, has the lock
 */
export function lockFile(path: string): FileLock | null {
  for (;;) {
    create(path);
    const before = identityOf(path);
    const database = lockDatabase(path);
    if (!database) return null;
    const after = identityOf(path);
    if (before && isSame(after, before))
      return { isHeld: () => isSame(identityOf(path), before), release: () => database.close() };
    database.close(); // It was replaced during the locking.
  }
}

function lockDatabase(path: string): DatabaseSync | null {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('pragma journal_mode = memory; begin exclusive');
    return database;
  } catch (error) {
    database?.close();
    const code = Number((error as { errcode?: number }).errcode) & 0xff;
    if (code === busy) return null;
    if (code !== notADatabase) throw error;
    throw new Error(`${path} is not a lock file. If no process uses the folder, delete the file.`, { cause: error });
  }
}

/** Only if it is missing: closing another handle of a locked file would release the lock (POSIX). */
function create(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

type Identity = Pick<Stats, 'dev' | 'ino'>;

const identityOf = (path: string): Identity | undefined => statSync(path, { throwIfNoEntry: false });

const isSame = (now: Identity | undefined, mine: Identity): boolean => now?.ino === mine.ino && now.dev === mine.dev;
