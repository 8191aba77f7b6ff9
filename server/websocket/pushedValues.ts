import type { ExecutionResult } from 'graphql';
import { iteratorOf, type Stream } from '../../src/feed/streams.ts';

/**
 * Sends the values of a subscription itself, all but those with errors: graphql-ws would write each of them anew for each
 * socket. For graphql-ws it is a stream in which nothing happens until it ends, or something has gone wrong.
 *
 * @param push sends a value; the next one is taken when what it returns has resolved
 */
export function pushedValues(
  values: Stream<ExecutionResult>,
  push: (value: ExecutionResult) => Promise<void> | undefined,
): AsyncIterableIterator<ExecutionResult> {
  return iteratorOf({
    next: () =>
      new Promise((resolve, reject) => {
        const go = () => {
          try {
            const next = values.take();
            if (!next) return values.whenReady(go);
            if (next.done || next.value.errors) return resolve(next);
            const wait = push(next.value);
            // For nearly all of them there is no other value yet: to wait is less than to ask for it.
            if (!wait) return values.whenReady(go);
            wait.then(go, reject);
          } catch (error) {
            reject(error);
          }
        };
        go();
      }),
    end: () => values.return?.(),
  });
}
