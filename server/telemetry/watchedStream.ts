import { asStream, type Stream, stream } from '../../src/feed/streams.ts';

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
export function watchedStream<Value>(values: AsyncIterable<Value>, { gives, ends }: StreamWatch): Stream<Value> {
  const source = asStream(values);
  const done: IteratorReturnResult<undefined> = { value: undefined, done: true };
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    ends();
  };
  return stream({
    take() {
      if (ended) return done;
      try {
        const result = source.take();
        if (result?.done) end();
        else if (result) gives?.();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    whenReady: source.whenReady,
    async end() {
      if (ended) return;
      end();
      await source.return?.();
    },
  });
}
