import { iteratorOf } from '../../src/feed/streams.ts';

/** The streams that are responses to HTTP requests. */
export interface RequestStreams {
  /** Closes the stream when its client disconnects, even while the stream is being opened. */
  opened<Value>(request: Request, values: AsyncIterable<Value>): AsyncIterableIterator<Value>;
  /**
   * Closes the stream of the request, if there is one: its response will not deliver it (a client that accepts only
   * JSON).
   */
  end(request: Request): void;
}

/**
 * The engine closes a stream only when the response that delivers it is cancelled; here it is closed in every other
 * case.
 */
export function createRequestStreams(): RequestStreams {
  const ends = new WeakMap<Request, () => void>();
  return {
    opened<Value>(request: Request, values: AsyncIterable<Value>) {
      const source = values[Symbol.asyncIterator]();
      const end = () => void Promise.resolve(source.return?.()).catch(() => {});
      ends.set(request, end);
      if (request.signal.aborted) end();
      else request.signal.addEventListener('abort', end, { once: true });
      return iteratorOf({ next: () => source.next(), end: () => source.return?.() });
    },
    end: (request) => ends.get(request)?.(),
  };
}
