import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/** Another process has the folder. */
export class FolderInUse extends Error {}

/**
 * Takes a folder for this process. What a killed process left behind is taken over.
 *
 * @param variable the environment variable that would name another folder, for the message
 * @returns how to give it back
 * @throws FolderInUse while another process is alive in it
 */
export async function takeFolder(folder: string, variable: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const lockfilePath = join(folder, 'lock');
  const ownerFile = join(folder, 'owner.pid');
  const take = () => lock(folder, { lockfilePath, stale: 30_000, update: 5_000, onCompromised: () => {} });
  const owner = async () => Number(await readFile(ownerFile, 'utf8').catch(() => '0'));
  const inUse = (pid: number) =>
    new FolderInUse(
      `Another process${pid ? ` (${pid})` : ''} has ${folder} open. Stop it first, or give this one a folder of its own with ${variable}.`,
    );

  const release = await take().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ELOCKED') throw error;
    const pid = await owner();
    if (pid === 0 || isAlive(pid)) throw inUse(pid);
    const left = `${lockfilePath}.${process.pid}`;
    await rename(lockfilePath, left).catch(() => {});
    await rm(left, { recursive: true, force: true });
    return take().catch(() => {
      throw inUse(0);
    });
  });

  // Two that took over at the same moment: the later one stays.
  await writeFile(ownerFile, String(process.pid));
  await pause(50);
  if ((await owner()) !== process.pid) throw inUse(await owner());

  return async () => {
    await rm(ownerFile, { force: true });
    await release().catch(() => {});
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
