import { iteratorOf } from '../../src/feed/streams.ts';

/** The streams that are answers to requests over HTTP. */
export interface RequestStreams {
  /** Ends the stream when its client leaves, also when it left while the stream was being opened. */
  opened<Value>(request: Request, values: AsyncIterable<Value>): AsyncIterableIterator<Value>;
  /** Ends the stream of the request, if it has one: its answer will not deliver it (a client that takes only JSON). */
  end(request: Request): void;
}

/** The engine ends a stream only when the answer that delivers it is cancelled; here it is ended in every other case. */
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
