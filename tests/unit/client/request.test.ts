import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createClient,
  GatewayRefused,
  GatewayUnreachable,
  PublishAgentDocument,
  RegistryEventsDocument,
  SearchDocument,
  ViewerDocument,
} from '../../../packages/client/index.ts';

type Answer = [status: number, body: string] | 'hang up';

let server: Server;
let requests: { authorization: string | undefined; body: { query: string; variables: unknown } }[];
afterEach(() => server?.close());

/** A gateway that gives one response after another, and repeats the last one. */
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

it.each([301, 302, 307, 308])(
  'follows no redirect (%i), which would send the variables to another host',
  async (status) => {
    const other = createServer((_, response) => response.end('{"data": {"viewer": null}}')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      let asked = 0;
      other.on('request', () => {
        asked += 1;
      });
      const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/graphql`;
      server = createServer((_, response) => response.writeHead(status, { location }).end()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
      const client = createClient({ url });
      await expect(client.request(ViewerDocument)).rejects.toMatchObject({
        status,
        message: `${url} (HTTP ${status}) is not a GraphQL gateway. Check the URL.`,
      });
      const events = client.subscribe(RegistryEventsDocument, { after: '0' }, { transport: 'sse' });
      await expect(events.next()).rejects.toMatchObject({ name: 'GatewayRefused', status });
      expect(asked).toBe(0);
    } finally {
      other.close();
    }
  },
);

describe('a response that does not end', () => {
  /** Sends zeros as fast as they are read; how many bytes were sent until the client left. */
  async function flood(status: number): Promise<{ url: string; sent: Promise<number> }> {
    let left: (bytes: number) => void;
    const sent = new Promise<number>((resolve) => {
      left = resolve;
    });
    server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      const endless = Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(1_048_576, 0x30);
        })(),
      );
      endless.pipe(response);
      response.once('close', () => {
        endless.destroy();
        left(response.socket?.bytesWritten ?? 0);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, sent };
  }

  it.each([200, 500])('is refused after 64 MiB, with the status %i', async (status) => {
    const { url, sent } = await flood(status);
    const error = await createClient({ url })
      .request(ViewerDocument)
      .catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(GatewayRefused);
    expect((error as GatewayRefused).message).toMatch(/larger than 67108864 bytes/);
    expect(await sent).toBeLessThan(100 * 1_048_576);
  });
});

it('gets a fresh token before each request', async () => {
  const tokens = ['one', 'two'];
  const client = createClient({ url: await gateway(data({ viewer: null })), token: async () => tokens.shift() });
  await client.request(ViewerDocument);
  await client.request(ViewerDocument);
  expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer one', 'Bearer two']);
});

it('never repeats the token in an error', async () => {
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
] as const)('throws a refusal for %j', async (answer, status, code) => {
  const client = createClient({ url: await gateway(answer as Answer) });
  const error = await client.request(SearchDocument, { query: 'x' }).catch((problem) => problem);
  expect(error).toBeInstanceOf(GatewayRefused);
  expect(error).toMatchObject({ status, code });
  expect(requests).toHaveLength(1);
});

it('says that the address cannot be reached', async () => {
  const url = await gateway();
  server.close();
  const error = await createClient({ url })
    .request(ViewerDocument, {}, { retries: 0 })
    .catch((problem) => problem);
  expect(error).toBeInstanceOf(GatewayUnreachable);
  expect(error.message).toBe(`The gateway at ${url} is unreachable (ECONNREFUSED).`);
});

it('shows no credentials of a URL', () => {
  expect(new GatewayUnreachable('http://me:pass@host/graphql?key=1', 'is away.').message).toBe(
    'The gateway at http://host/graphql is away.',
  );
});

it.each([['hang up'], [[503, '']], [[502, '<html>']]] as [Answer][])('retries a query after %j', async (trouble) => {
  const client = createClient({ url: await gateway(trouble, data({ viewer: null })) });
  expect(await client.request(ViewerDocument)).toEqual({ viewer: null });
  expect(requests).toHaveLength(2);
});

it('retries a mutation only with an idempotency key', async () => {
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

it('stops at its timeout', async () => {
  server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const asked = createClient({ url }).request(ViewerDocument, {}, { timeoutMs: 50, retries: 0 });
  await expect(asked).rejects.toThrow(/did not respond within 0.05 seconds/);
  server.closeAllConnections();
});

it('stops when it is aborted', async () => {
  const asked = createClient({ url: await gateway('hang up') }).request(
    ViewerDocument,
    {},
    { signal: AbortSignal.abort('enough') },
  );
  await expect(asked).rejects.toBe('enough');
});

/** One refusal after another, each with its time for a retry. */
const refusedFor = (code: string, seconds: number, status = 429): Answer => [
  status,
  JSON.stringify({ errors: [{ message: `Refused: ${code}.`, extensions: { code, retryAfter: seconds } }] }),
];

it.each<[string, Answer[]]>([
  [
    'RATE_LIMITED',
    [
      refusedFor('RATE_LIMITED', 0),
      refusedFor('RATE_LIMITED', 0),
      refusedFor('RATE_LIMITED', 0),
      refusedFor('RATE_LIMITED', 0),
    ],
  ],
  [
    'UNAVAILABLE',
    [refusedFor('UNAVAILABLE', 0, 200), refusedFor('UNAVAILABLE', 0, 503), refusedFor('UNAVAILABLE', 0, 503)],
  ],
])('waits as long as the gateway asks after %s, with the same idempotency key, and reports it', async (_, answers) => {
  const waits: number[] = [];
  const url = await gateway(...answers, data({ publishAgent: { __typename: 'Forbidden' } }));
  const client = createClient({ url, maxWaitMs: 60_000, onWait: ({ ms }) => void waits.push(ms) });
  const input = { manifest: '{}', idempotencyKey: 'the-same-key' };
  await client.request(PublishAgentDocument, { input } as never);
  expect(requests).toHaveLength(answers.length + 1);
  expect(new Set(requests.map(({ body }) => JSON.stringify(body.variables))).size).toBe(1);
  expect(waits).toHaveLength(answers.length);
});

it('waits no longer than its limit, and by default not at all', async () => {
  const url = await gateway(refusedFor('RATE_LIMITED', 3_600));
  for (const options of [{ maxWaitMs: 60_000 }, {}]) {
    const error = await createClient({ url, ...options })
      .request(ViewerDocument)
      .catch((problem) => problem);
    expect(error).toBeInstanceOf(GatewayRefused);
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3_600 });
  }
  expect(requests).toHaveLength(2);
});

it('waits for a mutation without a key after RATE_LIMITED, but not after UNAVAILABLE', async () => {
  const input = { input: { manifest: '{}' } } as never;
  const limited = await gateway(refusedFor('RATE_LIMITED', 0), data({ publishAgent: null }));
  await createClient({ url: limited, maxWaitMs: 60_000 }).request(PublishAgentDocument, input);
  expect(requests).toHaveLength(2);
  server.close();
  const away = await gateway(refusedFor('UNAVAILABLE', 0, 200), data({ publishAgent: null }));
  const error = await createClient({ url: away, maxWaitMs: 60_000 })
    .request(PublishAgentDocument, input)
    .catch((problem) => problem);
  expect(error).toMatchObject({ code: 'UNAVAILABLE' });
  expect(requests).toHaveLength(1);
});

it('stops waiting when it is aborted', async () => {
  const url = await gateway(refusedFor('RATE_LIMITED', 600));
  const stop = new AbortController();
  const client = createClient({ url, maxWaitMs: 1_000_000, onWait: () => stop.abort(new Error('Ctrl-C')) });
  await expect(client.request(ViewerDocument, {}, { signal: stop.signal })).rejects.toThrow('Ctrl-C');
});

describe('by the hash of its document', () => {
  const sha256Hash = createHash('sha256').update(String(ViewerDocument)).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const found = { viewer: null };

  it('sends no document that the gateway knows', async () => {
    const client = createClient({ url: await gateway(data(found)), byHash: 'POST' });
    expect(await client.request(ViewerDocument)).toEqual(found);
    expect(requests.map(({ body }) => body)).toEqual([{ variables: {}, extensions }]);
  });

  it('sends the document with its hash to a gateway that does not know it, once', async () => {
    const unknown = errors(200, 'PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
    const client = createClient({ url: await gateway(unknown, data(found)), byHash: 'POST' });
    expect(await client.request(ViewerDocument)).toEqual(found);
    expect(requests.map(({ body }) => body)).toEqual([
      { variables: {}, extensions },
      { query: String(ViewerDocument), variables: {}, extensions },
    ]);
  });

  it('sends the document alone to a gateway that knows no hashes', async () => {
    const unsupported = errors(200, 'PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');
    const client = createClient({ url: await gateway(unsupported, data(found)), byHash: 'POST' });
    expect(await client.request(ViewerDocument)).toEqual(found);
    expect(requests[1]?.body).toEqual({ query: String(ViewerDocument), variables: {} });
  });

  it('sends queries with GET if it should, and mutations never', async () => {
    const sent: [string | undefined, string][] = [];
    const fetch = async (url: unknown, init?: { method?: string }) => {
      sent.push([init?.method, String(url)]);
      return Response.json({ data: found });
    };
    const client = createClient({ url: 'http://gateway/graphql', byHash: 'GET', fetch: fetch as never });
    await client.request(ViewerDocument);
    await client.request(PublishAgentDocument, { input: { manifest: {} } });
    expect(sent).toEqual([
      [
        undefined,
        `http://gateway/graphql?${new URLSearchParams({ variables: '{}', extensions: JSON.stringify(extensions) })}`,
      ],
      ['POST', 'http://gateway/graphql'],
    ]);
  });
});
