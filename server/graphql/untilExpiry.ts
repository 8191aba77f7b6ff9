import type { ExecutionResult } from 'graphql';
import { iteratorOf } from '../../src/feed/streams.ts';
import { refusal } from '../http/refusal.ts';

/**
 * The results of a subscription until its token expires, then one that says so, and no more. The source is ended at
 * that moment, whether or not its reader is waiting for a result.
 */
export function untilExpiry(
  results: AsyncIterable<ExecutionResult>,
  expiresAt: number,
  correlationId: string,
): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]();
  const done: IteratorReturnResult<undefined> = { value: undefined, done: true };
  let state: 'open' | 'expired' | 'over' = 'open';
  let timer: NodeJS.Timeout | undefined;
  /** Resolves the pending `next`; a promise to race with would collect a listener a result. */
  let answer: ((result: IteratorResult<ExecutionResult>) => void) | undefined;

  const end = (as: 'expired' | 'over') => {
    state = as;
    clearTimeout(timer);
    return Promise.resolve(source.return?.()).catch(() => {});
  };
  const expiryResult = (): IteratorResult<ExecutionResult> => {
    state = 'over';
    const error = refusal('UNAUTHENTICATED', 'The token has expired.', 401, correlationId);
    return { value: { errors: [error] }, done: false };
  };
  const wait = () => {
    const left = expiresAt * 1_000 - Date.now();
    if (left <= 0) {
      void end('expired');
      return answer?.(expiryResult());
    }
    timer = setTimeout(wait, Math.min(left, 2 ** 31 - 1));
    timer.unref();
  };
  wait();

  return iteratorOf({
    async next() {
      if (state === 'open' && expiresAt * 1_000 <= Date.now()) void end('expired');
      if (state === 'expired') return expiryResult();
      if (state === 'over') return done;
      try {
        return await new Promise<IteratorResult<ExecutionResult>>((resolve, reject) => {
          answer = resolve;
          source.next().then(
            (result) => {
              if (state !== 'open') return resolve(done);
              if (result.done) void end('over');
              resolve(result);
            },
            (error) => {
              if (state !== 'open') return resolve(done);
              void end('over');
              reject(error);
            },
          );
        });
      } finally {
        answer = undefined;
      }
    },
    async end() {
      if (state === 'open') await end('over');
      state = 'over';
    },
  });
}
