import { describeFailure, type Log } from './log.ts';
import type { Report } from './report.ts';

const onceInMs = 60_000;

/** Writes down why something is away: each cause once a minute, not once for each of the requests that met it. */
export function outageLog(log: Log, now: () => number = Date.now): Report {
  const told = new Map<string, number>();
  return (error, correlationId) => {
    const cause = (error as Error).cause as Error & { code?: unknown };
    const which = `${(error as Error).message} ${cause.code ?? cause.message}`;
    const last = told.get(which);
    if (last !== undefined && now() - last < onceInMs) return;
    if (told.size > 100) told.clear();
    told.set(which, now());
    log.error({ failure: describeFailure(cause), correlationId }, (error as Error).message);
  };
}
