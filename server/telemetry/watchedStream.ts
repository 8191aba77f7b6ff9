export interface StreamWatch {
  /** Called for each value. */
  gives?(): void;
  /** Called once: when the source is done or fails, or when the reader returns. */
  ends(): void;
}

/**
 * The same values, with its end told exactly once, whoever ends it. A reader that has returned gets nothing more, and
 * the source is not asked again.
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
  const watched: AsyncIterableIterator<Value> = {
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
    async return() {
      if (ended) return done;
      end();
      await source.return?.();
      return done;
    },
    async throw(error) {
      await watched.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => watched,
  };
  return watched;
}
