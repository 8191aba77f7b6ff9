import { iteratorOf } from '../../src/feed/streams.ts';

export interface StreamWatch {
  /** Called for each value. */
  gives?(): void;
  /** Called once: when the source is done or fails, or when the reader returns. */
  ends(): void;
}

/**
 * The same values; `ends` is called exactly once, whichever side ends the stream. A reader that has returned gets
 * nothing more, and the source is not read again.
 */
export function watchedStream<Value>(
  values: AsyncIterable<Value>,
  { gives, ends }: StreamWatch,
): AsyncIterableIterator<Value> {
  const source = values[Symbol.asyncIterator]();
  const done: IteratorReturnResult<undefined> = { value: undefined, done: true };
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    ends();
  };
  return iteratorOf({
    async next() {
      if (ended) return done;
      try {
        const result = await source.next();
        if (ended) return done;
        if (result.done) end();
        else gives?.();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    async end() {
      if (ended) return;
      end();
      await source.return?.();
    },
  });
}
