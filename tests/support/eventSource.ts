import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** A reader of server-sent events on a separate connection. */
export interface EventReader {
  response: IncomingMessage;
  retry(): number | undefined;
  /** Waits for the given number of events. */
  take(count: number): Promise<EventSourceMessage[]>;
  /** Resolves when the gateway has ended the stream. */
  ended: Promise<void>;
  close(): void;
}

export async function readEvents(
  url: URL | string,
  { token, ...headers }: Record<string, string> = {},
): Promise<EventReader> {
  const request = get(url, {
    agent: false,
    headers: { accept: 'text/event-stream', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const events: EventSourceMessage[] = [];
  let retry: number | undefined;
  let over = false;
  let heard: (() => void) | undefined;
  const parser = createParser({
    onEvent: (event) => void events.push(event),
    onRetry: (ms) => {
      retry = ms;
    },
  });
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    parser.feed(text);
    heard?.();
  });
  const ended = new Promise<void>((resolve) =>
    response.once('close', () => {
      over = true;
      heard?.();
      resolve();
    }),
  );
  response.on('error', () => {});
  return {
    response,
    ended,
    retry: () => retry,
    async take(count) {
      while (events.length < count) {
        if (over) throw new Error(`The stream ended after ${events.length} of ${count}.`);
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
      return events.splice(0, count);
    },
    close: () => void request.destroy(),
  };
}
