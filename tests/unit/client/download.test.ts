import { expect, it } from 'vitest';
import {
  type Connection,
  download,
  fileUrl,
  GatewayRefused,
  GatewayUnreachable,
} from '../../../packages/client/index.ts';
import { sha256Hex } from '../../../packages/manifest/index.ts';

const version = { kind: 'AGENT', id: 'reviewer', namespace: 'team a', version: '1.0.0' } as const;
const content = new TextEncoder().encode('hello');
const files = [{ path: 'prompts/a b.md', size: content.length, sha256: sha256Hex(content) }];
const url = 'http://gateway.example/api/agents/reviewer/versions/1.0.0/files/prompts/a%20b.md?namespace=team+a';

/** The outcome when something responds with this. */
async function outcomeOf(respond: () => Response, more: Partial<Connection> = {}, signal?: AbortSignal) {
  const asked: string[] = [];
  const fetch = async (address: Parameters<typeof globalThis.fetch>[0]) => {
    asked.push(String(address));
    return respond();
  };
  const connection = { url: 'http://gateway.example/graphql', fetch, ...more };
  const result = await download(connection, version, files, signal).catch((error: unknown) => error);
  return { asked, result };
}

it.each([
  ['http://h/graphql', 'http://h/api/'],
  ['http://h/graphql/', 'http://h/api/'],
  ['http://h/', 'http://h/api/'],
  ['https://h:8443/base/graphql?key=1#x', 'https://h:8443/base/api/'],
])('asks beside the gateway at %s', (gateway, start) => {
  expect(fileUrl(gateway, { ...version, kind: 'TEMPLATE', namespace: 'n' }, 'template.json')).toBe(
    `${start}templates/reviewer/versions/1.0.0/files/template.json?namespace=n`,
  );
});

it('returns the bytes of each file', async () => {
  const { asked, result } = await outcomeOf(() => new Response(content));
  expect(result).toEqual([{ path: 'prompts/a b.md', bytes: content }]);
  expect(asked).toEqual([url]);
});

it.each<[string, () => Response, object]>([
  [
    'the reason of the gateway',
    () => Response.json({ code: 'FORBIDDEN', detail: 'Not yours.' }, { status: 403, headers: { 'retry-after': '7' } }),
    { status: 403, code: 'FORBIDDEN', retryAfter: 7, message: 'prompts/a b.md cannot be downloaded: Not yours.' },
  ],
  [
    'the limit of something before it',
    () => new Response('<html>', { status: 429 }),
    { status: 429, code: 'RATE_LIMITED', retryAfter: null, message: 'prompts/a b.md cannot be downloaded: HTTP 429' },
  ],
  [
    'the status of something else',
    () => Response.json({ detail: 5, code: 5 }, { status: 404 }),
    { status: 404, code: null, message: 'prompts/a b.md cannot be downloaded: HTTP 404' },
  ],
  ['the status alone', () => Response.json(null, { status: 400 }), { status: 400, code: null }],
])('is refused with %s', async (_, respond, error) => {
  const { result } = await outcomeOf(respond);
  expect(result).toBeInstanceOf(GatewayRefused);
  expect(result).toMatchObject(error);
});

it('waits for a gateway that is unavailable, as long as it says', async () => {
  const responses = [
    Response.json({ detail: 'The database is away.' }, { status: 503, headers: { 'retry-after': '0' } }),
    new Response(content),
  ];
  const waits: string[] = [];
  const { asked, result } = await outcomeOf(() => responses.shift() ?? Response.error(), {
    maxWaitMs: 60_000,
    onWait: ({ error }) => void waits.push(error.message),
  });
  expect(result).toEqual([{ path: 'prompts/a b.md', bytes: content }]);
  expect(asked).toHaveLength(2);
  expect(waits).toEqual([
    'The gateway at http://gateway.example/api/agents/reviewer/versions/1.0.0/files/prompts/a%20b.md is unavailable: The database is away.',
  ]);
});

it.each([
  [503, 'is unavailable: HTTP 503'],
  [0, 'is unreachable.'],
])('does not wait by default: %s', async (status, end) => {
  const { result } = await outcomeOf(() => {
    if (status === 0) throw new TypeError('fetch failed');
    return new Response('', { status });
  });
  expect(result).toBeInstanceOf(GatewayUnreachable);
  expect(result).toMatchObject({ message: expect.stringContaining(end), isAnswer: status !== 0 });
});

it.each([
  ['shorter', 'hell'],
  ['longer', 'hello, and more than was announced'],
  ['different', 'HELLO'],
  ['missing', null],
])('refuses content that is %s', async (_, body) => {
  const { result } = await outcomeOf(() => new Response(body));
  expect(result).toMatchObject({ name: 'NotAsPublished' });
});

it('reads no more of a longer body than shows that it is longer', async () => {
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > 100) controller.close();
      else controller.enqueue(content);
    },
  });
  const { result } = await outcomeOf(() => new Response(body));
  expect(result).toMatchObject({ name: 'NotAsPublished' });
  expect(sent).toBeLessThan(10);
});

it('ends with the reason of the signal', async () => {
  const stop = new AbortController();
  const { result } = await outcomeOf(
    () => {
      stop.abort(new Error('Enough.'));
      throw new TypeError('fetch failed');
    },
    {},
    stop.signal,
  );
  expect(result).toMatchObject({ message: 'Enough.' });
});

it('throws what is wrong in the program itself', async () => {
  const { result } = await outcomeOf(() => {
    throw new RangeError('a bug');
  });
  expect(result).toBeInstanceOf(RangeError);
});
