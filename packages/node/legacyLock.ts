import { readFile, rm, stat } from 'node:fs/promises';

/** Earlier versions used a folder as their lock, and touched it every 5 s. */
const freshMs = 30_000;

/**
 * Removes the lock of an earlier version of this program, unless its process is still running.
 *
 * @returns false while it is
 */
export async function removeLegacyLock(path: string, ownerFile: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return true;
  const pid = Number.parseInt(await readFile(ownerFile, 'utf8').catch(() => ''), 10);
  if (Date.now() - found.mtimeMs < freshMs && isAlive(pid)) return false;
  await rm(path, { recursive: true, force: true });
  return true;
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
