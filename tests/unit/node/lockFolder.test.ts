import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, FolderLost, lockFolder } from '../../../packages/node/lockFolder.ts';
import { FolderUnusable } from '../../../packages/node/makeFolder.ts';

const script = fileURLToPath(new URL('../../fixtures/processes/holdFolder.ts', import.meta.url));

describe('the lock of a folder', () => {
  let folder: string;
  const running: ChildProcess[] = [];

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'nofx-lock-')), 'data');
  });
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  /** Starts a process that locks the folder; resolves with its first line. */
  async function start() {
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async () => (await lines.next()).value as string | undefined;
    return { child, said: await next(), next };
  }
  async function end(child: ChildProcess, signal: NodeJS.Signals) {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  it('stays with a process that is suspended, however long, and names it', async () => {
    const { child, said } = await start();
    expect(said).toBe('taken');
    child.kill('SIGSTOP');
    // As old as after the sleep of a laptop.
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['lock', 'owner.pid']) await utimes(join(folder, name), longAgo, longAgo);
    expect((await start()).said).toBe(
      `refused: Another process (${child.pid}) has ${folder} open. Stop it first, or give this one a folder of its own with SOME_FOLDER.`,
    );
    child.kill('SIGCONT');
    await pause(1_200);
    expect(child.exitCode).toBe(null);
    expect((await start()).said).toMatch(/^refused: /);
  });

  it('is released when its process is killed', async () => {
    const first = await start();
    await end(first.child, 'SIGKILL');
    expect((await start()).said).toBe('taken');
  });

  it('is free when the recorded process id belongs to another process now', async () => {
    const first = await start();
    await end(first.child, 'SIGKILL');
    await writeFile(join(folder, 'owner.pid'), `${process.pid}\n`);
    expect((await start()).said).toBe('taken');
  });

  it.each(['an empty folder', 'what a killed process left'])(
    'goes to exactly one of eight concurrent callers: %s',
    async (what) => {
      if (what !== 'an empty folder') await end((await start()).child, 'SIGKILL');
      const said = (await Promise.all(Array.from({ length: 8 }, start))).map((each) => each.said ?? '');
      expect(said.filter((line) => line === 'taken')).toHaveLength(1);
      expect(said.filter((line) => line.startsWith('refused: Another process'))).toHaveLength(7);
    },
  );

  it.each<[string, (lock: string) => Promise<void>]>([
    ['the lock is deleted', (lock) => rm(lock)],
    [
      'the lock is replaced',
      async (lock) => {
        await writeFile(`${lock}.new`, '');
        await rename(`${lock}.new`, lock);
      },
    ],
    ['the folder is deleted', (lock) => rm(join(lock, '..'), { recursive: true })],
    ['the folder is moved', (lock) => rename(join(lock, '..'), join(lock, '..', '..', 'moved'))],
  ])('is lost, with a notification to its process, when %s', async (_, happens) => {
    const { child, next } = await start();
    const ended = once(child, 'exit');
    await happens(join(folder, 'lock'));
    expect(await next()).toMatch(/^lost: The lock of .* was removed or replaced while this process \(\d+\) used it/);
    expect(await ended).toEqual([1, null]);
  });

  it('is refused to another caller in the same process, and free after its release', async () => {
    const taken = await lockFolder(folder, 'SOME_FOLDER');
    await expect(lockFolder(folder, 'SOME_FOLDER')).rejects.toThrow(FolderInUse);
    expect((await start()).said).toMatch(/^refused: /);
    await taken.release();
    const again = await lockFolder(folder, 'SOME_FOLDER');
    again.assertHeld();
    await rm(join(folder, 'lock'));
    expect(() => again.assertHeld()).toThrow(FolderLost);
    expect(again.lost.aborted).toBe(true);
    await again.release();
  });

  it('respects the lock of an earlier version while its process runs, and only then', async () => {
    await mkdir(join(folder, 'lock'), { recursive: true });
    await writeFile(join(folder, 'owner.pid'), String(process.pid));
    await expect(lockFolder(folder, 'SOME_FOLDER')).rejects.toThrow(`Another process (${process.pid}) has`);
    await writeFile(join(folder, 'owner.pid'), '999999999');
    await (await lockFolder(folder, 'SOME_FOLDER')).release();
  });

  it.each<[string, (folder: string) => Promise<string>, RegExp]>([
    [
      'it is a file',
      async (path) => {
        await writeFile(path, '');
        return path;
      },
      / is a file, not a folder\. Name another folder with SOME_FOLDER\.$/,
    ],
    [
      'it is below a file',
      async (path) => {
        await writeFile(path, '');
        return join(path, 'deeper');
      },
      / below, a file and not a folder\. Name another folder/,
    ],
    ['the system cannot create it', async () => '/proc/registry', /^\/proc\/registry cannot be used: .*ENOENT/],
    [
      'its lock is not a file',
      async (path) => {
        await mkdir(path);
        await writeFile(join(path, 'lock'), 'not a lock file at all '.repeat(100));
        return path;
      },
      /lock is not a lock file\. If no process uses the folder, delete the file\. Name another folder/,
    ],
  ])('is refused with an explanation when %s', async (_, make, sentence) => {
    const problem = await lockFolder(await make(folder), 'SOME_FOLDER').catch((error) => error);
    expect(problem).toBeInstanceOf(FolderUnusable);
    expect(problem.message).toMatch(sentence);
  });
});
