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

/**
 * Callers take turns: one that sends a hundred requests at once waits for its own, while another one's only request is
 * next but for the number of callers.
 */
export function createWaitingCallers(limits: WaitingLimits): WaitingCallers {
  /** In the order of their turns; each with what waits. */
  const callers = new Map<string, Set<() => void>>();
  let count = 0;

  function remove(key: string, go: () => void): void {
    const own = callers.get(key);
    if (!own?.delete(go)) return;
    count -= 1;
    if (own.size === 0) callers.delete(key);
  }

  return {
    isFull: (caller) => count >= limits.waiting || (callers.get(keyOf(caller))?.size ?? 0) >= limits.perCaller,

    wait: (caller) =>
      new Promise((resolve, reject) => {
        const key = keyOf(caller);
        const own = callers.get(key) ?? new Set<() => void>();
        callers.set(key, own);
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
      const [turn] = callers;
      if (!turn) return false;
      const [key, own] = turn;
      const [go] = own;
      if (!go) throw new Error('A caller without anything that waits.');
      remove(key, go);
      if (own.size > 0) {
        callers.delete(key); // To the end: the others are next.
        callers.set(key, own);
      }
      go();
      return true;
    },

    count: () => count,
  };
}

const keyOf = ({ budget, id }: RateLimitKey) => `${budget}:${id}`;
