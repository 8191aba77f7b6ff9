import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SearchDocument } from '../../packages/client/generated/graphql.ts';
import { hasEngine } from '../support/database.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } });
const query = '{ agents(first: 3) { totalCount } }';
const answer = { data: { agents: { totalCount: 0 } } };

const clientOf = (url: string) => ({
  async post(body: object) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...(await response.json()) };
  },
  get: (parameters: Record<string, unknown>) =>
    fetch(
      `${url}?${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, JSON.stringify(value)]))}`,
    ),
  async subscribe(payload: object) {
    const raw = await acknowledged(url);
    raw.send({ id: '1', type: 'subscribe', payload });
    const message = await raw.next('1');
    raw.close();
    return message;
  },
});
const codes = ({ errors }: { errors?: { extensions: { code: string } }[] }) =>
  errors?.map(({ extensions }) => extensions.code);

describe.skipIf(!hasEngine)('operations by their hash', () => {
  let registry: TestRegistry;
  let client: ReturnType<typeof clientOf>;

  beforeAll(async () => {
    registry = await openRegistry();
    client = clientOf(registry.url);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it('are known once the document was sent with it', async () => {
    expect(codes(await client.post({ extensions: byHash(query) }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(await client.post({ query, extensions: byHash(query) })).toEqual({ status: 200, ...answer });
    for (let asked = 0; asked < 2; asked += 1)
      expect(await client.post({ extensions: byHash(query) })).toEqual({ status: 200, ...answer });
    const response = await client.get({ extensions: byHash(query) });
    expect([response.status, response.headers.get('cache-control'), await response.json()]).toEqual([
      200,
      'public, max-age=0, must-revalidate, s-maxage=5',
      answer,
    ]);
    expect(response.headers.get('etag')).toMatch(/^"[\w-]{27}"$/);
    expect(await client.subscribe({ extensions: byHash(query) })).toMatchObject({ type: 'next', payload: answer });
  });

  it.each([
    ['another document', { query: '{ viewer { id } }', extensions: byHash(query) }, 'must be the SHA-256 of `query`'],
    ['another version', { extensions: { persistedQuery: { version: 2, sha256Hash: hashOf(query) } } }, 'must be 1'],
    ['no hash', { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }, 'must be 64 hexadecimal digits'],
  ])('are refused with %s', async (_, body, message) => {
    const { status, errors } = await client.post(body);
    expect({ status, errors }).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe.skipIf(!hasEngine)('a gateway of listed operations', () => {
  let registry: TestRegistry;
  let client: ReturnType<typeof clientOf>;
  let folder: string;
  const own = '{ templates { totalCount } }';
  const subscription = 'subscription { registryEvents(after: "0") { id } }';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-operations-'));
    const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: 'any', body: query }] };
    await writeFile(join(folder, 'apollo.json'), JSON.stringify(apollo));
    await writeFile(join(folder, 'codegen.json'), JSON.stringify({ [hashOf(own)]: own }));
    registry = await openRegistry(undefined, {
      REGISTRY_OPERATIONS: 'listed',
      REGISTRY_OPERATIONS_FILES: ['apollo.json', 'codegen.json'].map((name) => join(folder, name)).join(','),
    });
    client = clientOf(registry.url);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('runs those of the manifests, by text and by hash', async () => {
    expect(await client.post({ query })).toEqual({ status: 200, ...answer });
    expect(await client.post({ extensions: byHash(own) })).toEqual({
      status: 200,
      data: { templates: { totalCount: 0 } },
    });
    const search = { extensions: byHash(String(SearchDocument)), variables: { query: 'a', first: 1 } };
    expect(await client.post(search)).toMatchObject({ status: 200, data: { search: { totalCount: 0 } } });
  });

  it('refuses all others, over HTTP and WebSocket, and does not learn them', async () => {
    const other = '{ viewer { id } }';
    for (const body of [{ query: other }, { query: other, extensions: byHash(other) }]) {
      const { status, ...refused } = await client.post(body);
      expect([status, codes(refused)]).toEqual([403, ['FORBIDDEN']]);
    }
    expect(codes(await client.post({ extensions: byHash(other) }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    const { type, payload } = await client.subscribe({ query: subscription });
    expect([type, codes({ errors: payload })]).toEqual(['error', ['FORBIDDEN']]);
  });

  it('serves REST as before', async () => {
    expect((await fetch(new URL('/api/agents', registry.url))).status).toBe(200);
  });

  it('does not start with a file that is not a manifest', async () => {
    await writeFile(join(folder, 'other.json'), '[]');
    await expect(openRegistry(undefined, { REGISTRY_OPERATIONS_FILES: join(folder, 'other.json') })).rejects.toThrow(
      /other\.json must be a manifest of operations/,
    );
  });
});
