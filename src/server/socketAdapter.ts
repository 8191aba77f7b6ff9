import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, type Server as Protocol } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { isTooDeep } from './nesting.ts';

/** What the protocol's handler gets with a socket. */
export interface Extra {
  socket: WebSocket;
  request: IncomingMessage;
}

export interface SocketOptions {
  path: string;
  /** The largest frame, in bytes; a larger one closes the socket with 1009. */
  maxPayload: number;
  keepAliveMs: number;
  /** How long a socket is held, where the platform would cut it off: it is told to come back (1001) before. */
  mostSeconds?: number | undefined;
  /** Whether a page of this origin may open a socket. */
  isAllowedOrigin(origin: string, request: IncomingMessage): boolean;
  onFailure(error: unknown): void;
}

/** What may wait to be sent to somebody who asks and does not read, in bytes. */
const mostWaiting = 4 * 1024 * 1024;

export interface Sockets {
  /** For a server's `upgrade`: takes the connection over, or refuses it. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void;
  /** Tells every socket that the server goes away. */
  close(): void;
}

/**
 * Speaks a protocol on sockets: bytes in, bytes out, pings, closing. A message that breaks the protocol closes its
 * socket with 4400, and nothing of it is printed.
 */
export function openSockets(protocol: Protocol<Extra>, options: SocketOptions): Sockets {
  const { path, maxPayload, keepAliveMs, mostSeconds, isAllowedOrigin, onFailure } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols });

  function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer) {
    connection.on('error', () => {});
    const { origin } = request.headers;
    if (request.url?.split('?')[0] !== path) return refuse(connection, '404 Not Found');
    if (origin !== undefined && !isAllowedOrigin(origin, request)) return refuse(connection, '403 Forbidden');
    sockets.handleUpgrade(request, connection, head, (socket) => serve(socket, request));
  }

  function serve(socket: WebSocket, request: IncomingMessage) {
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, keepAliveMs);
    heartbeat.unref();
    const end = mostSeconds && setTimeout(() => socket.close(1001, 'Going away'), mostSeconds * 1_000).unref();
    socket.on('pong', () => {
      alive = true;
    });
    socket.on('error', () => {}); // ws closes it with the code that fits.

    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve) => {
            // Whoever sends must let the close be heard, or it would go through all that it has for nobody.
            if (socket.readyState !== socket.OPEN) setImmediate(resolve);
            else if (socket.bufferedAmount > mostWaiting) {
              socket.terminate();
              setImmediate(resolve);
            } else socket.send(data, (error) => (error ? setImmediate(resolve) : resolve()));
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          socket.on('message', async (data, isBinary) => {
            if (isBinary) return socket.close(CloseCode.BadRequest, 'Send text.');
            if (isTooDeep(data as Buffer)) return socket.close(CloseCode.BadRequest, 'Invalid message received');
            try {
              await handle(String(data));
            } catch (error) {
              if (isServersMessage(error)) return socket.close(CloseCode.BadRequest, 'Invalid message received');
              onFailure(error);
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            }
          }),
      },
      { socket, request },
    );
    socket.once('close', (code, reason) => {
      clearInterval(heartbeat);
      if (end) clearTimeout(end);
      closed(code, String(reason)).catch(onFailure);
    });
  }

  return {
    upgrade,
    close() {
      for (const socket of sockets.clients) socket.close(1001, 'Going away');
      sockets.close();
    },
  };
}

/** `next`, `error` and the acknowledgement are for a server to send; graphql-ws says so only in words. */
const isServersMessage = (error: unknown) =>
  error instanceof Error && /^Unexpected message of type/.test(error.message);

function refuse(connection: Duplex, status: string) {
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
