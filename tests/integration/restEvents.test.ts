import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { type EventReader, readEvents } from '../support/eventSource.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('GET /api/events', () => {
  let registry: TestRegistry;
  let alice: RestClient;
  let anyone: RestClient;
  const open: EventReader[] = [];
  const fresh = uniqueNames('heard');

  beforeAll(async () => {
    registry = await openRegistry();
    anyone = restClient(registry.url, null);
    alice = restClient(registry.url, await registry.token());
  });
  afterEach(() => {
    for (const reader of open.splice(0)) reader.close();
    expect(registry.masked.splice(0)).toEqual([]);
  });
  afterAll(() => registry?.close());

  const publish = async (agentId: string, version = '1.0.0', more: object = {}, who = alice) =>
    (await who.post('/api/agents/publish', agent({ agentId, version, ...more }))).body.event;
  async function listen(query: string, headers: Record<string, string> = {}) {
    const reader = await readEvents(new URL(`/api/events${query}`, registry.url), headers);
    open.push(reader);
    return reader;
  }

  it('replays missed events and continues live: id, type and one line of JSON', async () => {
    const agentId = fresh();
    const first = await publish(agentId);
    const reader = await listen(`?after=0&entryId=${agentId}`);
    expect(reader.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    const [added] = await reader.take(1);
    expect(reader.retry()).toBe(3_000);
    expect(added).toMatchObject({ id: first.cursor, event: 'agent.added' });
    expect(JSON.parse(added?.data ?? '')).toEqual(first);
    const second = await publish(agentId, '1.1.0');
    expect(await reader.take(1)).toMatchObject([{ id: second.cursor, event: 'agent.updated' }]);
  });

  it('starts after the Last-Event-ID of a reader, which overrides the URL', async () => {
    const agentId = fresh();
    const first = await publish(agentId);
    const second = await publish(agentId, '1.1.0');
    const third = await publish(agentId, '1.2.0');
    const ids = async (query: string, headers = {}) =>
      (await (await listen(`${query}entryId=${agentId}`, headers)).take(1)).map(({ id }) => id);
    expect(await ids(`?after=${first.cursor}&`)).toEqual([second.cursor]);
    expect(await ids('?after=0&', { 'last-event-id': second.cursor })).toEqual([third.cursor]);
    expect(await ids('?after=0&', { 'last-event-id': '' })).toEqual([first.cursor]);
  });

  it('applies filters', async () => {
    const [agentId, tag] = [fresh(), fresh('tag')];
    await publish(agentId, '1.0.0', { tags: [tag, 'other'] });
    await publish(fresh());
    await publish(agentId, '1.1.0', { tags: [tag, 'other'] });
    for (const query of [
      `tags=${tag},other`,
      `entryId=${agentId}&kind=AGENT&types=agent.added,agent.updated`,
      `entryId=${agentId}&actions=PUBLISHED&actions=RATED&namespace=default`,
    ]) {
      const events = (await (await listen(`?after=0&${query}`)).take(2)).map(({ data }) => JSON.parse(data));
      expect(events.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
    }
  });

  it('loses and repeats none of 2,000 events, even for a reader who reconnects', async () => {
    const agentId = fresh();
    const { cursor } = await publish(agentId);
    await registry.database.asOwner(
      `insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, correlation_id, reason)
       select 'agent.updated', 'PROMOTED', 'AGENT', id, slug, namespace, namespace, 'many', number::text
         from nofx.agent_registry, generate_series(1, 2000) as number where slug = '${agentId}'`,
    );
    const all = await listen(`?after=${cursor}&entryId=${agentId}`);
    const numbers = (events: { data: string }[]) => events.map(({ data }) => Number(JSON.parse(data).reason));
    const wanted = Array.from({ length: 2_000 }, (_, index) => index + 1);
    const seen = await all.take(2_000);
    expect(numbers(seen)).toEqual(wanted);

    const first = await listen(`?after=${cursor}&entryId=${agentId}`);
    const before = await first.take(777);
    first.close();
    const second = await listen(`?after=${cursor}&entryId=${agentId}`, { 'last-event-id': before.at(-1)?.id ?? '' });
    expect(numbers([...before, ...(await second.take(2_000 - 777))])).toEqual(wanted);
  });

  it('sends the events of a namespace to its members only', async () => {
    const acme = restClient(registry.url, await registry.token({ namespace: 'acme' }));
    const [hidden, shown] = [fresh(), fresh()];
    await publish(hidden, '1.0.0', { visibility: 'private' }, acme);
    await publish(shown, '1.0.0', {}, acme);
    const outside = await listen('?after=0&namespace=acme');
    expect(JSON.parse((await outside.take(1))[0]?.data ?? '')).toMatchObject({ entryId: shown });
    const inside = await listen('?after=0&namespace=acme', { token: await registry.token({ namespace: 'acme' }) });
    expect((await inside.take(2)).map(({ data }) => JSON.parse(data).entryId)).toEqual([hidden, shown]);
  });

  it('ends when the token expires', async () => {
    const reader = await listen('', { token: await registry.token({ expiresIn: '2s' }) });
    expect(reader.response.statusCode).toBe(200);
    await reader.ended;
  });

  it('stops reading the log when its reader has disconnected', async () => {
    const { feed } = registry.services;
    const { subscribe } = feed;
    const stopped = vi.fn();
    vi.spyOn(feed, 'subscribe').mockImplementation(async (...args) => {
      const events = await subscribe(...args);
      const { return: stop } = events;
      events.return = async (value) => {
        stopped();
        return (await stop?.(value)) ?? { value: undefined, done: true };
      };
      return events;
    });
    for (const query of ['', '?after=0']) {
      const reader = await listen(query);
      await once(reader.response, 'readable');
      reader.close();
      await vi.waitFor(() => expect(stopped).toHaveBeenCalled(), { timeout: 10_000 });
      stopped.mockClear();
    }
    vi.restoreAllMocks();
  });

  it('answers HEAD without a stream', async () => {
    const { status, headers, body } = await anyone.head('/api/events');
    expect([status, headers.get('content-type'), body]).toEqual([200, 'text/event-stream; charset=utf-8', '']);
    expect((await anyone.head('/api/events?after=nonsense')).status).toBe(400);
  });

  it.each([
    ['an invalid cursor', '?after=nonsense', {}, 400],
    ['an invalid id', '', { 'last-event-id': 'nonsense' }, 400],
    ['an unknown action', '?actions=DANCED', {}, 400],
    ['an unknown type', '?types=agent.added,agent.danced', {}, 400],
    ['an unknown parameter', '?colour=red', {}, 400],
    ['an invalid token', '', { authorization: 'Bearer x' }, 401],
    ['a reader that accepts JSON only', '', { accept: 'application/json' }, 406],
  ])('refuses %s before the stream starts', async (_, query, headers, status) => {
    const told = await anyone.get(`/api/events${query}`, headers as Record<string, string>);
    expect(told.status).toBe(status);
    expect(told.headers.get('content-type')).toBe('application/problem+json');
  });

  it('accepts readers without an Accept header', async () => {
    for (const accept of ['*/*', 'text/*', 'text/event-stream']) {
      expect((await listen('', { accept })).response.statusCode).toBe(200);
    }
  });

  // Must be last: it replaces the log.
  it('reports that a cursor belongs to an earlier epoch of the event log', async () => {
    const { cursor } = await publish(fresh());
    await registry.database.asOwner('update nofx.registry_feed set epoch = gen_random_uuid()');
    const told = await anyone.get('/api/events', { 'last-event-id': cursor });
    expect([told.status, told.body.code]).toEqual([410, 'STALE_CURSOR']);
  });
});
