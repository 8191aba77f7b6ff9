import type { ExecutionResult } from 'graphql';
import { refusal } from './maskError.ts';

/** The results of a subscription until its token ends: then one that says so, and no more. */
export function untilExpiry(
  results: AsyncIterable<ExecutionResult>,
  expiresAt: number,
  correlationId: string,
): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]();
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  /** Answers whoever waits for the next result; a promise to race with would collect a listener a result. */
  let expire: (() => void) | undefined;

  const wait = () => {
    const left = expiresAt * 1_000 - Date.now();
    if (left <= 0) return expire?.();
    timer = setTimeout(wait, Math.min(left, 2 ** 31 - 1));
    timer.unref();
  };
  wait();
  const end = async (): Promise<IteratorResult<ExecutionResult>> => {
    over = true;
    clearTimeout(timer);
    await source.return?.();
    return { value: undefined, done: true };
  };
  const farewell = (): IteratorResult<ExecutionResult> => {
    void end().catch(() => {});
    return {
      value: { errors: [refusal('UNAUTHENTICATED', 'The token has expired.', 401, correlationId)] },
      done: false,
    };
  };

  const limited: AsyncIterableIterator<ExecutionResult> = {
    next() {
      if (over) return Promise.resolve({ value: undefined, done: true });
      if (expiresAt * 1_000 <= Date.now()) return Promise.resolve(farewell());
      return new Promise((resolve, reject) => {
        expire = () => resolve(farewell());
        source.next().then((result) => {
          if (result.done) clearTimeout(timer);
          resolve(result);
        }, reject);
      });
    },
    return: end,
    throw: async (error) => {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => limited,
  };
  return limited;
}
