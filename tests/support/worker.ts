import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openWorker, type Worker, type WorkerOptions } from '../../packages/worker/index.ts';

/** Everything that a worker logged. */
export function listeningLog() {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  return { lines, log: { info: say, warn: say, error: say } };
}

/** A worker with short retry intervals. */
export const openTestWorker = (options: WorkerOptions): Promise<Worker> =>
  openWorker({ backoff: { firstMs: 20, maxMs: 200 }, ...options });

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'nofx-worker-'));

/** Waits without a limit: the timeout of the test ends it. */
export async function until<Value>(look: () => Promise<Value> | Value): Promise<NonNullable<Value>> {
  for (;;) {
    const value = await look();
    if (value) return value;
    await pause(20);
  }
}
