import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import { afterEach, expect, it, vi } from 'vitest';
import { serverSentEvents } from '../../../server/sse/sse.ts';

let server: Server | undefined;
afterEach(() => {
  vi.useRealTimers();
  server?.closeAllConnections();
  server?.close();
});

/** Numbers, for as long as they are read. */
function endless() {
  const made = { count: 0, stopped: false };
  const numbers: AsyncIterableIterator<number> = {
    next: async () => {
      if (made.stopped) return { value: undefined, done: true };
      made.count += 1;
      return { value: made.count, done: false };
    },
    return: async () => {
      made.stopped = true;
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => numbers,
  };
  return { made, numbers };
}

const asEvent = (number: number) => ({
  id: String(number),
  event: 'number',
  data: { number, filler: 'x'.repeat(10_000) },
});
const ignore = () => {};
const text = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

it('takes one value from its source for each read', async () => {
  const { made, numbers } = endless();
  const reader = serverSentEvents(numbers, asEvent, new AbortController().signal, ignore).getReader();
  expect(await text(reader)).toBe('retry: 3000\n\n');
  expect(made.count).toBe(0);
  expect(await text(reader)).toMatch(/^id: 1\nevent: number\ndata: \{"number":1,.*\}\n\n$/);
  expect(made.count).toBe(1);
  await reader.cancel();
  expect(made.stopped).toBe(true);
});

it('stops producing events for a client that does not read, and continues when it reads', async () => {
  const { made, numbers } = endless();
  const adapter = createServerAdapter(
    (request: Request) => new Response(serverSentEvents(numbers, asEvent, request.signal, ignore)),
  );
  server = createServer(adapter).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', ignore);
  response.pause();

  /** Waits until nothing has been produced for a while. */
  const settled = async () => {
    for (let before = -1; before !== made.count; ) {
      before = made.count;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return made.count;
  };
  const ahead = await settled();
  expect(made.stopped).toBe(false);
  response.resume();
  await vi.waitFor(() => expect(made.count).toBeGreaterThan(ahead), { timeout: 10_000 });
  request.destroy();
  await vi.waitFor(() => expect(made.stopped).toBe(true), { timeout: 10_000 });
});

it('sends heartbeats while nothing happens, and loses nothing meanwhile', async () => {
  vi.useFakeTimers();
  let arrive: ((result: IteratorResult<number>) => void) | undefined;
  const source: AsyncIterableIterator<number> = {
    next: vi.fn(
      () =>
        new Promise<IteratorResult<number>>((resolve) => {
          arrive = resolve;
        }),
    ),
    [Symbol.asyncIterator]: () => source,
  };
  const reader = serverSentEvents(source, asEvent, new AbortController().signal, ignore).getReader();
  await reader.read();
  for (let beats = 0; beats < 3; beats += 1) {
    const next = text(reader);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await next).toBe(': \n\n');
  }
  expect(source.next).toHaveBeenCalledTimes(1);
  arrive?.({ value: 7, done: false });
  expect(await text(reader)).toMatch(/^id: 7\n/);
});

it('ends, and logs the cause, when its source fails', async () => {
  const failure = new Error('no more');
  const source: AsyncIterableIterator<number> = {
    next: () => Promise.reject(failure),
    [Symbol.asyncIterator]: () => source,
  };
  const onFailure = vi.fn();
  const reader = serverSentEvents(source, asEvent, new AbortController().signal, onFailure).getReader();
  await reader.read();
  expect((await reader.read()).done).toBe(true);
  expect(onFailure).toHaveBeenCalledExactlyOnceWith(failure);
});
