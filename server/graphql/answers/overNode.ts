import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes } from '../../http/readBody.ts';
import type { GatewayOptions } from '../gatewayOptions.ts';
import type { Begun } from './begun.ts';
import { type Asked, createLookUp, type Found } from './lookUp.ts';

/** Answers with what is kept; else hands over what was begun for the request, to be answered in the ordinary way. */
export type AnswerOverNode = (
  request: IncomingMessage,
  response: ServerResponse,
  transport: 'http' | 'rest',
  route: string,
  otherwise: (begun: Begun | undefined) => void,
) => void;

export function answersOverNode(options: GatewayOptions): AnswerOverNode {
  const lookUp = createLookUp(options);
  return (request, response, transport, route, otherwise) => {
    lookUp(askedBy(request, transport, route)).then(
      (result) => {
        if ('found' in result) send(response, result.found);
        else otherwise(result.begun);
      },
      () => otherwise(undefined),
    );
  };
}

const askedBy = (request: IncomingMessage, transport: 'http' | 'rest', route: string): Asked => ({
  transport,
  method: request.method ?? '',
  target: request.url ?? '/',
  route,
  header: (name) => request.headers[name]?.toString(),
  authorization: request.headersDistinct.authorization?.join(', '),
  peer: request.socket.remoteAddress,
  readBody: () => readBytes(request, 65_536),
});

function send(response: ServerResponse, { status, headers, body }: Found): void {
  response.writeHead(status, headers);
  response.end(body);
}
