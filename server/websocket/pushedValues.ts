import type { ExecutionResult } from 'graphql';
import { iteratorOf } from '../../src/feed/streams.ts';

/**
 * Sends the values of a subscription itself, all but those with errors: graphql-ws would write each of them anew for each
 * socket. For graphql-ws it is a stream in which nothing happens until it ends, or something has gone wrong.
 *
 * @param push sends a value; what it returns is awaited before the next value is taken
 */
export function pushedValues(
  values: AsyncIterable<ExecutionResult>,
  push: (value: ExecutionResult) => Promise<void> | undefined,
): AsyncIterableIterator<ExecutionResult> {
  const source = values[Symbol.asyncIterator]();
  return iteratorOf({
    async next() {
      for (;;) {
        const next = await source.next();
        if (next.done || next.value.errors) return next;
        const sent = push(next.value);
        if (sent) await sent;
      }
    },
    end: () => source.return?.(),
  });
}
