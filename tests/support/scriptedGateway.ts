import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { transcriptOf } from './cliTranscript.ts';

/** An operation that a gateway received, by its name. Random keys are `<uuid>`. */
export interface Sent {
  operation: string;
  variables: unknown;
}

/** What a command printed, line by line, and what it sent. */
export interface Exchange {
  lines: string[];
  sent: Sent[];
}

/**
 * Runs a command against a gateway that answers with these values of `data`, or these responses, one after another.
 *
 * @param line words, split at spaces, or the words themselves
 * @param given answers; one of them may be `{ files }`: what downloads get, by path
 */
export async function exchange(line: string | readonly string[], ...given: object[]): Promise<Exchange> {
  const sent: Sent[] = [];
  const answers = given.filter((answer) => !('files' in answer));
  const files: Record<string, string> = Object.assign(
    {},
    ...given.map((answer) => ('files' in answer ? answer.files : {})),
  );
  const server = createServer(async (request, response) => {
    const path = /\/files\/(.*)\?/.exec(request.url ?? '')?.[1];
    if (path !== undefined) return void response.writeHead(path in files ? 200 : 404).end(files[path]);
    sent.push(await operationOf(request));
    const answer = answers.shift() ?? { errors: [{ message: 'No more answers.' }] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify('errors' in answer ? answer : { data: answer }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = { REGISTRY_URL: `http://127.0.0.1:${port}/graphql`, REGISTRY_TOKEN: 'abc' };
  const lines = await transcriptOf(environment)(line);
  return { lines, sent };
}

async function operationOf(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { query, variables } = JSON.parse(
    Buffer.concat(chunks)
      .toString()
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'),
  );
  return { operation: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? query, variables };
}
