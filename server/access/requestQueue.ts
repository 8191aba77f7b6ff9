import { createCongestion } from './congestion.ts';
import { createLane } from './lane.ts';
import type { RateLimitKey } from './rateLimiter.ts';
import { createTurns } from './turns.ts';
import { keyOf, type WaitingLimits } from './waitingCallers.ts';

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
 * An operation of this cost or more is heavy: several nested lists, or longer ones. It may take a hundred times as long as a
 * small one, so heavy operations wait for each other, and small ones for none of them. One list of ordinary pages in a list,
 * each item with its current version, costs about 1,100 and takes 4 ms: it is not heavy.
 */
export const heavyCost = 1_500;

/**
 * A caller is heavy when it spent more than this in about the last ten seconds, and more than twice as much as another one
 * that was there within the last second. While the process is busy, requests of heavy callers begin one after another, and
 * their operations of this cost or more wait with the heavy ones, of which one runs at a time.
 */
export const heavySpending = 5_000;
export const heavyCostOfHeavyCallers = 100;
/** How long a caller is said to be there after its last request, in milliseconds. */
const presenceMs = 1_000;

/** Operations of all transports that run or wait. */
export interface RequestQueue {
  /**
   * Before anything of a request is read: waits for the turn of a heavy caller while the process is busy.
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

export interface RequestQueueOptions {
  limits?: RequestQueueLimits;
  /** What a caller spent in about the last ten seconds. */
  spentLately?: ((caller: RateLimitKey) => number) | undefined;
  /** Whether the process is busy. */
  isBusy?: () => boolean;
}

/** Bounds what runs and what waits: small operations and heavy ones in a lane each, so that these take no place of those. */
export function createRequestQueue({
  limits = requestQueueLimits,
  spentLately = () => 0,
  isBusy = createCongestion(),
}: RequestQueueOptions = {}): RequestQueue {
  /** Of the callers of the last second, the one that spent least. */
  const lightest = { key: '', spent: 0, at: Number.NEGATIVE_INFINITY };
  const turns = createTurns({ ...limits, spentLately });
  const small = createLane({ ...limits, spentLately });
  const heavy = createLane({ ...limits, running: limits.heavy, spentLately, isPaced: () => isBusy() && hasLightest() });

  const hasLightest = () => performance.now() - lightest.at < presenceMs;
  const isHeavy = (caller: RateLimitKey, spent = spentLately(caller)) =>
    spent > Math.max(heavySpending, 2 * lightest.spent) && hasLightest() && keyOf(caller) !== lightest.key;

  function note(caller: RateLimitKey, spent: number): void {
    const key = keyOf(caller);
    if (key !== lightest.key && spent > lightest.spent && hasLightest()) return;
    Object.assign(lightest, { key, spent, at: performance.now() });
  }

  return {
    arrive(caller) {
      const spent = spentLately(caller);
      note(caller, spent);
      return isBusy() && isHeavy(caller, spent) ? turns.wait(caller) : undefined;
    },
    // Its cost is not known yet: where heavy operations wait, a small one may still run.
    isFull: small.isFull,
    enter(caller, cost) {
      const isLarge = cost >= heavyCost || (cost >= heavyCostOfHeavyCallers && isBusy() && isHeavy(caller));
      return (isLarge ? heavy : small).enter(caller);
    },
    use() {
      const [one, other] = [small.use(), heavy.use()];
      return { running: one.running + other.running, waiting: one.waiting + other.waiting + turns.count() };
    },
  };
}
