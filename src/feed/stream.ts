/**
 * What `next` gives, one after the other, until it gives null or fails; `stop` is called at the end, also when the
 * reader leaves. It may be called more than once.
 */
export function streamOf<Value>(next: () => Promise<Value | null>, stop: () => void): AsyncIterableIterator<Value> {
  const fail = (error: unknown): never => {
    stop();
    throw error;
  };
  const end = (): IteratorReturnResult<undefined> => {
    stop();
    return { value: undefined, done: true };
  };
  const stream: AsyncIterableIterator<Value> = {
    next: () => next().then((value) => (value === null ? end() : { value, done: false }), fail),
    return: async () => end(),
    throw: async (error) => fail(error),
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
