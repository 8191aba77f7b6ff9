import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, rollbackAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type Stream, subscribe } from '../support/streams.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const changes = `subscription ($after: String, $filter: RegistryEventFilter) {
  registryEvents(after: $after, filter: $filter) { id cursor type action entryId version agent { currentVersion { version } } }
}`;

describe.skipIf(!hasEngine)('the feed', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const open: Stream[] = [];
  const fresh = uniqueNames('fed');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const listen = (actor: Actor, transport: 'WebSocket' | 'SSE', variables = {}) => {
    const stream = subscribe(actor, transport, changes, variables);
    open.push(stream);
    return stream;
  };
  const publish = (manifest: object, more = {}, actor = alice) =>
    actor.do(publishAgent, { input: { ...agent({ ...manifest }), ...more } });

  it.each(['WebSocket', 'SSE'] as const)('replays from a cursor and continues live over %s', async (transport) => {
    const agentId = fresh();
    const { event } = await publish({ agentId });
    await publish({ agentId, version: '1.1.0' });
    const stream = listen(registry.anyone, transport, { after: event.cursor, filter: { entryId: agentId } });
    expect(await stream.take(1)).toMatchObject([{ version: '1.1.0', type: 'agent.updated' }]);
    const admin = await registry.actor({ role: 'admin' });
    await publish({ agentId, version: '1.2.0' });
    expect(await stream.take(1)).toMatchObject([{ version: '1.2.0', agent: { currentVersion: { version: '1.2.0' } } }]);
    await admin.do(rollbackAgent, { input: { id: agentId, reason: 'Back.' } });
    expect(await stream.take(1)).toMatchObject([
      { action: 'ROLLED_BACK', agent: { currentVersion: { version: '1.1.0' } } },
    ]);
  });

  it('starts at the beginning with "0", and with new events without a cursor', async () => {
    const agentId = fresh();
    await publish({ agentId });
    expect(
      await listen(registry.anyone, 'WebSocket', { after: '0', filter: { entryId: agentId } }).take(1),
    ).toMatchObject([{ version: '1.0.0' }]);
    const live = listen(registry.anyone, 'WebSocket', { filter: { entryId: agentId } });
    const next = live.take(1);
    // The subscription starts some time after its request: publish versions until it delivers.
    let minor = 0;
    let answered = false;
    void next.then(() => {
      answered = true;
    });
    while (!answered) {
      minor += 1;
      await publish({ agentId, version: `1.${minor}.0` });
    }
    const [first] = await next;
    expect(first.version).not.toBe('1.0.0');
  });

  it('loses and repeats nothing during many concurrent writes', async () => {
    const names = Array.from({ length: 8 }, () => fresh());
    const reader = listen(registry.anyone, 'WebSocket', { after: '0', filter: { actions: ['PUBLISHED'] } });
    const versions = ['1.0.0', '1.1.0', '1.2.0', '1.3.0'];
    await Promise.all(
      names.map(async (agentId) => {
        for (const version of versions) await publish({ agentId, version });
      }),
    );
    const { data } = await registry.anyone.ask(
      '{ registryEvents(first: 100, filter: { actions: [PUBLISHED] }) { edges { node { id cursor } } } }',
    );
    const all = data.registryEvents.edges.map((edge: { node: { id: string } }) => edge.node.id);
    const seen = (await reader.take(all.length)).map((event) => event.id);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
    const written = await registry.database.asOwner(
      'select count(*)::int as rows, count(seq)::int as numbered, max(seq)::int as last from nofx.registry_events',
    );
    expect(written).toMatchObject([{ rows: expect.any(Number) }]);
    const [{ rows, numbered, last }] = written as [{ rows: number; numbered: number; last: number }];
    expect([numbered, last]).toEqual([rows, rows]);
  }, 90_000);

  it('pages through the log, and the cursor of a page starts a subscription', async () => {
    const agentId = fresh();
    for (const version of ['1.0.0', '1.0.1', '1.0.2']) await publish({ agentId, version });
    const page = (after: string | null) =>
      registry.anyone.ask(
        `query ($after: String) { registryEvents(first: 2, after: $after, filter: { entryId: "${agentId}" }) { edges { cursor node { version } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
    const first = (await page(null)).data.registryEvents;
    expect(first.edges.map((edge: { node: { version: string } }) => edge.node.version)).toEqual(['1.0.0', '1.0.1']);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect((await page(first.pageInfo.endCursor)).data.registryEvents.edges).toMatchObject([
      { node: { version: '1.0.2' } },
    ]);
    expect(
      await listen(registry.anyone, 'SSE', { after: first.pageInfo.endCursor, filter: { entryId: agentId } }).take(1),
    ).toMatchObject([{ version: '1.0.2' }]);
  });

  it('can be read from its end', async () => {
    const agentId = fresh();
    for (const version of ['1.0.0', '1.0.1', '1.0.2']) await publish({ agentId, version });
    const page = (args: string) =>
      registry.anyone.ask(`{ registryEvents(${args}, filter: { entryId: "${agentId}" }) { edges { node { version } } pageInfo { hasPreviousPage hasNextPage startCursor } }
        agent(agentId: "${agentId}") { events(${args}) { edges { node { version } } } } }`);
    const { data } = await page('last: 2');
    expect(data.registryEvents.edges).toMatchObject([{ node: { version: '1.0.1' } }, { node: { version: '1.0.2' } }]);
    expect(data.agent.events.edges).toEqual(data.registryEvents.edges);
    expect(data.registryEvents.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const earlier = await page(`last: 2, before: "${data.registryEvents.pageInfo.startCursor}"`);
    expect(earlier.data.registryEvents.edges).toMatchObject([{ node: { version: '1.0.0' } }]);
    expect(earlier.data.registryEvents.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  });

  it.each(['nonsense', '', '-1', '1.not-a-uuid', 'MS4wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA'])(
    'refuses the cursor %j by name',
    async (after) => {
      await expect(listen(registry.anyone, 'WebSocket', { after }).take(1)).rejects.toThrow(/BAD_USER_INPUT/);
    },
  );

  it('delivers internal events of a namespace only within it', async () => {
    const agentId = fresh();
    const acme = await registry.actor({ namespace: 'acme' });
    await publish({ agentId, visibility: 'private' }, {}, acme);
    await publish({ agentId, version: 'v2' }, {}, acme);
    const bystander = listen(registry.anyone, 'WebSocket', { after: '0', filter: { namespace: 'acme' } });
    const insider = listen(acme, 'WebSocket', { after: '0', filter: { namespace: 'acme' } });
    expect(await insider.take(2)).toMatchObject([{ type: 'agent.added' }, { type: 'agent.validation_failed' }]);
    const shown = fresh();
    await publish({ agentId: shown, visibility: 'public' }, {}, acme);
    expect(await bystander.take(1)).toMatchObject([{ entryId: shown, type: 'agent.added' }]);
  });

  it.each(['WebSocket', 'SSE'] as const)(
    'reveals nothing about an error while it is read over %s',
    async (transport) => {
      const secret = 'postgres://owner:hunter2@db';
      const broken = await openRegistry((services) => ({
        services: {
          ...services,
          feed: {
            ...services.feed,
            async subscribe() {
              const events: AsyncIterableIterator<never> = {
                next: () => Promise.reject(new Error(secret)),
                [Symbol.asyncIterator]: () => events,
              };
              return events;
            },
          },
        },
      }));
      const stream = subscribe(broken.anyone, transport, changes);
      const told = await stream.take(1).catch((error) => error);
      expect(told).toBeInstanceOf(Object);
      expect(`${told?.message} ${JSON.stringify(told)} ${told?.reason}`).not.toContain('hunter2');
      expect(broken.masked.map(String).join()).toContain('hunter2');
      stream.close();
      await broken.close();
    },
  );

  it.each([
    ['an invalid token', { authorization: 'Bearer nonsense' }],
    ['text that is not a token', { authorization: 7 }],
  ])('closes a WebSocket that sends %s', async (_, connectionParams) => {
    const { createClient } = await import('graphql-ws');
    const { default: WebSocket } = await import('ws');
    const client = createClient({
      url: registry.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams,
    });
    const values = client.iterate({ query: 'subscription { registryEvents { id } }' });
    await expect(values.next()).rejects.toMatchObject({ code: 4403 });
  });
});
