import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Records, outside this process, which processes it started. */
export interface Watch {
  started(pid: number, folder: string): void;
  ended(pid: number, folder: string): void;
  close(): Promise<void>;
}

/** Starts the reaper with the first process that it must track. */
export function openWatch(): Watch {
  let reaper: ChildProcess | undefined;

  function tell(message: object) {
    if (!reaper) {
      // In a separate group: Ctrl-C in a terminal goes to the worker's.
      reaper = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./reaper.ts'))], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
        env: {},
      });
      reaper.on('error', () => {});
      reaper.stdin?.on('error', () => {});
      reaper.unref();
      (reaper.stdin as unknown as { unref?: () => void } | null)?.unref?.();
    }
    reaper.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  return {
    started: (pid, folder) => tell({ started: pid, folder }),
    ended: (pid, folder) => tell({ ended: pid, folder }),
    async close() {
      if (!reaper || reaper.exitCode !== null) return;
      const gone = once(reaper, 'exit');
      reaper.stdin?.end();
      reaper.ref();
      await gone;
      reaper = undefined;
    },
  };
}
