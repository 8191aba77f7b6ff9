import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRateLimiter, type RateLimiter } from '../../server/access/rateLimiter.ts';
import { settleRateLimits } from '../../src/db/rateLimit.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { anonymous } from '../../src/viewer.ts';
import { actorAt } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { acknowledged, openSocket } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** The budget of a minute: a sixth of it in ten seconds. */
const perMinute = { anonymous: 3_000, user: 6_000, writes: 18 };

describe.skipIf(!hasEngine)('rate limit budgets', () => {
  let registry: TestRegistry;
  let limiter: RateLimiter;
  const fresh = uniqueNames('paid');

  beforeAll(async () => {
    registry = await openRegistry(({ db }) => {
      limiter = openRateLimiter({
        perMinute,
        settleWith: (...sums) => db.transact(systemUser, (tx) => tx.run(settleRateLimits(...sums))),
      });
      return { limiter, trustedProxies: ['127.0.0.1'] };
    });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await limiter?.close();
    await registry?.close();
  });

  const page = '{ agents(first: 100) { edges { node { agentId name } } } }';
  let rateLimitAddress = 0;
  /** An anonymous caller with a new address. */
  function stranger() {
    rateLimitAddress += 1;
    const forwarded = { 'x-forwarded-for': `203.0.113.${rateLimitAddress}` };
    const actor = actorAt(registry.url, null);
    return { forwarded, ask: (query: string) => actor.ask(query, {}, forwarded) };
  }
  /** Sends requests until the budget is spent. */
  async function exhaust(ask: (query: string) => Promise<{ status: number }>) {
    for (let asked = 0; asked < 100; asked += 1) if ((await ask(page)).status === 429) return;
    throw new Error('No request was refused.');
  }

  it('are spent by cost, and exhausted with 429, Retry-After and RATE_LIMITED', async () => {
    const { ask, forwarded } = stranger();
    expect((await ask(page)).status).toBe(200);
    await exhaust(ask);
    const response = await fetch(registry.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...forwarded },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(20);
    expect((await response.json()).errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('belong to an address or to a user, over any connection', async () => {
    const one = stranger();
    await exhaust(one.ask);
    expect((await stranger().ask(page)).status).toBe(200);
    const user = await registry.actor({ role: 'viewer' });
    expect((await user.ask(page, {}, one.forwarded)).status).toBe(200);
    await exhaust((query) => user.ask(query, {}, stranger().forwarded));
    expect((await (await registry.actor({ role: 'viewer' })).ask(page)).status).toBe(200);
  });

  it('are the same over every transport', async () => {
    const { ask, forwarded } = stranger();
    await exhaust(ask);
    const { origin } = new URL(registry.url);
    const file = await fetch(`${origin}/api/agents/any/versions/1.0.0/files/agent.json`, { headers: forwarded });
    expect([file.status, (await file.json()).code]).toEqual([429, 'RATE_LIMITED']);
    const stream = await fetch(`${registry.url}?query=subscription{registryEvents{id}}`, {
      headers: { accept: 'text/event-stream', ...forwarded },
    });
    expect(stream.status).toBe(429);
    const late = await openSocket(registry.url, { headers: forwarded });
    late.send({ type: 'connection_init' });
    expect(await late.closed).toMatchObject({ code: 1013 });

    const token = await registry.token({ role: 'viewer' });
    const raw = await acknowledged(registry.url, { authorization: `Bearer ${token}` });
    for (let id = 0; ; id += 1) {
      raw.send({ id: String(id), type: 'subscribe', payload: { query: page } });
      const message = await raw.next(String(id));
      if (message.type === 'next') continue;
      expect(message).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
      expect(message.payload[0].extensions.retryAfter).toBeGreaterThanOrEqual(1);
      break;
    }
    raw.close();
  });

  it('are separate for writes: heavy readers may still publish, heavy publishers may still read', async () => {
    const reader = await registry.actor();
    const publish = async (actor = reader) =>
      (await actor.ask(publishAgent, { input: agent({ agentId: fresh() }) })).errors?.[0]?.extensions.code;
    for (let cost = 0; cost < 3; cost += 1) await reader.ask(page);
    expect(await publish()).toBeUndefined();
    const publisher = await registry.actor();
    const codes: (string | undefined)[] = [];
    for (let count = 0; count < 5; count += 1) codes.push(await publish(publisher));
    expect(codes).toContain('RATE_LIMITED');
    expect((await publisher.ask(page)).errors).toBeUndefined();
  });

  it('count every mutation in a document', async () => {
    const publisher = await registry.actor();
    const many = `mutation { ${Array.from({ length: 5 }, (_, index) => `m${index}: validateAgent(input: { manifest: {} }) { __typename }`).join(' ')} }`;
    expect((await publisher.ask(many)).errors).toBeUndefined();
    expect((await publisher.ask(many)).errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
  });

  it('are stored in the database, where other instances find them', async () => {
    const user = await registry.actor({ role: 'viewer' });
    await user.ask(page);
    await limiter.settle();
    const rows = await registry.database.asOwner(
      `select sum(spent)::int as spent from nofx.rate_limits where account like 'user:%'`,
    );
    expect((rows as [{ spent: number }])[0].spent).toBeGreaterThan(200);
    const account = `user:${JSON.parse(Buffer.from(user.token?.split('.')[1] ?? '', 'base64url').toString()).sub}`;
    const [known] = await registry.services.db.transact(systemUser, (tx) => tx.run(settleRateLimits([account], [0])));
    expect((known?.spent ?? 0) + (known?.spentBefore ?? 0)).toBeGreaterThan(200);
  });

  it('cannot be changed by a caller', async () => {
    const { db } = registry.services;
    const admin = {
      kind: 'user',
      id: '0c4d8c1e-7d0b-4b39-9d5c-0b8c8b0a0e11',
      role: 'admin',
      namespace: 'default',
    } as const;
    for (const viewer of [anonymous, admin]) {
      await expect(db.transact(viewer, (tx) => tx.run(settleRateLimits(['user:x'], [1])))).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      for (const statement of [
        'select * from rate_limits',
        "insert into rate_limits values (1, 'x', 1)",
        'update rate_limits set spent = 0',
        'delete from rate_limits',
      ]) {
        const query = { sql: statement, parameters: [] } as unknown as ReturnType<typeof settleRateLimits>;
        await expect(db.transact(viewer, (tx) => tx.run(query))).rejects.toMatchObject({ code: 'FORBIDDEN' });
      }
    }
  });

  it('are removed with their expired time slots', async () => {
    await registry.database.asOwner(`insert into nofx.rate_limits values (1, 'user:old', 5)`);
    await registry.services.db.transact(systemUser, (tx) => tx.run(settleRateLimits(['user:x'], [1])));
    expect(await registry.database.asOwner(`select from nofx.rate_limits where slot = 1`)).toEqual([]);
  });

  it('need no statement for a read', async () => {
    const { ask } = stranger();
    await limiter.settle();
    registry.statements();
    await ask('{ agents(first: 1) { edges { cursor } } }');
    expect(registry.statements().filter((sql) => sql.includes('rate_limits')).length).toBeLessThanOrEqual(1);
  });
});
