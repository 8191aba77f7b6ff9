import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** The requests of a connection that wait until the one before them has been answered. */
type Waiting = [IncomingMessage, ServerResponse][];

/** The maximum number of requests that wait on one connection: clients rarely send any before the last was answered. */
const defaultMost = 100;

/**
 * Handles the requests of a connection one after the other, in the order in which they must be answered
 * (https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2): the next one when the last answer has been sent. Node would
 * begin all that arrive in a packet at once. A client with more than `most` waiting requests is disconnected, and what
 * waits on a connection that is closed is not handled.
 */
export function oneAtATime(handle: Handle, most = defaultMost): Handle {
  const connections = new WeakMap<Socket, Waiting>();

  function begin(request: IncomingMessage, response: ServerResponse, waiting: Waiting) {
    response.once('close', () => {
      const next = waiting.shift();
      if (next && request.socket.writable) begin(...next, waiting);
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
