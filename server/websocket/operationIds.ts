import type { GraphQLError } from 'graphql';
import { namesDocumentByHash } from '../graphql/persistedQuery.ts';
import { lossOf } from '../http/jsonLosses.ts';

/** A message of a client, as the protocol's handler may see it. */
export type Incoming =
  /** `operation` is the operation that the message starts; `loss`, why that operation is refused. */
  | { kind: 'pass'; message: string; operation?: string; loss?: GraphQLError | null }
  /** The client has already ended this operation, or never began it. */
  | { kind: 'ignore' }
  /** The client uses an id that belongs to an operation which has not ended. */
  | { kind: 'taken'; id: string };

/** An operation, as its client named it. */
export interface Operation {
  /** The client's id. */
  readonly name: string;
  /** Whether its client gets nothing more of it: it has ended, or the client has completed it. */
  isOver: boolean;
}

/** The ids of the operations of one socket. */
export interface OperationIds {
  incoming(text: string): Incoming;
  /**
   * A message of the server with the client's own id; null for the result of an operation that its client has ended.
   */
  outgoing(text: string): string | null;
  /** The operation with this number; null when nothing more comes of it. */
  find(operation: string): Operation | null;
  /** Nothing more comes of the operation. */
  ended(operation: string): void;
}

/**
 * Gives each operation of a WebSocket a unique number. graphql-ws finds an operation by the id that its client chose,
 * and a client may reuse an id as soon as it has sent `complete`: while the first operation is still starting or
 * ending, graphql-ws would confuse the second with it, lose one of them and never end it.
 */
export function createOperationIds(): OperationIds {
  /** The number of the current operation of a client's id. */
  const current = new Map<string, string>();
  /** Each operation that has not ended here, by its number. */
  const known = new Map<string, Operation>();
  let count = 0;

  /** Null when its client has ended the operation. */
  const find = (operation: string) => {
    const found = known.get(operation);
    return found && !found.isOver ? found : null;
  };
  /** Its client may use the id again. */
  function release(operation: string) {
    const found = find(operation);
    if (!found) return;
    found.isOver = true;
    current.delete(found.name);
  }

  return {
    incoming(text) {
      const message = operationMessage(text);
      if (!message) return { kind: 'pass', message: text };
      const { id } = message;
      if (message.type === 'complete') {
        const operation = current.get(id);
        if (operation === undefined) return { kind: 'ignore' };
        release(operation);
        return { kind: 'pass', message: JSON.stringify({ ...message, id: operation }) };
      }
      if (current.has(id)) return { kind: 'taken', id };
      count += 1;
      const operation = String(count);
      current.set(id, operation);
      known.set(operation, { name: id, isOver: false });
      const renamed = JSON.stringify({ ...withDocument(message), id: operation });
      return { kind: 'pass', message: renamed, operation, loss: lossOf(text, 'The message') };
    },

    outgoing(text) {
      // Messages may be large and are written by graphql-ws, which puts these two first: no need to parse them.
      const [begin, operation = '', type] = /^\{"id":"(\d+)","type":"(\w+)"/.exec(text) ?? [];
      if (begin === undefined) return text;
      const found = find(operation);
      if (!found) return null;
      if (type !== 'next') release(operation);
      return `{"id":${JSON.stringify(found.name)},"type":"${type}"${text.slice(begin.length)}`;
    },

    find,

    ended(operation) {
      release(operation);
      known.delete(operation);
    },
  };
}

/** graphql-ws closes the socket of a client that names its document by a hash; the operation is to be refused instead. */
function withDocument<Message extends object>(message: Message): Message {
  if (!('payload' in message) || typeof message.payload !== 'object' || message.payload === null) return message;
  return namesDocumentByHash(message.payload) ? { ...message, payload: { ...message.payload, query: '' } } : message;
}

/** The message, when it is about an operation by an id; what else it is, or that it is invalid, is for graphql-ws. */
function operationMessage(text: string): { type: 'subscribe' | 'complete'; id: string } | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof message !== 'object' || message === null || !('type' in message) || !('id' in message)) return null;
  const { type, id } = message;
  if ((type !== 'subscribe' && type !== 'complete') || typeof id !== 'string' || id === '') return null;
  return { ...message, type, id };
}
