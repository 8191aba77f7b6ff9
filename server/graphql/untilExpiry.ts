import type { ExecutionResult } from 'graphql';
import { callAt } from '../../packages/node/timers.ts';
import { asStream, type Stream, stream } from '../../src/feed/streams.ts';
import { refusal } from '../http/refusal.ts';

/**
 * The results of a subscription until its token expires, then a last one that reports it. The source is closed at that
 * moment, whether or not its reader is waiting for a result.
 */
export function untilExpiry(
  results: AsyncIterable<ExecutionResult>,
  expiresAt: number,
  correlationId: string,
): Stream<ExecutionResult> {
  const source = asStream(results);
  const done: IteratorReturnResult<undefined> = { value: undefined, done: true };
  let state: 'open' | 'expired' | 'over' = 'open';
  let cancel: (() => void) | undefined;
  /** Calls back the reader that waits for the source. */
  let wake: (() => void) | undefined;

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
    wake?.();
  });

  return stream({
    take() {
      if (state === 'open' && expiresAt * 1_000 <= Date.now()) void end('expired');
      if (state === 'expired') return expiryResult();
      if (state === 'over') return done;
      try {
        const result = source.take();
        if (result?.done) void end('over');
        return result;
      } catch (error) {
        void end('over');
        throw error;
      }
    },
    whenReady(go) {
      let waits = true;
      wake = () => {
        if (waits) go();
        waits = false;
      };
      source.whenReady(wake);
    },
    async end() {
      if (state === 'open') await end('over');
      state = 'over';
    },
  });
}
