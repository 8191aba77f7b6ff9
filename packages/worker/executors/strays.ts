import { readdir, readFile, readlink } from 'node:fs/promises';

/** How often is looked again: what is killed may have started others a moment before. */
const maxRounds = 20;

/**
 * Kills the processes that a step left running outside of its process group, as `setsid` and browsers do: they inherited
 * its folder as their `TMPDIR`, or run in it. Linux only; elsewhere there is no way to find them.
 */
export async function killStrays(folder: string): Promise<void> {
  for (let round = 0; round < maxRounds; round += 1) {
    const pids = await straysOf(folder);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended, or is another user's.
      }
    }
  }
}

/** The processes of this user that belong to a step's folder; those that have ended have neither files. */
async function straysOf(folder: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(pids.map((pid) => belongs(pid, folder)));
  return pids.filter((_, index) => found[index]).map(Number);
}

async function belongs(pid: string, folder: string): Promise<boolean> {
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  if (cwd === folder || cwd.startsWith(`${folder}/`)) return true;
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').includes(`TMPDIR=${folder}`);
}
