import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Message = any;

/** A WebSocket without a client library: it sends exactly what the test says. */
export interface RawSocket {
  socket: WebSocket;
  send(message: unknown): void;
  /** Waits for the next message that is neither a ping nor for another operation. */
  next(id?: string): Promise<Message>;
  /** Waits until it is closed; returns the code and the reason. */
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

export async function openSocket(
  url: string,
  { protocol = 'graphql-transport-ws', ...options }: ClientOptions & { protocol?: string } = {},
): Promise<RawSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), protocol, options);
  const received: Message[] = [];
  let heard: (() => void) | undefined;
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => {
      resolve({ code, reason: String(reason) });
      heard?.();
    }),
  );
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)));
    heard?.();
  });
  await once(socket, 'open');
  return {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next(id) {
      for (;;) {
        const index = received.findIndex((message) => id === undefined || message.id === id);
        if (index >= 0) return received.splice(index, 1)[0];
        if (socket.readyState === WebSocket.CLOSED) throw new Error('The socket is closed.');
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
    close: () => socket.close(),
  };
}

/** A WebSocket after its connection_init was acknowledged. */
export async function acknowledged(url: string, payload?: unknown): Promise<RawSocket> {
  const raw = await openSocket(url);
  raw.send({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
  const { type } = await raw.next();
  if (type !== 'connection_ack') throw new Error(`${type} instead of connection_ack`);
  return raw;
}
