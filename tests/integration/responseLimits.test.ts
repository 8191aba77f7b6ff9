import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerPool } from '../../server/access/answerPool.ts';
import { openRateLimiter } from '../../server/access/rateLimiter.ts';
import { createAnswerPool } from '../../server/graphql/answerBytes.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, setAgentStatus } from '../support/operations.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const mebibyte = 1024 * 1024;
const limits = { answer: 3 * mebibyte, caller: 4 * mebibyte, process: 6 * mebibyte };

describe.skipIf(!hasEngine)('the memory for responses', () => {
  let registry: TestRegistry;
  let answers: AnswerPool;
  let alice: Actor;
  let reads = 0;

  beforeAll(async () => {
    answers = createAnswerPool(limits);
    registry = await openRegistry((services) => ({
      answers,
      trustedProxies: ['127.0.0.1'],
      services: {
        ...services,
        artifacts: {
          ...services.artifacts,
          get: (digest) => {
            reads += 1;
            return services.artifacts.get(digest);
          },
        },
      },
    }));
    alice = await registry.actor();
    const { manifest, files } = agent({ agentId: 'heavy', metadata: { filling: 'x'.repeat(300_000) } });
    const prompt = (name: string) => ({ path: `prompts/${name}.md`, content: `# ${name}\n${'y'.repeat(mebibyte)}` });
    const published = await alice.do(publishAgent, {
      input: { manifest, files: [...files, prompt('big'), prompt('huge')] },
    });
    expect(published.version.version).toBe('1.0.0');
  }, 180_000);
  afterEach(async () => {
    expect(registry.masked).toEqual([]);
    await expect.poll(() => answers.reserved(), { timeout: 15_000 }).toBe(0);
  });
  afterAll(() => registry?.close());

  const content = 'agent(agentId: "heavy") { currentVersion { prompts { content } } }';
  const metadata = 'agent(agentId: "heavy") { metadata }';
  const aliases = (field: string, count: number) =>
    `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')} }`;
  const asked = (query: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

  it('accepts a response below the limit', async () => {
    const { data, errors } = await registry.anyone.ask(`{ ${content} }`);
    expect(errors).toBeUndefined();
    expect(data.agent.currentVersion.prompts.map((each: { content: string }) => each.content.length)).toContain(
      mebibyte + 6,
    );
  });

  it.each([
    ['the contents of files', aliases(content, 2)],
    ['the contents of files, 15 times', aliases(content, 15)],
    ['values of the database', aliases(metadata, 15)],
    ['manifests', aliases('agent(agentId: "heavy") { currentVersion { manifest } }', 15)],
  ])('refuses %s beyond the limit as a whole', async (_, query) => {
    const { data, errors } = await registry.anyone.ask(query);
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message: expect.stringMatching(/^The answer is larger than 3 MiB\. Request fewer fields, aliases or entries/),
        extensions: { code: 'QUERY_TOO_COMPLEX', correlationId: expect.any(String) },
      },
    ]);
    await expect.poll(() => answers.reserved(), { timeout: 15_000 }).toBe(0);
    const raw = await acknowledged(registry.url);
    raw.send({ id: '1', type: 'subscribe', payload: { query } });
    const { payload } = await raw.next('1');
    expect([payload.data, payload.errors[0].extensions.code]).toEqual([undefined, 'QUERY_TOO_COMPLEX']);
    raw.close();
  });

  it.each([
    ['small', 'agentId', '"heavy"'],
    ['large', 'metadata', 'xxxxx"}'],
  ])('holds nothing for a subscription once its %s value has been delivered', async (_, field, end) => {
    const query = `subscription { registryEvents(filter: { entryId: "heavy" }) { agent { ${field} } } }`;
    const raw = await acknowledged(registry.url);
    raw.send({ id: '1', type: 'subscribe', payload: { query } });
    await expect.poll(() => registry.services.feed.readers()).toBe(1);
    const admin = await registry.actor({ role: 'admin' });
    await admin.do(setAgentStatus, { input: { id: 'heavy', status: 'DEPRECATED', message: field } });
    const { payload } = await raw.next('1');
    expect(JSON.stringify(payload.data.registryEvents.agent[field]).endsWith(end)).toBe(true);
    await expect.poll(() => answers.reserved()).toBe(0);
    expect(registry.services.feed.readers()).toBe(1);
    raw.close();
  });

  it('reads no file twice, whatever is requested', async () => {
    reads = 0;
    await registry.anyone.ask(aliases(content, 15));
    expect(reads).toBeLessThanOrEqual(3);
  });

  it('reports that a write took effect when its response cannot be sent', async () => {
    const mutation = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) {
      ... on PublishAgentPayload { ${Array.from({ length: 15 }, (_, index) => `a${index}: agent { metadata }`).join(' ')} }
    } }`;
    const input = agent({ agentId: 'written', metadata: { filling: 'x'.repeat(300_000) } });
    const { errors } = await alice.ask(mutation, { input });
    expect(errors?.map(({ message, extensions }) => [extensions.code, message.slice(0, 22)])).toEqual([
      ['QUERY_TOO_COMPLEX', 'The write took effect,'],
    ]);
    expect((await alice.ask('{ agent(agentId: "written") { slug } }')).data).toEqual({ agent: { slug: 'written' } });
  });

  it('is charged to the caller by the size of the response', async () => {
    const limiter = openRateLimiter({
      perMinute: { anonymous: 60_000, user: 60_000, writes: 60 },
      settleWith: async () => [],
    });
    const paid = await openRegistry(() => ({ limiter }));
    try {
      const publisher = await paid.actor();
      const { manifest, files } = agent({ agentId: 'heavy' });
      const big = { path: 'prompts/big.md', content: `# Big\n${'y'.repeat(900_000)}` };
      await publisher.do(publishAgent, { input: { manifest, files: [...files, big] } });
      const file = new URL('/api/agents/heavy/versions/1.0.0/files/prompts/big.md', paid.url);
      for (const ask of [() => fetch(file), () => fetch(paid.url, { ...asked(`{ ${content} }`) })]) {
        const codes = [];
        for (let count = 0; count < 4; count += 1) codes.push((await ask()).status);
        expect(codes.at(-1)).toBe(429);
      }
    } finally {
      await limiter.close();
      await paid.close();
    }
  });

  describe('for responses that are the same for all callers', () => {
    const get = (path: string, headers: Record<string, string>) =>
      new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
        request(new URL(path, registry.url), { headers }, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
        })
          .on('error', reject)
          .end();
      });

    it.each([
      ['/graphql', 'text/html', 'NOFX registry'],
      ['/api/openapi.json', 'application/json', 'openapi'],
      ['/api/docs/swagger-ui-bundle.js', '*/*', 'SwaggerUI'],
    ])('%s is compressed once, and not sent again to a client that has it', async (path, accept, word) => {
      const plain = await get(path, { accept });
      expect(plain.body.includes(word)).toBe(true);
      expect(plain.headers['cache-control']).toBe('public, max-age=300');
      for (const [encoding, open] of [
        ['gzip', gunzipSync],
        ['br', brotliDecompressSync],
      ] as const) {
        const answer = await get(path, { accept, 'accept-encoding': `deflate, ${encoding};q=0.5, identity;q=0.1` });
        expect(answer.headers['content-encoding']).toBe(encoding);
        expect(answer.headers.vary).toContain('Accept-Encoding');
        expect(answer.body.length).toBeLessThan(plain.body.length / 2);
        expect(open(answer.body).equals(plain.body)).toBe(true);
        const again = await get(path, {
          accept,
          'accept-encoding': encoding,
          'if-none-match': String(answer.headers.etag),
        });
        expect([again.status, again.body.length]).toEqual([304, 0]);
      }
      expect((await get(path, { accept, 'accept-encoding': 'gzip;q=0, br;q=0' })).headers['content-encoding']).toBe(
        undefined,
      );
    });

    it('holds one copy, however many clients do not read it', async () => {
      await get('/graphql', { accept: 'text/html' });
      const before = process.memoryUsage();
      const open: Socket[] = [];
      for (let count = 0; count < 60; count += 1) {
        const { hostname, port } = new URL(registry.url);
        const socket = connect(Number(port), hostname);
        socket.pause();
        socket.write('GET /graphql HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n\r\n');
        open.push(socket);
        await once(socket, 'connect');
      }
      await get('/health/live', {});
      const after = process.memoryUsage();
      const grown = after.heapUsed + after.external - before.heapUsed - before.external;
      expect(grown).toBeLessThan(120 * mebibyte);
      for (const socket of open) socket.destroy();
    });
  });
});
