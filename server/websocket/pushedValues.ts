import type { ExecutionResult } from 'graphql';
import { iteratorOf, type Stream } from '../../src/feed/streams.ts';

/**
 * Sends the values of a subscription itself, all but those with errors: graphql-ws would write each of them anew for each
 * socket. For graphql-ws it is a stream in which nothing happens until it ends, or something has gone wrong.
 *
 * @param push sends a value; what it returns is awaited before the next value is taken
 */
export function pushedValues(
  values: Stream<ExecutionResult>,
  push: (value: ExecutionResult) => Promise<void> | undefined,
): AsyncIterableIterator<ExecutionResult> {
  return iteratorOf({
    async next() {
      for (;;) {
        const next = values.take();
        if (next?.done || next?.value.errors) return next;
        const wait = next ? push(next.value) : values.ready();
        if (wait) await wait;
      }
    },
    end: () => values.return?.(),
  });
}
