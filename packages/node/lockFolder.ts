import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockFile } from './fileLock.ts';
import { removeLegacyLock } from './legacyLock.ts';
import { folderUnusable, makeFolder } from './makeFolder.ts';

/** Another process has locked the folder. */
export class FolderInUse extends Error {}

/** The lock of the folder was removed or replaced while this process held it: another may be using the folder. */
export class FolderLost extends Error {}

/** A folder that is locked for this process. */
export interface TakenFolder {
  /**
   * Aborted, with a FolderLost as its reason, when the lock no longer belongs to this process. Then nothing may be
   * written.
   */
  readonly lost: AbortSignal;
  /** Throws FolderLost when the lock no longer belongs to this process. Cheap: call it before each write. */
  assertHeld(): void;
  /** Releases the folder. */
  release(): Promise<void>;
}

const checkEveryMs = 500;

/**
 * Locks a folder for this process with a lock of the operating system: it is held exactly as long as the process lives,
 * even while it is suspended or its machine sleeps, and released immediately when it dies.
 *
 * @param variable the environment variable that selects another folder, for the message
 * @throws FolderInUse while another process has it; FolderUnusable when nothing can be written there
 */
export async function lockFolder(folder: string, variable: string): Promise<TakenFolder> {
  await makeFolder(folder, variable);
  const path = join(folder, 'lock');
  const ownerFile = join(folder, 'owner.pid');
  if (!(await removeLegacyLock(path, ownerFile))) throw await inUse(folder, ownerFile, variable);
  const lock = lockOf(path, folder, variable);
  if (!lock) throw await inUse(folder, ownerFile, variable);
  await writeFile(ownerFile, `${process.pid}\n${hostname()}\n`);

  const lost = new AbortController();
  const check = () => {
    if (lost.signal.aborted || lock.isHeld()) return;
    clearInterval(timer);
    lost.abort(
      new FolderLost(
        `The lock of ${folder} was removed or replaced while this process (${process.pid}) used it; another process may use the folder now. Start again, and leave ${path} alone while a process is running.`,
      ),
    );
  };
  const timer = setInterval(check, checkEveryMs).unref();

  return {
    lost: lost.signal,
    assertHeld() {
      check();
      lost.signal.throwIfAborted();
    },
    async release() {
      clearInterval(timer);
      if (lock.isHeld()) await rm(ownerFile, { force: true });
      lock.release();
    },
  };
}

function lockOf(path: string, folder: string, variable: string) {
  try {
    return lockFile(path);
  } catch (error) {
    throw folderUnusable(folder, variable, error);
  }
}

/** The description that the holder wrote of itself: for the message only, no decision depends on it. */
async function inUse(folder: string, ownerFile: string, variable: string): Promise<FolderInUse> {
  const [pid, host] = (await readFile(ownerFile, 'utf8').catch(() => '')).split('\n');
  const named = pid && (host && host !== hostname() ? ` (${pid} on ${host})` : ` (${pid})`);
  return new FolderInUse(
    `Another process${named} has ${folder} open. Stop it first, or give this one a folder of its own with ${variable}.`,
  );
}
