import { Overloaded } from './overloaded.ts';
import type { RateLimitKey } from './rateLimiter.ts';
import { createTurns } from './turns.ts';
import { createWaitingCallers, type WaitingLimits } from './waitingCallers.ts';

export interface RequestQueueLimits extends WaitingLimits {
  /** Small operations that run at once, and heavy ones. */
  running: number;
  heavy: number;
}

/**
 * More run at once than there are searches that wait for each other (`searchGate.ts`), so that these never take all
 * places. An operation waits about as long as 256 others take to run: what would wait longer is better told to come back.
 *
 * Of heavy operations two run, so that one has the database while the answer of the other is written.
 */
export const requestQueueLimits: RequestQueueLimits = {
  running: 60,
  heavy: 2,
  waiting: 256,
  perCaller: 128,
  timeoutMs: 5_000,
};

/**
 * An operation of this cost or more is heavy: many nested lists, or several at once. It may take a
 * hundred times as long as a small one, so heavy operations wait for each other, and small ones for none of them.
 */
export const heavyCost = 1_000;

/**
 * A caller that spent more than this in about the last ten seconds is heavy. While there are others, its requests begin one
 * after another, and operations of a tenth of the heavy cost wait with the heavy ones.
 */
export const heavySpending = 20_000;
const heavyCostOfHeavyCallers = heavyCost / 10;
/** How long a caller that is not heavy is said to be there after its last request, in milliseconds. */
const presenceMs = 1_000;

/** Operations of all transports that run or wait. */
export interface RequestQueue {
  /**
   * Before anything of a request is read: waits for the turn of a heavy caller while there are others.
   *
   * @returns undefined where there is nothing to wait for
   * @throws Overloaded when too many wait, or the wait takes too long
   */
  arrive(caller: RateLimitKey): Promise<void> | undefined;
  /** Whether an operation of this caller would be refused now: worth knowing before its body is read. */
  isFull(caller: RateLimitKey): boolean;
  /**
   * Waits for a place. The returned function gives it back.
   *
   * @param cost of the operation
   * @throws Overloaded when too many wait, or the wait takes too long
   */
  enter(caller: RateLimitKey, cost: number): Promise<() => void>;
  /** Operations that run, and that wait. */
  use(): { running: number; waiting: number };
}

/**
 * Bounds what runs and what waits: small operations and heavy ones in a lane each, so that these take no place of those.
 *
 * @param spentLately what a caller spent in about the last ten seconds
 */
export function createRequestQueue(
  limits: RequestQueueLimits = requestQueueLimits,
  spentLately: (caller: RateLimitKey) => number = () => 0,
): RequestQueue {
  const small = createLane(limits);
  const heavy = createLane({ ...limits, running: limits.heavy });
  const turns = createTurns(limits);
  let othersUntil = 0;

  const isHeavy = (caller: RateLimitKey) => spentLately(caller) > heavySpending;
  const hasOthers = () => performance.now() < othersUntil;

  return {
    arrive(caller) {
      if (isHeavy(caller)) return hasOthers() ? turns.wait(caller) : undefined;
      othersUntil = performance.now() + presenceMs;
      return undefined;
    },
    // Its cost is not known yet: where heavy operations wait, a small one may still run.
    isFull: small.isFull,
    enter(caller, cost) {
      const waitsWithHeavy = cost >= heavyCost || (cost >= heavyCostOfHeavyCallers && hasOthers() && isHeavy(caller));
      return (waitsWithHeavy ? heavy : small).enter(caller);
    },
    use() {
      const [one, other] = [small.use(), heavy.use()];
      return { running: one.running + other.running, waiting: one.waiting + other.waiting + turns.count() };
    },
  };
}

interface Lane {
  isFull(caller: RateLimitKey): boolean;
  enter(caller: RateLimitKey): Promise<() => void>;
  use(): { running: number; waiting: number };
}

function createLane(limits: Omit<RequestQueueLimits, 'heavy'>): Lane {
  const waiting = createWaitingCallers(limits);
  let running = 0;

  const isFull = (caller: RateLimitKey) => running >= limits.running && waiting.isFull(caller);

  /** A place is given back once, however often that is said. */
  function place(): () => void {
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      if (!waiting.admitNext()) running -= 1;
    };
  }

  return {
    isFull,
    async enter(caller) {
      if (isFull(caller)) throw new Overloaded();
      if (running >= limits.running) await waiting.wait(caller);
      else running += 1;
      return place();
    },
    use: () => ({ running, waiting: waiting.count() }),
  };
}
