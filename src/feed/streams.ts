/** What a stream is made of. `end` is called when the reader leaves; it may be called more than once. */
interface Source<Value> {
  next(): Promise<IteratorResult<Value>>;
  end(): unknown;
}

/** An async iterator of these: returning ends it, and so does a reader that throws into it. */
export function iteratorOf<Value>({ next, end }: Source<Value>): AsyncIterableIterator<Value> {
  const stream: AsyncIterableIterator<Value> = {
    next,
    async return() {
      await end();
      return { value: undefined, done: true };
    },
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

/** What `next` gives, one after the other, until it gives null or fails; `stop` is called at the end. */
export const streamOf = <Value>(next: () => Promise<Value | null>, stop: () => void): AsyncIterableIterator<Value> =>
  iteratorOf<Value>({
    async next() {
      try {
        const value: Value | null = await next();
        if (value !== null) return { value, done: false };
      } catch (error) {
        stop();
        throw error;
      }
      stop();
      return { value: undefined, done: true };
    },
    end: stop,
  });
