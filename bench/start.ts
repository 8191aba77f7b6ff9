import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startGateway } from '../tests/support/gateway.ts';
import { memoryOf } from '../tests/support/memoryOf.ts';
import { cpuOf } from './cpu.ts';
import { median } from './load.ts';

/** Starts of one sort, with medians of them. */
export interface Started {
  name: string;
  starts: number;
  /** Until it listens. */
  seconds: number;
  /** CPU seconds of the process until it listens. */
  cpu: number;
  /** Resident memory five seconds later, without a request. */
  megabytes: number;
}

const starts = 5;

/**
 * Starts the gateway as users do: on a native database that is migrated, on a new embedded one, and on the same one again.
 * What Node keeps of compiled modules is there, except at the first start of all, which is not counted.
 */
export async function measureStart(databaseUrl: string, folder: string): Promise<Started[]> {
  const native = { DATABASE_URL: databaseUrl, REGISTRY_PUBLISH_SHARED: 'off' };
  const started: Started[] = [];
  const measure = async (name: string, turns: number, data: (turn: number) => string, env = {}) => {
    const each: Omit<Started, 'name' | 'starts'>[] = [];
    for (let turn = 0; turn < turns; turn += 1) each.push(await startOnce(join(folder, data(turn)), env));
    const of = (key: 'seconds' | 'cpu' | 'megabytes') => median(each.map((one) => one[key]));
    started.push({ name, starts: turns, seconds: of('seconds'), cpu: of('cpu'), megabytes: of('megabytes') });
  };
  await startOnce(join(folder, 'warm-up'), native);
  await measure('native database', starts, () => 'native', native);
  await measure('embedded, for the first time', 1, () => 'embedded');
  await measure('embedded, again', starts, () => 'embedded');
  return started;
}

async function startOnce(dataDir: string, env: Record<string, string>): Promise<Omit<Started, 'name' | 'starts'>> {
  await mkdir(dataDir, { recursive: true });
  const begun = performance.now();
  const gateway = await startGateway(dataDir, env);
  const { pid = 0 } = gateway.process;
  const seconds = (performance.now() - begun) / 1_000;
  const cpu = await cpuOf(pid);
  await pause(5_000);
  const megabytes = await memoryOf(pid);
  await gateway.end('SIGTERM');
  return { seconds, cpu, megabytes };
}
