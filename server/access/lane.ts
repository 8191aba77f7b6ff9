import { Overloaded } from './overloaded.ts';
import type { RateLimitKey } from './rateLimiter.ts';
import { mostRestMs } from './turns.ts';
import { createWaitingCallers, type WaitingLimits } from './waitingCallers.ts';

export interface LaneOptions extends WaitingLimits {
  /** Operations that run at once. */
  running: number;
  spentLately?: ((caller: RateLimitKey) => number) | undefined;
  /** Whether one runs at a time for now, and the next one begins after a rest as long as that took. */
  isPaced?: () => boolean;
}

export interface Lane {
  isFull(caller: RateLimitKey): boolean;
  /** @throws Overloaded when too many wait, or the wait takes too long */
  enter(caller: RateLimitKey): Promise<() => void>;
  use(): { running: number; waiting: number };
}

/** Operations that run at once, up to a number, and others that wait for a place. */
export function createLane({ running: most, spentLately, isPaced = () => false, ...limits }: LaneOptions): Lane {
  const waiting = createWaitingCallers(limits, spentLately);
  let running = 0;
  let resting: NodeJS.Timeout | undefined;

  const mayRun = () => !resting && running < (isPaced() ? 1 : most);
  const isFull = (caller: RateLimitKey) => !mayRun() && waiting.isFull(caller);

  function admit(): void {
    while (mayRun() && waiting.admitNext()) running += 1;
  }

  function rest(ms: number): void {
    resting ??= setTimeout(() => {
      resting = undefined;
      admit();
    }, ms);
  }

  /** A place is given back once, however often that is said. */
  function place(): () => void {
    const startedAt = performance.now();
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      running -= 1;
      if (isPaced()) rest(Math.min(performance.now() - startedAt, mostRestMs));
      else admit();
    };
  }

  return {
    isFull,
    async enter(caller) {
      if (isFull(caller)) throw new Overloaded();
      if (mayRun() && waiting.count() === 0) running += 1;
      else await waiting.wait(caller);
      return place();
    },
    use: () => ({ running, waiting: waiting.count() }),
  };
}
