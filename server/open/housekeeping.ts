import { cleanUp } from '../../src/registry/cleanUp.ts';
import type { Services } from '../../src/registry/services.ts';
import { timeOutSteps } from '../../src/registry/timeOutSteps.ts';

const hourMs = 3_600_000;
const timeoutsMs = 5_000;

/**
 * Cleans up about once an hour in a long-running process: at a random time in its first hour, then every 45 to 75
 * minutes, so that many gateways do not do it at once. A failure is logged, and repeated the next time.
 */
export function startHousekeeping(services: Pick<Services, 'db'>, report: (error: unknown) => void): () => void {
  return repeat(hourMs * Math.random(), hourMs, () => cleanUp(services).catch(report));
}

/**
 * Ends steps that have timed out about every 5 seconds, because no worker may be there that asks for steps. A failure is
 * reported, and repeated the next time.
 */
export function startTimeouts(services: Pick<Services, 'db'>, report: (error: unknown) => void): () => void {
  return repeat(timeoutsMs, timeoutsMs, () => timeOutSteps(services).catch(report));
}

/** Repeats the work after 75 to 125 % of `everyMs`, never while it is in progress. Returns what stops it. */
function repeat(firstMs: number, everyMs: number, work: () => Promise<unknown>): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const after = (ms: number) => {
    timer = setTimeout(async () => {
      await work();
      if (!stopped) after(everyMs * (0.75 + Math.random() / 2));
    }, ms);
    timer.unref();
  };
  after(firstMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
