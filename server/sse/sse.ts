/**
 * The interval of heartbeats on an idle stream, in milliseconds: proxies close a connection that is silent for a
 * minute.
 */
const heartbeatMs = 15_000;
/** How long a browser waits before it comes back, in milliseconds. */
const retryMs = 3_000;

export interface ServerSentEvent {
  id: string;
  event: string;
  data: unknown;
}

/**
 * A stream of events that is only read as fast as its reader reads: one value a pull, nothing ahead. It ends with its
 * source, with its reader, where `asEvent` gives null, and when the source fails: then its reader comes back.
 */
export function serverSentEvents<Value>(
  source: AsyncIterableIterator<Value>,
  asEvent: (value: Value) => ServerSentEvent | null,
  gone: AbortSignal,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const values = withPauses(source, heartbeatMs);
  const stop = () => void source.return?.().catch(() => {});
  if (gone.aborted)
    stop(); // It left while the subscription was being opened.
  else gone.addEventListener('abort', stop, { once: true });
  const end = () => {
    gone.removeEventListener('abort', stop);
    stop();
  };

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(utf8.encode(`retry: ${retryMs}\n\n`)),
      async pull(controller) {
        try {
          const next = await values();
          if (next === 'pause') return controller.enqueue(utf8.encode(': \n\n'));
          const event = next.done ? null : asEvent(next.value);
          if (event) return controller.enqueue(bytesOf(event));
        } catch (error) {
          onFailure(error);
        }
        end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

const utf8 = new TextEncoder();

/** JSON has no line breaks, so that the data is one line. */
const written = ({ id, event, data }: ServerSentEvent) =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

const known = new WeakMap<ServerSentEvent, Uint8Array>();

/** An event that several streams send is written once. */
function bytesOf(event: ServerSentEvent): Uint8Array {
  const bytes = known.get(event) ?? utf8.encode(written(event));
  known.set(event, bytes);
  return bytes;
}

/** The next value, or that there was none for a while. A value that is on its way is waited for once, not raced again. */
function withPauses<Value>(source: AsyncIterator<Value>, ms: number): () => Promise<IteratorResult<Value> | 'pause'> {
  let underWay = false;
  let settle: (() => void) | undefined;
  let outcome: (() => IteratorResult<Value>) | undefined;
  const arrive = (taken: () => IteratorResult<Value>) => {
    underWay = false;
    outcome = taken;
    settle?.();
  };

  return async () => {
    if (!underWay && !outcome) {
      underWay = true;
      source.next().then(
        (result) => arrive(() => result),
        (error) =>
          arrive(() => {
            throw error;
          }),
      );
    }
    if (!outcome) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        settle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      settle = undefined;
    }
    const taken = outcome;
    outcome = undefined;
    return taken ? taken() : 'pause';
  };
}
