import { Overloaded } from './overloaded.ts';
import type { RateLimitKey } from './rateLimiter.ts';

export interface WaitingLimits {
  /** What waits, and how much of it may be one caller's. */
  waiting: number;
  perCaller: number;
  /** The longest wait, in milliseconds. */
  timeoutMs: number;
}

export interface WaitingCallers {
  /** Whether no more of this caller may wait. */
  isFull(caller: RateLimitKey): boolean;
  /** @throws Overloaded when the wait takes too long */
  wait(caller: RateLimitKey): Promise<void>;
  /** Ends the wait of the caller whose turn it is. False where none waits. */
  admitNext(): boolean;
  count(): number;
}

interface Waiting {
  readonly caller: RateLimitKey;
  readonly own: Set<() => void>;
}

/**
 * Next is the caller that spent least. Those that spent the same take turns: one that sends a hundred requests at once
 * waits for its own, while another one's only request is next but for the number of callers.
 */
export function createWaitingCallers(
  limits: WaitingLimits,
  spentLately: (caller: RateLimitKey) => number = () => 0,
): WaitingCallers {
  /** In the order of their turns; each with what waits. */
  const callers = new Map<string, Waiting>();
  let count = 0;

  function remove(key: string, go: () => void): void {
    const own = callers.get(key)?.own;
    if (!own?.delete(go)) return;
    count -= 1;
    if (own.size === 0) callers.delete(key);
  }

  function next(): [string, Waiting] | undefined {
    let found: [string, Waiting] | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const each of callers) {
      const spent = spentLately(each[1].caller);
      if (spent < least) [found, least] = [each, spent];
    }
    return found;
  }

  return {
    isFull: (caller) => count >= limits.waiting || (callers.get(keyOf(caller))?.own.size ?? 0) >= limits.perCaller,

    wait: (caller) =>
      new Promise((resolve, reject) => {
        const key = keyOf(caller);
        const { own } = callers.get(key) ?? { own: new Set<() => void>() };
        callers.set(key, { caller, own });
        const timer = setTimeout(() => {
          remove(key, go);
          reject(new Overloaded());
        }, limits.timeoutMs);
        const go = () => {
          clearTimeout(timer);
          resolve();
        };
        own.add(go);
        count += 1;
      }),

    admitNext() {
      const turn = next();
      if (!turn) return false;
      const [key, waiting] = turn;
      const [go] = waiting.own;
      if (!go) throw new Error('A caller without anything that waits.');
      remove(key, go);
      if (callers.delete(key)) callers.set(key, waiting); // To the end: the others are next.
      go();
      return true;
    },

    count: () => count,
  };
}

/** One text for a caller. */
export const keyOf = ({ budget, id }: RateLimitKey) => `${budget}:${id}`;
