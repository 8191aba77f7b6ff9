import { Overloaded } from './overloaded.ts';
import type { RateLimitKey } from './rateLimiter.ts';
import { createWaitingCallers, type WaitingLimits } from './waitingCallers.ts';

export interface Turns {
  /** Waits for the turn of a request. @throws Overloaded when too many wait, or the wait takes too long */
  wait(caller: RateLimitKey): Promise<void>;
  /** Requests that wait. */
  count(): number;
}

export interface TurnsOptions extends WaitingLimits {
  spentLately?: ((caller: RateLimitKey) => number) | undefined;
  now?: () => number;
}

/** A turn after which the next one need not rest, in milliseconds; and how many requests may begin in one, at most. */
const quickMs = 5;
const mostAtOnce = 64;
/** The longest rest, in milliseconds. */
export const mostRestMs = 100;

/**
 * Lets requests begin one after another, so that what each does at once (parsing, validating, refusing) does not add up
 * before anything else gets a turn of the event loop. After a long turn it rests as long as that took: others have half of
 * the time. After quick turns, more requests begin at once, so that these are not slowed down.
 */
export function createTurns({ spentLately, now = () => performance.now(), ...limits }: TurnsOptions): Turns {
  const waiting = createWaitingCallers(limits, spentLately);
  let isRunning = false;
  let atOnce = 1;

  function begin(): void {
    const startedAt = now();
    for (let begun = 0; begun < atOnce && waiting.admitNext(); begun += 1);
    // What begins does so in this round of the event loop; a body that was read already, in the next.
    setImmediate(() => setImmediate(() => goOn(now() - startedAt)));
  }

  function goOn(ms: number): void {
    atOnce = ms < quickMs ? Math.min(atOnce * 2, mostAtOnce) : 1;
    if (ms >= quickMs) setTimeout(next, Math.min(ms, mostRestMs));
    else next();
  }

  function next(): void {
    isRunning = waiting.count() > 0;
    if (isRunning) begin();
  }

  return {
    async wait(caller) {
      if (waiting.isFull(caller)) throw new Overloaded();
      const turn = waiting.wait(caller);
      if (!isRunning) next();
      return turn;
    },
    count: waiting.count,
  };
}
