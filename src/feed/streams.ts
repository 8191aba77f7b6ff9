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

/**
 * A stream that needs no promise: thousands of readers get the same event at the same moment, through several streams
 * each, and then the promises of each of them are most of what the event costs.
 */
export interface Stream<Value> extends AsyncIterableIterator<Value> {
  /** The next result; null when it has to be waited for. Throws when the stream fails. */
  take(): IteratorResult<Value> | null;
  /**
   * Calls `go` once, not before it has returned, when `take` is to be called again: soon, if there may be a result now.
   */
  whenReady(go: () => void): void;
}

type StreamSource<Value> = Pick<Stream<Value>, 'take' | 'whenReady'> & Pick<Source<Value>, 'end'>;

/** A stream of these. `end` is called when the reader leaves; it may be called more than once. */
export const stream = <Value>({ take, whenReady, end }: StreamSource<Value>): Stream<Value> => ({
  ...iteratorOf<Value>({ next: () => taken(take, whenReady), end }),
  take,
  whenReady,
  [Symbol.asyncIterator]() {
    return this;
  },
});

async function taken<Value>(
  take: Stream<Value>['take'],
  whenReady: Stream<Value>['whenReady'],
): Promise<IteratorResult<Value>> {
  for (;;) {
    const result = take();
    if (result) return result;
    await new Promise<void>(whenReady);
  }
}

/** The same values as a stream that can be taken from: itself, if it can. */
export function asStream<Value>(values: AsyncIterable<Value>): Stream<Value> {
  if ('whenReady' in values) return values as Stream<Value>;
  const source = values[Symbol.asyncIterator]();
  /** What was read and has not been taken. */
  let read: { result: IteratorResult<Value> } | { error: unknown } | undefined;
  let reading: Promise<void> | undefined;

  return stream({
    take() {
      const had = read;
      read = undefined;
      if (!had) return null;
      if ('error' in had) throw had.error;
      return had.result;
    },
    whenReady(go) {
      if (read) return queueMicrotask(go);
      reading ??= source
        .next()
        .then(
          (result) => {
            read = { result };
          },
          (error) => {
            read = { error };
          },
        )
        .finally(() => {
          reading = undefined;
        });
      void reading.then(go);
    },
    end: () => source.return?.(),
  });
}
