import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, type Server as Protocol } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { isTooDeep } from '../../packages/manifest/values/nesting.ts';
import { withTimeout } from '../../packages/node/timers.ts';
import { createOperationIds } from './operationIds.ts';
import { textFrame } from './textFrame.ts';
import { createWriters } from './writers.ts';

/** What the protocol's handler gets with a socket. */
export interface Extra {
  socket: WebSocket;
  request: IncomingMessage;
  /** Why the message of an operation cannot be taken as it was sent, by the operation. */
  losses: Map<string, GraphQLError>;
  /** Sends the values of an operation. */
  valuesOf(operation: string): SendValue;
  /** Closes the WebSocket and ends its operations immediately, without waiting for the other side. */
  close(code: number, reason: string): void;
}

/** Sends a value, as JSON in UTF-8. Resolves when the next one may be sent; undefined when that is now. */
export type SendValue = (value: Buffer) => Promise<void> | undefined;

export interface SocketOptions {
  path: string;
  /** The largest frame, in bytes; a larger one closes the socket with 1009. */
  maxPayload: number;
  keepAliveMs: number;
  /** How long a WebSocket is kept, where the platform would cut it off: it is closed with 1001 before, to reconnect. */
  maxSeconds?: number | undefined;
  /** Why a page of this origin may not open a socket; null when it may. */
  refusalOf(origin: string, request: IncomingMessage): string | null;
  /** Whether an operation is under way that ends by itself: a query or a mutation, not a subscription. */
  isBusy(of: Extra): boolean;
  /** Called when an operation produces nothing more: it completed or was refused, or its WebSocket is closed. */
  onOperationEnd(of: Extra, operation: string): void;
  onFailure(error: unknown): void;
}

/** The maximum number of bytes that wait for a client that does not read. */
const maxWaiting = 4 * 1024 * 1024;

/** Beyond so many bytes on their way a socket is waited for. */
const waitBeyond = 65_536;

/** Messages of a WebSocket that are handled concurrently, operations until they end; the next is not read before. */
const maxHandled = 100;

/** An open socket, for the end of the server. */
interface Served {
  leave(): void;
  /** Resolves when no query or mutation is under way, or the socket is closed. */
  whenIdle(): Promise<void>;
}

export interface Sockets {
  /** For a server's `upgrade`: takes the connection over, or refuses it. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void;
  /**
   * Tells every socket that the server goes away: one with a query or a mutation under way when that is answered, at the
   * latest after `ms` milliseconds. What arrives meanwhile is not begun.
   */
  close(ms?: number): Promise<void>;
}

/**
 * Speaks a protocol on sockets: bytes in, bytes out, pings, closing. A message that breaks the protocol closes its
 * socket with 4400, and nothing of it is printed.
 */
export function openSockets(protocol: Protocol<Extra>, options: SocketOptions): Sockets {
  const { path, maxPayload, keepAliveMs, maxSeconds, refusalOf, isBusy, onOperationEnd, onFailure } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols });
  const open = new Set<Served>();
  let isLeaving = false;
  const writerOf = createWriters();

  function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer) {
    connection.on('error', () => {});
    const { origin } = request.headers;
    if (request.url?.split('?')[0] !== path) return refuse(connection, '404 Not Found');
    const refusal = origin === undefined ? null : refusalOf(origin, request);
    if (refusal !== null) return refuse(connection, '403 Forbidden', refusal);
    sockets.handleUpgrade(request, connection, head, (socket) => serve(socket, request, connection));
  }

  function serve(socket: WebSocket, request: IncomingMessage, connection: Duplex) {
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, keepAliveMs);
    heartbeat.unref();
    const leave = maxSeconds && setTimeout(() => close(1001, 'Going away'), maxSeconds * 1_000).unref();
    socket.on('pong', () => {
      alive = true;
    });
    socket.on('error', () => {}); // ws closes it with the right code.

    const ids = createOperationIds();
    const write = writerOf(connection);
    let handled = 0;
    let over = false;
    let closed: ReturnType<typeof protocol.opened> | undefined;
    /** Ends every operation, whether or not the other side answers the close. */
    const end = (code: number, reason: string) => {
      if (over) return;
      over = true;
      clearInterval(heartbeat);
      if (leave) clearTimeout(leave);
      closed?.(code, reason).catch(onFailure);
    };
    const close = (code: number, reason: string) => {
      socket.close(code, reason);
      end(code, reason);
    };

    const { promise: idle, resolve: done } = Promise.withResolvers<void>();
    const served: Served = {
      leave: () => close(1001, 'Going away'),
      whenIdle: () => (isBusy(extra) ? idle : Promise.resolve()),
    };

    const extra: Extra = { socket, request, losses: new Map(), valuesOf, close };

    function send(data: string): Promise<void> {
      const message = ids.outgoing(data);
      return new Promise((resolve) => {
        // The sender must process the close, or it would produce everything it has for a closed socket.
        if (message === null || socket.readyState !== socket.OPEN) setImmediate(resolve);
        else if (socket.bufferedAmount > maxWaiting) {
          socket.terminate();
          setImmediate(resolve);
        } else socket.send(message, (error) => (error ? setImmediate(resolve) : resolve()));
      });
    }

    /** The sender must process the close, or it would produce everything it has for a closed socket. */
    const afterClose = () => new Promise<void>((resolve) => void setImmediate(resolve));

    function valuesOf(id: string): SendValue {
      const operation = ids.find(id);
      if (!operation) return afterClose;
      const begin = Buffer.from(`{"id":${JSON.stringify(operation.name)},"type":"next","payload":`);
      return (value) => {
        const waiting = connection.writableLength;
        if (waiting > maxWaiting) socket.terminate();
        if (operation.isOver || socket.readyState !== socket.OPEN) return afterClose();
        const frame = textFrame(begin, value, closingBrace);
        if (waiting + frame.length <= waitBeyond) return write(frame);
        return new Promise((resolve) =>
          connection.write(frame, (error) => (error ? void setImmediate(resolve) : resolve())),
        );
      };
    }

    let hasHadTurn = false;
    /** Reads nothing more in this turn of the event loop: Node would read 2 MB before other connections have their turn. */
    function pauseForOthers() {
      if (hasHadTurn) return;
      hasHadTurn = true;
      socket.pause();
      setImmediate(() => {
        hasHadTurn = false;
        readOn();
      });
    }
    function readOn() {
      if (socket.isPaused && !hasHadTurn && handled <= maxHandled) socket.resume();
    }

    async function receive(text: string, handle: (text: string) => Promise<void>) {
      const incoming = ids.incoming(text);
      if (incoming.kind === 'ignore') return;
      if (incoming.kind === 'taken') {
        return close(CloseCode.SubscriberAlreadyExists, limitCloseReason(incoming.id));
      }
      if (incoming.operation !== undefined && incoming.loss) extra.losses.set(incoming.operation, incoming.loss);
      handled += 1;
      if (handled > maxHandled) socket.pause();
      try {
        await handle(incoming.message); // An operation's own message is handled until the operation has ended.
      } catch (error) {
        if (isServersMessage(error)) return close(CloseCode.BadRequest, 'Invalid message received');
        onFailure(error);
        close(CloseCode.InternalServerError, 'Internal server error');
      } finally {
        handled -= 1;
        readOn();
        if (incoming.operation !== undefined) {
          ids.ended(incoming.operation);
          extra.losses.delete(incoming.operation);
          onOperationEnd(extra, incoming.operation);
          if (isLeaving && !isBusy(extra)) done();
        }
      }
    }

    closed = protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close,
        onMessage: (handle) =>
          socket.on('message', (data, isBinary) => {
            if (over || isLeaving) return;
            pauseForOthers();
            if (isBinary) return close(CloseCode.BadRequest, 'Send text.');
            if (isTooDeep(data as Buffer)) return close(CloseCode.BadRequest, 'Invalid message received');
            void receive(String(data), handle);
          }),
      },
      extra,
    );
    socket.once('close', (code, reason) => end(code, String(reason)));
    open.add(served);
    socket.once('close', () => {
      open.delete(served);
      done();
    });
  }

  return {
    upgrade,
    async close(ms = 0) {
      isLeaving = true;
      sockets.close();
      const left = Promise.all([...open].map((each) => each.whenIdle().then(each.leave)));
      await withTimeout(ms, left.then(nothing), nothing);
      for (const each of open) each.leave();
    },
  };
}

const nothing = () => {};
const closingBrace = Buffer.from('}');

/** A reason is 123 bytes at most (RFC 6455, 5.5). */
const limitCloseReason = (id: string) => {
  const reason = `Subscriber for ${id} already exists`;
  return Buffer.byteLength(reason) <= 123 ? reason : 'Subscriber already exists';
};

/** `next`, `error` and the acknowledgement are for a server to send; graphql-ws states so only in its message. */
const isServersMessage = (error: unknown) =>
  error instanceof Error && /^Unexpected message of type/.test(error.message);

function refuse(connection: Duplex, status: string, reason = '') {
  const head = [`HTTP/1.1 ${status}`, 'connection: close', `content-length: ${Buffer.byteLength(reason)}`];
  if (reason) head.push('content-type: text/plain; charset=utf-8');
  connection.end([...head, '', reason].join('\r\n'));
}
