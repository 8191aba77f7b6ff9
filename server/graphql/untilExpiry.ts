import type { ExecutionResult } from 'graphql';
import { callAt } from '../../packages/node/timers.ts';
import { iteratorOf } from '../../src/feed/streams.ts';
import { refusal } from '../http/refusal.ts';

/**
 * The results of a subscription until its token expires, then a last one that reports it. The source is closed at that
 * moment, whether or not its reader is waiting for a result.
 */
export function untilExpiry(
  results: AsyncIterable<ExecutionResult>,
  expiresAt: number,
  correlationId: string,
): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]();
  const done: IteratorReturnResult<undefined> = { value: undefined, done: true };
  let state: 'open' | 'expired' | 'over' = 'open';
  let cancel: (() => void) | undefined;
  /** Resolves the pending `next`; a promise in a race would collect a listener per result. */
  let answer: ((result: IteratorResult<ExecutionResult>) => void) | undefined;

  const end = (as: 'expired' | 'over') => {
    state = as;
    cancel?.();
    return Promise.resolve(source.return?.()).catch(() => {});
  };
  const expiryResult = (): IteratorResult<ExecutionResult> => {
    state = 'over';
    const error = refusal('UNAUTHENTICATED', 'The token has expired.', 401, correlationId);
    return { value: { errors: [error] }, done: false };
  };
  cancel = callAt(expiresAt * 1_000, () => {
    void end('expired');
    answer?.(expiryResult());
  });

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
