import { Overloaded } from './overloaded.ts';
import type { RateLimitKey } from './rateLimiter.ts';

export interface RequestQueueLimits {
  /** Small operations that run at once, and heavy ones. */
  running: number;
  heavy: number;
  /** Operations that wait, and how many of them may be one caller's. */
  waiting: number;
  perCaller: number;
  /** The longest wait, in milliseconds. */
  timeoutMs: number;
}

/**
 * More run at once than there are searches that wait for each other (`searchGate.ts`), so that these never take all
 * places. An operation waits about as long as 256 others take to run: what would wait longer is better told to come back.
 */
export const requestQueueLimits: RequestQueueLimits = {
  running: 60,
  heavy: 4,
  waiting: 256,
  perCaller: 128,
  timeoutMs: 5_000,
};

/**
 * An operation of this cost or more is heavy: many nested lists, or several at once. It may take a
 * hundred times as long as a small one, so heavy operations wait for each other, and small ones for none of them.
 */
export const heavyCost = 1_000;

/** Operations of all transports that run or wait. */
export interface RequestQueue {
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
 */
export function createRequestQueue(limits: RequestQueueLimits = requestQueueLimits): RequestQueue {
  const small = createLane(limits);
  const heavy = createLane({ ...limits, running: limits.heavy });
  return {
    // Its cost is not known yet: where heavy operations wait, a small one may still run.
    isFull: small.isFull,
    enter: (caller, cost) => (cost >= heavyCost ? heavy : small).enter(caller),
    use() {
      const [one, other] = [small.use(), heavy.use()];
      return { running: one.running + other.running, waiting: one.waiting + other.waiting };
    },
  };
}

type Lane = Omit<RequestQueue, 'enter'> & { enter(caller: RateLimitKey): Promise<() => void> };

/**
 * Callers take turns: one that sends a hundred operations at once waits for its own, while another one's only operation is
 * next but for the number of callers.
 */
function createLane(limits: Omit<RequestQueueLimits, 'heavy'>): Lane {
  /** Who waits, in the order of their turns; each with what waits. */
  const callers = new Map<string, Set<() => void>>();
  let running = 0;
  let waiting = 0;

  const keyOf = ({ budget, id }: RateLimitKey) => `${budget}:${id}`;
  const isFull = (key: string) =>
    running >= limits.running && (waiting >= limits.waiting || (callers.get(key)?.size ?? 0) >= limits.perCaller);

  function remove(key: string, go: () => void): void {
    const own = callers.get(key);
    if (!own?.delete(go)) return;
    waiting -= 1;
    if (own.size === 0) callers.delete(key);
  }

  function leave(): void {
    const [turn] = callers;
    if (!turn) {
      running -= 1;
      return;
    }
    const [key, own] = turn;
    const [go] = own;
    if (!go) throw new Error('A caller without anything that waits.');
    remove(key, go);
    if (own.size > 0) {
      callers.delete(key); // To the end: the others are next.
      callers.set(key, own);
    }
    go();
  }

  /** A place is given back once, however often that is said. */
  function place(): () => void {
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      leave();
    };
  }

  function wait(key: string): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const own = callers.get(key) ?? new Set<() => void>();
      callers.set(key, own);
      const timer = setTimeout(() => {
        remove(key, go);
        reject(new Overloaded());
      }, limits.timeoutMs);
      const go = () => {
        clearTimeout(timer);
        resolve(place());
      };
      own.add(go);
      waiting += 1;
    });
  }

  return {
    isFull: (caller) => isFull(keyOf(caller)),
    async enter(caller) {
      const key = keyOf(caller);
      if (isFull(key)) throw new Overloaded();
      if (running >= limits.running) return wait(key);
      running += 1;
      return place();
    },
    use: () => ({ running, waiting }),
  };
}
