import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
type Message = any;

/** A socket without a client library: what is sent is what a test says, to the letter. */
export interface RawSocket {
  socket: WebSocket;
  send(message: unknown): void;
  /** The next message that is neither a ping nor for another operation; waits for it. */
  next(id?: string): Promise<Message>;
  /** How it was closed; waits for it. */
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

/** A socket that has introduced itself. */
export async function acknowledged(url: string, payload?: unknown): Promise<RawSocket> {
  const raw = await openSocket(url);
  raw.send({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
  const { type } = await raw.next();
  if (type !== 'connection_ack') throw new Error(`${type} instead of connection_ack`);
  return raw;
}
