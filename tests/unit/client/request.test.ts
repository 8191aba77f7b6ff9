import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import {
  createClient,
  GatewayRefused,
  GatewayUnreachable,
  PublishAgentDocument,
  SearchDocument,
  ViewerDocument,
} from '../../../packages/client/index.ts';

type Answer = [status: number, body: string] | 'hang up';

let server: Server;
let requests: { authorization: string | undefined; body: { query: string; variables: unknown } }[];
afterEach(() => server?.close());

/** A gateway that gives one answer after the other, and the last one for ever. */
async function gateway(...answers: Answer[]): Promise<string> {
  requests = [];
  server = createServer(async (request, response) => {
    requests.push({ authorization: request.headers.authorization, body: await bodyOf(request) });
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (!answer || answer === 'hang up') return void request.socket.destroy();
    response.writeHead(answer[0], { 'content-type': 'application/json' }).end(answer[1]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const bodyOf = async (request: IncomingMessage) => JSON.parse(Buffer.concat(await request.toArray()).toString());
const data = (value: unknown): Answer => [200, JSON.stringify({ data: value })];
const errors = (status: number, message: string, code: string): Answer => [
  status,
  JSON.stringify({ errors: [{ message, extensions: { code } }] }),
];

it('sends the document, its variables and the token', async () => {
  const url = await gateway(data({ viewer: null }));
  const client = createClient({ url, token: 'abc' });
  expect(await client.request(ViewerDocument)).toEqual({ viewer: null });
  expect(requests[0]?.authorization).toBe('Bearer abc');
  expect(requests[0]?.body.query).toContain('query Viewer');
});

it('asks for a fresh token before each request', async () => {
  const tokens = ['one', 'two'];
  const client = createClient({ url: await gateway(data({ viewer: null })), token: async () => tokens.shift() });
  await client.request(ViewerDocument);
  await client.request(ViewerDocument);
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer one', 'Bearer two']);
});

it('never repeats a token in an error', async () => {
  const client = createClient({ url: await gateway(data({})), token: 'top\nsecret' });
  const error = await client.request(ViewerDocument).catch((problem) => problem);
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).not.toContain('secret');
});

it.each([
  [errors(200, '`first` must be from 1 to 100.', 'BAD_USER_INPUT'), 200, 'BAD_USER_INPUT'],
  [errors(401, 'The token has expired.', 'UNAUTHENTICATED'), 401, 'UNAUTHENTICATED'],
  [[404, '<html>'] satisfies Answer, 404, null],
  [[200, '"a text"'] satisfies Answer, 200, null],
  [[200, 'null'] satisfies Answer, 200, null],
] as const)('is refused by %j', async (answer, status, code) => {
  const client = createClient({ url: await gateway(answer as Answer) });
  const error = await client.request(SearchDocument, { query: 'x' }).catch((problem) => problem);
  expect(error).toBeInstanceOf(GatewayRefused);
  expect(error).toMatchObject({ status, code });
  expect(requests).toHaveLength(1);
});

it('says in a sentence that nothing is there', async () => {
  const url = await gateway();
  server.close();
  const error = await createClient({ url })
    .request(ViewerDocument, {}, { retries: 0 })
    .catch((problem) => problem);
  expect(error).toBeInstanceOf(GatewayUnreachable);
  expect(error.message).toBe(`The gateway at ${url} cannot be reached (ECONNREFUSED).`);
});

it('shows no credentials of an address', () => {
  expect(new GatewayUnreachable('http://me:pass@host/graphql?key=1', 'is away.').message).toBe(
    'The gateway at http://host/graphql is away.',
  );
});

it.each([['hang up'], [[503, '']], [[502, '<html>']]] as [Answer][])(
  'tries a query again after %j',
  async (trouble) => {
    const client = createClient({ url: await gateway(trouble, data({ viewer: null })) });
    expect(await client.request(ViewerDocument)).toEqual({ viewer: null });
    expect(requests).toHaveLength(2);
  },
);

it('tries a mutation again only under an idempotency key', async () => {
  const answer = data({ result: { __typename: 'Forbidden', code: 'FORBIDDEN', message: 'No.' } });
  const without = createClient({ url: await gateway('hang up', answer) });
  await expect(without.request(PublishAgentDocument, { input: { manifest: {} } })).rejects.toBeInstanceOf(
    GatewayUnreachable,
  );
  expect(requests).toHaveLength(1);

  server.close();
  const under = createClient({ url: await gateway('hang up', answer) });
  await under.request(PublishAgentDocument, { input: { manifest: {}, idempotencyKey: 'publish:1' } });
  expect(requests).toHaveLength(2);
});

it('stops at its time limit', async () => {
  server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const asked = createClient({ url }).request(ViewerDocument, {}, { timeoutMs: 50, retries: 0 });
  await expect(asked).rejects.toThrow(/did not answer within 0.05 seconds/);
  server.closeAllConnections();
});

it('stops when it is told to', async () => {
  const asked = createClient({ url: await gateway('hang up') }).request(
    ViewerDocument,
    {},
    { signal: AbortSignal.abort('enough') },
  );
  await expect(asked).rejects.toBe('enough');
});
