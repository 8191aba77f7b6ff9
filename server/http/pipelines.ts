import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** The requests of a connection that wait until the one before them has been answered. */
type Waiting = [IncomingMessage, ServerResponse][];

/**
 * The most requests that may wait on one connection. Clients rarely send a request before the last one was answered; one
 * that sends thousands in a few packets would have them all begun at once.
 */
const defaultMost = 100;

/**
 * Handles the requests of a connection one after the other, which is how they must be answered (RFC 9112, 9.3.2): the
 * next when the client has taken the answer to the last. A client with more than `most` waiting requests is
 * disconnected.
 */
export function oneAtATime(handle: Handle, most = defaultMost): Handle {
  const connections = new WeakMap<Socket, Waiting>();

  function begin(request: IncomingMessage, response: ServerResponse, waiting: Waiting) {
    response.once('close', () => {
      const next = waiting.shift();
      if (next && !request.socket.destroyed) begin(...next, waiting);
      else connections.delete(request.socket);
    });
    handle(request, response);
  }

  return (request, response) => {
    const { socket } = request;
    const waiting = connections.get(socket);
    if (waiting && waiting.length >= most) socket.destroy();
    else if (waiting) waiting.push([request, response]);
    else {
      const none: Waiting = [];
      connections.set(socket, none);
      begin(request, response, none);
    }
  };
}
