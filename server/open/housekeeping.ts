import { cleanUp } from '../../src/registry/cleanUp.ts';
import type { Services } from '../../src/registry/services.ts';

const hourMs = 3_600_000;

/**
 * Cleans up about once an hour in a long-running process: at a random time in its first hour, then every 45 to 75
 * minutes, so that many gateways do not do it at once. A failure is logged, and repeated the next time.
 */
export function startHousekeeping(services: Pick<Services, 'db'>, report: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout;
  const after = (ms: number) => {
    timer = setTimeout(async () => {
      await cleanUp(services).catch(report);
      if (!stopped) after(hourMs * (0.75 + Math.random() / 2));
    }, ms);
    timer.unref();
  };
  let stopped = false;
  after(hourMs * Math.random());
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
