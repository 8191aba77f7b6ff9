import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRateLimiter, type RateLimiter } from '../../server/access/rateLimiter.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import {
  instantiateTemplate,
  publishAgent,
  publishTemplate,
  rateTemplate,
  setAgentStatus,
} from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const read = 'query ($id: String!) { agent(agentId: $id) { name description status currentVersion { version } } }';

describe.skipIf(!hasEngine)('answers that are kept', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let limiter: RateLimiter;
  const spent: number[] = [];
  const fresh = uniqueNames('kept');

  beforeAll(async () => {
    registry = await openRegistry(() => {
      const counted = openRateLimiter({
        perMinute: { anonymous: 1e9, user: 1e9, writes: 1e9 },
        settleWith: async () => [],
      });
      limiter = {
        ...counted,
        spend(payer, cost) {
          spent.push(cost);
          counted.spend(payer, cost);
        },
      };
      return { limiter };
    });
    alice = await registry.actor();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await limiter?.close();
    await registry?.close();
  });

  const publish = (id: string, more: Record<string, unknown> = {}, actor = alice) =>
    actor.do(publishAgent, { input: agent({ agentId: id, ...more }) });
  async function statementsOf<Result>(work: () => Promise<Result>): Promise<{ result: Result; count: number }> {
    registry.statements();
    const result = await work();
    return { result, count: registry.statements().length };
  }
  const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, registry.url), { headers });
  const asGet = (query: string, variables: object = {}) =>
    `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;

  it('need no statement', async () => {
    const id = fresh();
    await publish(id);
    const first = await statementsOf(() => alice.ask(read, { id }));
    const second = await statementsOf(() => alice.ask(read, { id }));
    expect(second.result).toEqual(first.result);
    expect(first.result.data.agent).toMatchObject({ name: 'Reviewer', currentVersion: { version: '1.0.0' } });
    expect([first.count > 0, second.count]).toEqual([true, 0]);
  });

  it('end with a write, which its writer reads at once', async () => {
    const id = fresh();
    await publish(id);
    const version = async () => (await alice.ask(read, { id })).data.agent.currentVersion.version;
    expect([await version(), await version()]).toEqual(['1.0.0', '1.0.0']);
    for (let minor = 1; minor <= 5; minor += 1) {
      await publish(id, { version: `1.${minor}.0` });
      expect([await version(), await version()]).toEqual([`1.${minor}.0`, `1.${minor}.0`]);
    }
    const admin = await registry.actor({ role: 'admin' });
    await admin.do(setAgentStatus, { input: { id, status: 'DEPRECATED', message: 'Use another one.' } });
    expect((await alice.ask(read, { id })).data.agent.status).toBe('DEPRECATED');
  });

  it('end with a rating, of which each user reads its own', async () => {
    const id = fresh();
    await publish('reviewer');
    await alice.do(publishTemplate, { input: template({ templateId: id }) });
    const bob = await registry.actor({ role: 'viewer' });
    const rating = async (actor: Actor) =>
      (await actor.ask('query ($id: String!) { template(templateId: $id) { rating { count mine } } }', { id })).data
        .template.rating;
    expect([await rating(alice), await rating(bob)]).toEqual([
      { count: 0, mine: null },
      { count: 0, mine: null },
    ]);
    await alice.do(rateTemplate, { input: { templateId: id, rating: 4 } });
    expect([await rating(alice), await rating(bob)]).toEqual([
      { count: 1, mine: 4 },
      { count: 1, mine: null },
    ]);
    await bob.do(rateTemplate, { input: { templateId: id, rating: 2 } });
    expect([await rating(alice), await rating(bob)]).toEqual([
      { count: 2, mine: 4 },
      { count: 2, mine: 2 },
    ]);
  });

  it('are of one viewer', async () => {
    const id = fresh();
    await publish(id, { visibility: 'private' });
    const bob = await registry.actor({ role: 'viewer' });
    const stranger = await registry.actor({ role: 'admin', namespace: 'globex' });
    for (let round = 0; round < 2; round += 1) {
      const seen = await Promise.all(
        [alice, bob, stranger, registry.anyone].map(
          async (actor) => (await actor.ask(read, { id })).data.agent !== null,
        ),
      );
      expect(seen).toEqual([true, true, false, false]);
      const listed = await Promise.all(
        [alice, stranger, registry.anyone].map(
          async (actor) => (await actor.ask(`{ search(query: "${id}") { totalCount } }`)).data.search.totalCount,
        ),
      );
      expect(listed).toEqual([1, 0, 0]);
    }
  });

  it('are not for runs, usage, reports, single nodes and introspection', async () => {
    await publish('reviewer');
    const templateId = fresh();
    await alice.do(publishTemplate, { input: template({ templateId }) });
    const { run } = await alice.do(instantiateTemplate, { input: { templateId, variables: { change: 'c' } } });
    for (const query of [
      `{ run(id: "${run.id}") { status } }`,
      '{ runs { totalCount } }',
      `{ template(templateId: "${templateId}") { usage { runs } } }`,
      '{ validationReports { totalCount } }',
      `{ node(id: "${run.id}") { id } }`,
    ]) {
      await alice.ask(query);
      const { result, count } = await statementsOf(() => alice.ask(query));
      expect({ query, errors: result.errors, isAsked: count > 0 }).toEqual({ query, errors: undefined, isAsked: true });
    }
  });

  it('are not made of errors', async () => {
    const query = '{ agents(first: 5, after: "nonsense") { totalCount } }';
    const ids = [];
    for (let asked = 0; asked < 2; asked += 1) {
      const { errors } = await alice.ask(query);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      ids.push((errors?.[0]?.extensions as { correlationId?: string } | undefined)?.correlationId);
    }
    expect(new Set(ids).size).toBe(2);
  });

  it('are passed by with no-cache, in both APIs', async () => {
    const id = fresh();
    await publish(id);
    const noCache = { 'cache-control': 'no-cache' };
    await alice.ask(read, { id });
    await get(`/api/agents/${id}`);
    expect((await statementsOf(() => alice.ask(read, { id }, noCache))).count).toBeGreaterThan(0);
    expect((await statementsOf(() => get(`/api/agents/${id}`, noCache))).count).toBeGreaterThan(0);
    expect((await statementsOf(() => get(`/api/agents/${id}`))).count).toBe(0);
  });

  it('cost as much, and are authenticated', async () => {
    const id = fresh();
    await publish(id);
    spent.length = 0;
    await alice.ask(read, { id });
    const [...first] = spent.splice(0);
    await alice.ask(read, { id });
    expect(spent.splice(0)).toEqual(first);
    expect(Math.max(...first)).toBeGreaterThan(1);

    const expired = await registry.token({ subject: randomUUID(), expiresIn: '-1h' });
    const { status, errors } = await alice.ask(read, { id }, { authorization: `Bearer ${expired}` });
    expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('carry the correlation id of their own request', async () => {
    const id = fresh();
    await publish(id);
    await get(asGet(read, { id }));
    const { result, count } = await statementsOf(() => get(asGet(read, { id }), { 'x-correlation-id': 'mine-2' }));
    expect([count, result.headers.get('x-correlation-id')]).toEqual([0, 'mine-2']);
    expect((await get(asGet(read, { id }))).headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are never those of a body that is refused', async () => {
    const id = fresh();
    await publish(id);
    const send = async (body: string) => {
      const response = await fetch(registry.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return response.status;
    };
    const good = JSON.stringify({ query: read, variables: { id } });
    expect([await send(good), await send(good)]).toEqual([200, 200]);
    expect(await send(good.replace('{"query"', '{"query":"x","query"'))).toBe(400);
    expect(await send(`${good} x`)).toBe(400);
  });

  it('have an ETag for GET, and no body when it is known', async () => {
    const id = fresh();
    await publish(id);
    for (const [major, path] of [asGet(read, { id }), `/api/agents/${id}`].entries()) {
      const first = await get(path);
      const etag = first.headers.get('etag') ?? '';
      const text = await first.text();
      expect([first.status, /^"[\w-]{27}"$/.test(etag), text.includes('Reviewer')]).toEqual([200, true, true]);
      const again = await statementsOf(() => get(path));
      expect([again.count, await again.result.text(), again.result.headers.get('etag')]).toEqual([0, text, etag]);
      // Without another one, fetch would add `cache-control: no-cache`.
      const conditional = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
      const known = await statementsOf(() => get(path, conditional));
      expect([known.count, known.result.status, await known.result.text()]).toEqual([0, 304, '']);
      // A cache that was never asked makes the same tag.
      const anew = await get(path, { 'if-none-match': etag, 'cache-control': 'no-cache' });
      expect([anew.status, anew.headers.get('etag')]).toEqual([304, etag]);
      await publish(id, { version: `${major + 2}.0.0`, description: `Changed ${major}.` });
      expect((await get(path, conditional)).status).toBe(200);
    }
  });

  it('say which headers are the same whether they were kept or made', async () => {
    const id = fresh();
    await publish(id);
    for (const path of [asGet(read, { id }), `/api/agents/${id}`, `/api/agents?first=1`]) {
      const own = new Set(['date', 'x-correlation-id', 'keep-alive', 'connection', 'transfer-encoding']);
      const headersOf = ({ headers }: Response) =>
        Object.fromEntries([...headers].filter(([name]) => !own.has(name)).sort());
      const made = headersOf(await get(path, { origin: 'http://localhost:9' }));
      expect(headersOf(await get(path, { origin: 'http://localhost:9' }))).toEqual(made);
    }
  });

  it('may be stored by shared caches for those without a token only', async () => {
    const id = fresh();
    await publish(id);
    const path = asGet(read, { id });
    const own = { authorization: `Bearer ${alice.token}` };
    for (let asked = 0; asked < 2; asked += 1) {
      expect((await get(path)).headers.get('cache-control')).toBe('public, max-age=0, must-revalidate, s-maxage=5');
      expect((await get(path, own)).headers.get('cache-control')).toBe('private, no-cache');
      expect((await get(path)).headers.get('vary')).toBe('Authorization, Accept, Origin');
    }
    expect((await get(asGet('{ runs { totalCount } }'), own)).headers.get('cache-control')).toBe('no-store');
    expect((await get(asGet('{ nothing }'))).headers.get('cache-control')).toBe('no-store');
  });
});

describe.skipIf(!hasEngine)('a gateway that keeps no answers', () => {
  it('asks each time', async () => {
    const registry = await openRegistry(undefined, { REGISTRY_ANSWER_CACHE_BYTES: '0' });
    try {
      await registry.anyone.ask('{ agents { totalCount } }');
      const first = registry.statements();
      await registry.anyone.ask('{ agents { totalCount } }');
      expect(registry.statements()).toEqual(first);
    } finally {
      await registry.close();
    }
  });
});
