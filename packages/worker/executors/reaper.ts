import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { signalGroup } from './group.ts';
import { killStrays } from './strays.ts';

/**
 * A separate process that outlives the worker by a moment. It receives the ids of the processes that the worker
 * started; when the worker dies, it ends those that are left, so that a step is not executed twice concurrently when
 * another worker claims it.
 */
const left = new Map<number, string>();

process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const { started, ended, folder } = JSON.parse(line) as { started?: number; ended?: number; folder: string };
  if (started !== undefined) left.set(started, folder);
  if (ended !== undefined) left.delete(ended);
}

for (const pid of left.keys()) signalGroup(pid, 'SIGTERM');
if (left.size > 0) await pause(1_000);
for (const pid of left.keys()) signalGroup(pid, 'SIGKILL');
// All are ended before the first folder is removed, which may take long, or fail.
for (const folder of left.values()) await killStrays(folder);
for (const folder of left.values()) await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
process.exit(0);
