import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EventFilter, RegistryEvent } from '../../src/db/event.ts';
import { anonymous, type Viewer } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { subscribe } from '../support/streams.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const page = `query ($after: String, $filter: RegistryEventFilter) {
  registryEvents(first: 100, after: $after, filter: $filter) { edges { node { number cursor entryId version action } } }
}`;
const changes = `subscription ($after: String, $filter: RegistryEventFilter) {
  registryEvents(after: $after, filter: $filter) { number cursor entryId version }
}`;

describe.skipIf(!hasEngine)('a filter of the feed', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('asked');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it('is refused for a type that no event has, by the list and by the stream', async () => {
    const filter = { types: ['agent.added', 'agent.danced'] };
    const { errors } = await alice.ask(page, { filter });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('"agent.danced"'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const stream = subscribe(alice, 'SSE', changes, { filter });
    await expect(stream.take(1)).rejects.toThrow(/agent\.danced/);
    stream.close();
  });

  const publish = (manifest: Record<string, unknown>, actor = alice) =>
    actor.do(publishAgent, { input: agent(manifest) });
  const eventsOf = async (filter: object, actor: Actor = registry.anyone) =>
    (await actor.ask(page, { filter })).data.registryEvents.edges.map(
      ({ node }: { node: { entryId: string } }) => node,
    );

  describe('by tags', () => {
    it('returns the events of entries that have all of them, of both kinds', async () => {
      const [both, one] = [fresh(), fresh()];
      const plan = fresh('plan');
      await publish({ agentId: both, tags: ['red', 'green'] });
      await publish({ agentId: one, tags: ['red'] });
      await publish({ agentId: 'reviewer' });
      await alice.do(publishTemplate, { input: template({ templateId: plan, tags: ['green', 'red', 'blue'] }) });
      expect((await eventsOf({ tags: ['red', 'green'] })).map(({ entryId }: { entryId: string }) => entryId)).toEqual([
        both,
        plan,
      ]);
      expect(await eventsOf({ tags: ['red', 'green'], kind: 'AGENT' })).toMatchObject([{ entryId: both }]);
      expect(await eventsOf({ tags: ['no-such-tag'] })).toEqual([]);
      expect((await eventsOf({ tags: [] })).length).toBeGreaterThan(3);
    });

    it('uses the current tags of the entry', async () => {
      const agentId = fresh();
      await publish({ agentId, tags: ['early'] });
      await publish({ agentId, version: '1.1.0', tags: ['late'] });
      expect(await eventsOf({ tags: ['early'] })).toEqual([]);
      expect(await eventsOf({ tags: ['late'] })).toMatchObject([{ version: '1.0.0' }, { version: '1.1.0' }]);
    });

    it('reveals nothing about hidden entries', async () => {
      const acme = await registry.actor({ namespace: 'acme' });
      const agentId = fresh();
      await publish({ agentId, tags: ['hush'], visibility: 'private' }, acme);
      expect(await eventsOf({ tags: ['hush'] })).toEqual([]);
      expect(await eventsOf({ tags: ['hush'] }, acme)).toMatchObject([{ entryId: agentId }]);
    });

    it('works live', async () => {
      const stream = subscribe(registry.anyone, 'WebSocket', changes, { after: '0', filter: { tags: ['alive'] } });
      const agentId = fresh();
      const seen = stream.take(2);
      await publish({ agentId: fresh(), tags: ['other'] });
      await publish({ agentId, tags: ['alive'] });
      await publish({ agentId, version: '1.0.1', tags: ['alive', 'well'] });
      expect(await seen).toMatchObject([{ version: '1.0.0' }, { version: '1.0.1' }]);
      stream.close();
    });

    it.each([[["it's"]], [['{a,b}']], [['a"b\\']], [['%'], ['_']]])('treats %j literally', async (...tags) => {
      expect(await eventsOf({ tags: tags.flat() })).toEqual([]);
    });
  });

  it('keeps the event numbers, which start at 1, increase and have no gaps', async () => {
    await publish({ agentId: fresh(), visibility: 'public' });
    const numbers = (await eventsOf({})).map(({ number }: { number: number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
    const [row] = await registry.database.asOwner('select min(seq)::int as first from nofx.registry_events');
    expect(row).toEqual({ first: 1 });
  });

  it('costs one statement for the position and one for the events', async () => {
    const agentId = fresh();
    const { event } = await publish({ agentId });
    await publish({ agentId, version: '1.1.0' });
    registry.statements();
    await registry.anyone.ask(page, { after: event.cursor, filter: { entryId: agentId } });
    expect(registry.statements()).toHaveLength(2);
    const events = await registry.services.feed.subscribe(anonymous, event.cursor, {});
    expect(registry.statements()).toHaveLength(1);
    await events.return?.();
  });

  describe('with many other readers', () => {
    const acme: Viewer = { kind: 'user', id: crypto.randomUUID(), role: 'publisher', namespace: 'acme' };
    const outsider: Viewer = { kind: 'user', id: crypto.randomUUID(), role: 'publisher', namespace: 'other' };
    const guest: Viewer = { kind: 'user', id: acme.kind === 'user' ? acme.id : '', role: null, namespace: 'acme' };

    const readers = (viewer: Viewer, count: number, filter: EventFilter) =>
      Promise.all(Array.from({ length: count }, () => registry.services.feed.subscribe(viewer, null, filter)));
    const next = (of: AsyncIterableIterator<RegistryEvent>[]) =>
      Promise.all(of.map((events) => events.next().then(({ value }) => value as RegistryEvent)));

    it('uses one statement for all readers with the same result', async () => {
      const agentId = fresh();
      const many = await readers(anonymous, 200, { entryId: agentId });
      const seen = next(many);
      await new Promise((resolve) => setTimeout(resolve, 100));
      registry.statements();
      await publish({ agentId });
      expect(new Set((await seen).map(({ id }) => id)).size).toBe(1);
      const reads = registry.statements().filter((text) => /registry_events event, registry_feed/.test(text));
      expect(reads.length).toBeLessThanOrEqual(3); // The response of the publish as well.
      await Promise.all(many.map((events) => events.return?.()));
    });

    it('returns what its reader may see, with concurrent readers of the same events', async () => {
      const writer = await registry.actor({ namespace: 'acme' });
      const [hidden, shown] = [fresh(), fresh()];
      const groups = await Promise.all([acme, anonymous, outsider, guest].map((who) => readers(who, 20, {})));
      const firsts = Promise.all(groups.map(next));
      await publish({ agentId: hidden, visibility: 'private' }, writer);
      await publish({ agentId: shown, visibility: 'public' }, writer);
      const [own, ...others] = (await firsts).map((events) => new Set(events.map(({ slug }) => slug)));
      expect(own).toEqual(new Set([hidden]));
      for (const seen of others) expect(seen).toEqual(new Set([shown]));
      await Promise.all(groups.flat().map((events) => events.return?.()));
    });

    it('does not return, from a page read for another reader, what has been hidden since', async () => {
      const agentId = fresh();
      const admin = await registry.actor({ role: 'admin' });
      const { event } = await publish({ agentId });
      const from = await registry.services.feed.positionOf(event.cursor);
      const early = await registry.services.feed.subscribe(anonymous, '0', { entryId: agentId });
      expect((await early.next()).value).toMatchObject({ slug: agentId });
      await admin.do(setAgentStatus, { input: { id: agentId, status: 'DISABLED', message: 'Not for you.' } });
      const late = await registry.services.feed.subscribe(anonymous, '0', { entryId: agentId });
      const withdrawal = { slug: agentId, action: 'DISABLED', reason: null, version: null, before: null, after: null };
      expect((await late.next()).value).toMatchObject(withdrawal);
      expect((await early.next()).value).toMatchObject(withdrawal);
      expect(from).toBeGreaterThan(0);
      await Promise.all([late.return?.(), early.return?.()]);
    });
  });
});
