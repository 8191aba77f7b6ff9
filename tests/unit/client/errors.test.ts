import { afterEach, expect, it, vi } from 'vitest';
import { areErrors, GatewayRefused, refusalOf } from '../../../packages/client/errors.ts';
import { hashOf } from '../../../packages/client/hash.ts';
import { GatewayUnreachable, isTransient } from '../../../packages/client/index.ts';
import { latestCursor } from '../../../packages/client/latestCursor.ts';
import { pollEvents } from '../../../packages/client/pollEvents.ts';
import { realtimeWake } from '../../../packages/client/realtimeWake.ts';
import { retryAfterOf } from '../../../packages/client/retryAfter.ts';

afterEach(() => void vi.useRealTimers());

it.each<[string | null, unknown, number | null]>([
  [null, undefined, null],
  ['7', undefined, 7],
  [' 7 ', undefined, 7],
  ['7', 3, 3],
  ['7', -1, 7],
  ['7', '3', 7],
  ['Thu, 26 Nov 2026 10:00:30 GMT', undefined, 30],
  ['Thu, 26 Nov 2026 09:00:00 GMT', undefined, 0],
  ['soon', undefined, null],
])('Retry-After %j with %j in the body means %j seconds', (header, inBody, seconds) => {
  vi.useFakeTimers({ now: new Date('2026-11-26T10:00:00Z') });
  expect(retryAfterOf(header, inBody)).toBe(seconds);
});

it.each<[unknown, boolean]>([
  [[{ message: 'No.' }], true],
  [[], false],
  [[{ message: 'No.' }, {}], false],
  [[null], false],
  [['No.'], false],
  [{ message: 'No.' }, false],
])('%j: a list of GraphQL errors is %s', (value, expected) => expect(areErrors(value)).toBe(expected));

it('a refusal has the message and the code of the first error, and something to say without one', () => {
  const errors = [{ message: 'No.', extensions: { code: 'FORBIDDEN', retryAfter: 4 } }, { message: 'Nor this.' }];
  expect(refusalOf(errors, 200)).toMatchObject({
    message: 'No.',
    code: 'FORBIDDEN',
    status: 200,
    retryAfter: 4,
    errors,
  });
  expect(refusalOf([{ message: 'No.' }], null)).toMatchObject({ code: null, status: null, retryAfter: null });
  expect(refusalOf([], 400).message).toBe('The gateway refused the request without a reason.');
});

it('names an address without an origin as it is', () => {
  expect(new GatewayUnreachable('mailto:a@example.com', 'is away.').message).toBe(
    'The gateway at mailto:a@example.com is away.',
  );
});

it.each<[unknown, boolean]>([
  [new GatewayUnreachable('http://h/', 'is away.'), true],
  [new GatewayRefused({ status: 200, code: 'UNAVAILABLE', message: '' }), true],
  [new GatewayRefused({ status: 200, code: 'INTERNAL_SERVER_ERROR', message: '' }), true],
  [new GatewayRefused({ status: 200, code: 'FORBIDDEN', message: '' }), false],
  [new GatewayRefused({ status: 404, code: null, message: '' }), false],
  [new Error('a bug'), false],
])('%s: another attempt may succeed is %s', (error, expected) => expect(isTransient(error)).toBe(expected));

it.each([
  ['the newest event', [{ cursor: 'c9' }], false, 'c9'],
  ['an empty log', [], false, '0'],
  ['a gateway that reads only forwards', [{ cursor: 'c1' }, { cursor: 'c2' }], false, null],
  ['another one of its kind', [{ cursor: 'c1' }], true, null],
])('the end of the log, from %s', async (_, edges, hasNextPage, cursor) => {
  const fetch = async () => Response.json({ data: { registryEvents: { edges, pageInfo: { hasNextPage } } } });
  expect(await latestCursor({ url: 'http://h/graphql', fetch })).toBe(cursor);
});

it('remembers hashes of documents, but not of all that a program makes up', async () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  for (let count = 0; count < 600; count += 1) await hashOf(`{ made${count} }`);
  expect(await hashOf('')).toBe(empty);
  vi.stubGlobal('crypto', undefined);
  expect(await hashOf('')).toBe(empty);
  expect(await hashOf('{ made0 }')).toBeUndefined();
  vi.unstubAllGlobals();
});

it('joins the public channel, and those of a namespace that were asked for', () => {
  const joined: { topic: string; config: { private: boolean } }[] = [];
  const left: unknown[] = [];
  const reports: ((status: string) => void)[] = [];
  const supabase = {
    channel(topic: string, { config }: { config: { private: boolean } }) {
      joined.push({ topic, config });
      const channel = { on: () => channel, subscribe: (report: (status: string) => void) => void reports.push(report) };
      return channel;
    },
    removeChannel: (channel: never) => void left.push(channel),
  };
  const topics = (channels?: Parameters<typeof realtimeWake>[1]) => {
    joined.length = 0;
    void realtimeWake(supabase as never, channels)(() => {});
    return joined.map(({ topic }) => topic);
  };
  expect(topics()).toEqual(['registry:nofx:public']);
  expect(topics({ publishers: true })).toEqual(['registry:nofx:public']);
  expect(topics({ namespace: 'a' })).toEqual(['registry:nofx:public', 'registry:nofx:namespace:a']);

  let woken = 0;
  reports.length = 0;
  joined.length = 0;
  const stop = realtimeWake(supabase as never, { schema: 'preview', namespace: 'a', publishers: true })(() => {
    woken += 1;
  }) as () => void;
  expect(joined).toEqual(
    ['public', 'namespace:a', 'publishers:a'].map((name) => ({
      topic: `registry:preview:${name}`,
      config: { private: true },
    })),
  );
  for (const report of reports) report('CHANNEL_ERROR');
  expect(woken).toBe(0);
  for (const report of reports) report('SUBSCRIBED');
  expect(woken).toBe(3);
  stop();
  expect(left).toHaveLength(3);
});

it('reads the log to its end, again when it is woken up, and not after it was stopped', async () => {
  const pages = [
    { events: [{ cursor: '1' }, { cursor: '2' }], hasMore: true },
    { events: [{ cursor: '3' }], hasMore: false },
    { events: [{ cursor: '4' }], hasMore: false },
  ];
  const asked: string[] = [];
  let wake = () => {};
  let stopped = 0;
  let connected = 0;
  const stop = new AbortController();
  const read = async (after: string) => {
    asked.push(after);
    return pages.shift() ?? { events: [], hasMore: false };
  };
  const source = (call: () => void) => {
    wake = call;
    return () => {
      stopped += 1;
    };
  };
  const events = pollEvents(read, '0', {
    ...{ wake: source, signal: stop.signal },
    onConnected: () => {
      connected += 1;
    },
  });
  const next = async () => (await events.next()).value?.cursor;
  expect([await next(), await next(), await next()]).toEqual(['1', '2', '3']);
  const fourth = next();
  await expect.poll(() => asked).toEqual(['0', '2']);
  wake();
  expect(await fourth).toBe('4');
  const end = events.next();
  stop.abort();
  expect(await end).toEqual({ value: undefined, done: true });
  expect({ asked, stopped, connected }).toEqual({ asked: ['0', '2', '3'], stopped: 1, connected: 1 });
});
