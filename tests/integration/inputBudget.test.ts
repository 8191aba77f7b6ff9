import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRateLimiter } from '../../server/access/rateLimiter.ts';
import { hasEngine } from '../support/database.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** Ten refused documents in ten seconds, with a clock that does not move. */
const perMinute = { anonymous: 6_000, user: 6_000, writes: 600 };

describe.skipIf(!hasEngine)('the budget for input', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry(() => ({
      limiter: openRateLimiter({ perMinute, settleWith: async () => [], now: () => 1_000_000_000 }),
    }));
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  describe.each(['viewer', 'publisher', 'admin'] as const)('of a signed-in %s', (role) => {
    /** How many of these are accepted before one is refused. */
    async function allowed(
      ask: () => Promise<{ status: number; errors: { extensions: { code: string } }[] | undefined }>,
    ) {
      for (let asked = 0; asked < 60; asked += 1) {
        const { status, errors } = await ask();
        if (errors?.[0]?.extensions.code !== 'RATE_LIMITED') continue;
        expect(status).toBe(429);
        return asked;
      }
      throw new Error('No request was refused.');
    }

    it('is spent by refused documents', async () => {
      const user = await registry.actor({ role });
      expect(await allowed(() => user.ask('{ nothing }'))).toBe(10);
      const expensive = await registry.actor({ role });
      const pages = '{ agents(first: 100) { edges { node { versions(first: 100) { edges { cursor } } } } } }';
      expect(await allowed(() => expensive.ask(pages))).toBe(10);
    });

    it('is spent more by long refused documents, of which the first problems are told', async () => {
      const user = await registry.actor({ role });
      // 100, and 340 of the characters beyond 1,000, of 1,000.
      const long = `{ ${Array.from({ length: 400 }, (_, at) => `nothing${at}`.padEnd(10, '_')).join(' ')} }`;
      const { errors } = await user.ask(long);
      expect(errors).toHaveLength(26);
      expect(errors?.at(-1)).toMatchObject({
        message: 'Too many validation errors, error limit reached. Validation aborted.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      });
      expect(await allowed(() => user.ask(long))).toBe(2);
    });

    it('is spent more by long documents that are refused for their cost', async () => {
      const user = await registry.actor({ role });
      // 100, and more than 400 of the characters beyond 1,000, of 1,000.
      const pages = '{ agents(first: 100) { edges { node { versions(first: 100) { edges { cursor } } } } } }';
      expect(await allowed(() => user.ask(`${pages}${' '.repeat(5_000)}`))).toBe(2);
    });

    it('is spent more by long refused documents over a WebSocket', async () => {
      const raw = await acknowledged(registry.url, { authorization: `Bearer ${await registry.token({ role })}` });
      const query = `{ nothing ${' '.repeat(5_000)} }`;
      const codes: string[] = [];
      for (let id = 0; id < 3; id += 1) {
        raw.send({ id: String(id), type: 'subscribe', payload: { query } });
        codes.push((await raw.next(String(id))).payload[0].extensions.code);
      }
      expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'RATE_LIMITED']);
      raw.close();
    });

    it('is spent by large bodies', async () => {
      const user = await registry.actor({ role });
      // 401 for the bytes and 100 for the unused variable, of 1,000.
      const filling = 'x'.repeat(40_000);
      expect(await allowed(() => user.ask('query ($x: String) { viewer { id } }', { x: filling }))).toBe(2);
    });

    it('is spent by bodies that are too large, by what they are said to have', async () => {
      const user = await registry.actor({ role });
      const limit = role === 'viewer' ? 1 : 32;
      const filling = 'x'.repeat(limit * 1024 * 1024);
      const large = () => user.ask('{ viewer { id } }', { x: filling });
      expect(await large()).toMatchObject({
        status: 413,
        errors: [{ message: `The body is larger than ${limit} MiB, the maximum for this caller.` }],
      });
      expect(await large()).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    });

    it('is spent by refused REST bodies', async () => {
      const token = await registry.token({ role });
      const statuses: number[] = [];
      for (let count = 0; count < 12; count += 1) {
        const response = await fetch(new URL('/api/agents/validate', registry.url), {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: '{"nothing":1}',
        });
        statuses.push(response.status);
      }
      expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400));
      expect(statuses.at(-1)).toBe(429);
    });

    it('is spent by refused documents over a WebSocket', async () => {
      const raw = await acknowledged(registry.url, { authorization: `Bearer ${await registry.token({ role })}` });
      const codes: string[] = [];
      for (let id = 0; id < 12; id += 1) {
        raw.send({ id: String(id), type: 'subscribe', payload: { query: '{ nothing }' } });
        codes.push((await raw.next(String(id))).payload[0].extensions.code);
      }
      expect(codes.slice(0, 10)).toEqual(Array(10).fill('GRAPHQL_VALIDATION_FAILED'));
      expect(codes.at(-1)).toBe('RATE_LIMITED');
      raw.close();
    });
  });
});
