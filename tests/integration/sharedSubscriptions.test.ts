import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate, rateTemplate, setAgentStatus } from '../support/operations.ts';
import { acknowledged, type RawSocket } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { publishPlan, runsOf } from '../support/runs.ts';
import { type Stream, subscribe } from '../support/streams.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const nested = `subscription ($after: String, $filter: RegistryEventFilter) {
  registryEvents(after: $after, filter: $filter) { number cursor action entryId namespace agent { agentId visibility status currentVersion { version } } }
}`;

describe.skipIf(!hasEngine)('equal subscriptions', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const open: { close(): void }[] = [];
  /** The events for whose values other readers were asked to wait. */
  const held: { seq?: number }[] = [];
  const fresh = uniqueNames('shared');

  beforeAll(async () => {
    registry = await openRegistry((services) => ({
      services: {
        ...services,
        feed: {
          ...services.feed,
          hold(event, until) {
            held.push(event);
            services.feed.hold(event, until);
          },
        },
      },
    }));
    alice = await registry.actor();
    await alice.do(publishAgent, { input: agent({ agentId: 'reviewer' }) });
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const follow = (actor: Actor, transport: 'WebSocket' | 'SSE', query: string, variables: object = {}): Stream => {
    const stream = subscribe(actor, transport, query, variables as Record<string, unknown>);
    open.push(stream);
    return stream;
  };
  const socket = async (actor: Actor): Promise<RawSocket> => {
    const raw = await acknowledged(registry.url, actor.token ? { authorization: `Bearer ${actor.token}` } : {});
    open.push(raw);
    return raw;
  };
  const readers = (count: number) =>
    expect
      .poll(() => registry.services.feed.readers() + registry.services.runs.readers(), { timeout: 15_000 })
      .toBe(count);
  /** How often a statement ran that reads the entries of events. */
  const reads = (pattern: RegExp) => registry.statements().filter((text) => pattern.test(text)).length;

  it('are executed once for an event, whoever of the same role and namespace subscribes, over every transport', async () => {
    const count = 30;
    const others = await Promise.all(Array.from({ length: count }, () => registry.actor()));
    const agentId = fresh();
    const filter = { entryId: agentId };
    const streams = others.map((actor, index) => follow(actor, index % 2 ? 'SSE' : 'WebSocket', nested, { filter }));
    const seen = Promise.all(streams.map((stream) => stream.take(1)));
    await readers(count);
    registry.statements();
    held.splice(0);
    await alice.do(publishAgent, { input: agent({ agentId, visibility: 'private' }) });
    const values = (await seen).flat();
    expect(held).toEqual([expect.objectContaining({ seq: values[0].number })]);
    expect(values).toHaveLength(count);
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1);
    expect(values[0]).toMatchObject({ entryId: agentId, agent: { agentId, currentVersion: { version: '1.0.0' } } });
    // The publish itself reads the entry for its answer.
    expect(reads(/from .*agent_registry/)).toBeLessThan(10);
  });

  it('get the same bytes in a frame for each id', async () => {
    const agentId = fresh();
    const raws = await Promise.all([socket(alice), socket(alice)]);
    const frames: string[][] = raws.map(() => []);
    raws.forEach((raw, index) => {
      raw.socket.on('message', (data) => frames[index]?.push(String(data)));
      for (const id of ['a', 'é"\\']) {
        raw.send({ id, type: 'subscribe', payload: { query: nested, variables: { filter: { entryId: agentId } } } });
      }
    });
    await readers(4);
    await alice.do(publishAgent, { input: agent({ agentId }) });
    await expect.poll(() => frames.flat().length, { timeout: 15_000 }).toBe(4);
    const payloads = frames.flat().map((frame) => {
      const { id, type } = JSON.parse(frame);
      const begin = `{"id":${JSON.stringify(id)},"type":"${type}","payload":`;
      expect(frame.startsWith(begin)).toBe(true);
      return frame.slice(begin.length);
    });
    expect(new Set(payloads).size).toBe(1);
    expect(frames[0]?.sort()).toEqual(frames[1]?.sort());
  });

  it('of a viewer who asks for something of their own are not shared', async () => {
    const templateId = fresh();
    const [one, two] = [await registry.actor(), await registry.actor()];
    await alice.do(publishTemplate, { input: template({ templateId, visibility: 'private' }) });
    const query = `subscription ($filter: RegistryEventFilter) {
      registryEvents(filter: $filter) { action template { rating { mine count } } }
    }`;
    const streams = [one, two].map((actor) => follow(actor, 'WebSocket', query, { filter: { entryId: templateId } }));
    const seen = Promise.all(streams.map((stream) => stream.take(2)));
    await readers(2);
    await one.do(rateTemplate, { input: { templateId, rating: 5 } });
    await two.do(rateTemplate, { input: { templateId, rating: 2 } });
    const [first, second] = await seen;
    expect(first?.[1]).toMatchObject({ template: { rating: { mine: 5, count: 2 } } });
    expect(second?.[1]).toMatchObject({ template: { rating: { mine: 2, count: 2 } } });
  });

  it('are not equal if a variable is omitted in one and null in the other', async () => {
    const agentId = fresh();
    for (const version of ['1.0.0', '1.0.1']) await alice.do(publishAgent, { input: agent({ agentId, version }) });
    const query = `subscription ($id: String!, $count: Int = 1) {
      registryEvents(filter: { entryId: $id }) { agent { versions(first: $count) { edges { node { version } } } } }
    }`;
    const streams = [{ count: null }, {}, { count: null }].map((more) =>
      follow(alice, 'WebSocket', query, { id: agentId, ...more }),
    );
    const seen = Promise.all(streams.map((stream) => stream.take(1)));
    await readers(3);
    await alice.do(publishAgent, { input: agent({ agentId, version: '1.0.2' }) });
    const versions = (await seen).map(([value]) =>
      value.agent.versions.edges.map(({ node }: { node: { version: string } }) => node.version),
    );
    const all = ['1.0.2', '1.0.1', '1.0.0'];
    expect(versions).toEqual([all, ['1.0.2'], all]);
  });

  it('with an error: each gets it under its own correlation id, and nobody else’s', async () => {
    const agentId = fresh();
    const publisherId = crypto.randomUUID();
    const publisher = await registry.actor({ subject: publisherId });
    const { db } = registry.services;
    const { read } = db;
    const stream = [await socket(alice), await socket(alice)];
    for (const raw of stream) {
      raw.send({ id: '1', type: 'subscribe', payload: { query: nested, variables: { filter: { entryId: agentId } } } });
    }
    await readers(2);
    db.read = ((viewer, query, purpose) =>
      viewer.kind === 'user' && viewer.id !== publisherId && /agent_registry/.test(query.sql)
        ? Promise.reject(new Error('Broken for a test.'))
        : read(viewer, query, purpose)) as typeof read;
    const next = Promise.all(stream.map((raw) => raw.next('1')));
    await publisher.ask(publishAgent, { input: agent({ agentId }) });
    const messages = await next.finally(() => {
      db.read = read;
    });
    const ids = messages.map(({ payload }) => payload.errors[0].extensions.correlationId);
    expect(new Set(ids).size).toBe(2);
    registry.masked.splice(0);
  });

  it('to a run read it once for a change', async () => {
    const runs = runsOf(alice);
    const templateId = fresh();
    await publishPlan(alice, templateId, [{ id: 'a' }]);
    const { id } = await runs.start(templateId);
    const query = 'subscription ($id: ID!) { run(id: $id) { status steps { stepId status } } }';
    const watchers = await Promise.all(Array.from({ length: 20 }, () => registry.actor({ role: 'viewer' })));
    const streams = watchers.map((actor) => follow(actor, 'WebSocket', query, { id }));
    await Promise.all(streams.map((stream) => stream.take(1)));
    const seen = Promise.all(streams.map((stream) => stream.take(1)));
    registry.statements();
    await runs.report({ runId: id, stepId: 'a', status: 'RUNNING' });
    expect((await seen).flat()).toEqual(
      streams.map(() => ({ status: 'RUNNING', steps: [{ stepId: 'a', status: 'RUNNING' }] })),
    );
    const statements = registry.statements();
    // The report reads the run and its steps for itself.
    expect(statements.filter((text) => /from runs run where/.test(text)).length).toBeLessThan(6);
    expect(statements.filter((text) => /from steps step where/.test(text)).length).toBeLessThan(6);
  });

  /** Who subscribes, and what they ask: several of each are equal. */
  const documents = [
    nested,
    `subscription ($after: String) { registryEvents(after: $after) { number cursor entryId entry { visibility status } reason } }`,
    `subscription ($after: String, $count: Int!) { registryEvents(after: $after) { number cursor agent { agentId versions(first: $count) { totalCount } } } }`,
  ];
  const who = ['anyone', 'viewer acme', 'publisher acme', 'other acme', 'publisher other'] as const;

  it('never give anyone another tenant’s events: each is told what a subscriber alone is told', async () => {
    const as = (role: 'viewer' | 'publisher' | 'admin', namespace: string) => registry.actor({ role, namespace });
    const actors = {
      anyone: registry.anyone,
      'viewer acme': await as('viewer', 'acme'),
      'publisher acme': await as('publisher', 'acme'),
      'other acme': await as('publisher', 'acme'),
      'publisher other': await as('publisher', 'other'),
    };
    const writers = { acme: await as('admin', 'acme'), other: await as('admin', 'other') };
    const subscriber = fc.record({
      who: fc.constantFrom(...who),
      document: fc.integer({ min: 0, max: documents.length - 1 }),
      count: fc.integer({ min: 1, max: 2 }),
      transport: fc.constantFrom('WebSocket' as const, 'SSE' as const),
      after: fc.constantFrom('here' as const, null),
    });
    const change = fc.record({
      tenant: fc.constantFrom('acme' as const, 'other' as const),
      kind: fc.constantFrom('private' as const, 'public' as const, 'disable' as const),
    });
    let twins = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(subscriber, { minLength: 5, maxLength: 9 }),
        fc.array(change, { minLength: 2, maxLength: 4 }),
        async (subscribers, changes) => {
          const marker = await writers.acme.do(publishAgent, {
            input: agent({ agentId: fresh(), visibility: 'public' }),
          });
          const here = marker.event.cursor;
          const both = subscribers.map(({ who, document, count, transport, after }) => {
            const query = documents[document] ?? nested;
            const variables = { after: after && here, ...(document === 2 ? { count } : {}) };
            twins += 1;
            // A comment makes it another document: nobody shares with this one.
            const alone = `${query} # ${twins}`;
            const stream = (text: string, over: typeof transport) => follow(actors[who], over, text, variables);
            return { who, pair: [stream(query, transport), stream(alone, 'WebSocket')] as const };
          });
          const ends = both
            .flatMap(({ pair }) => pair)
            .map((stream) => ({ stream, values: [] as { cursor?: string }[] }));
          await readers(ends.length);
          for (const { stream, values } of ends) {
            void (async () => {
              for (;;) values.push(...(await stream.take(1)));
            })().catch(() => {});
          }
          const names: string[] = [];
          for (const { tenant, kind } of changes) {
            const agentId = fresh(kind);
            names.push(agentId);
            const visibility = kind === 'private' ? 'private' : 'public';
            await writers[tenant].do(publishAgent, { input: agent({ agentId, visibility }) });
            if (kind !== 'disable') continue;
            await writers[tenant].do(setAgentStatus, {
              input: { id: agentId, status: 'DISABLED', message: 'Secret words.' },
            });
          }
          const last = await writers.acme.do(publishAgent, {
            input: agent({ agentId: fresh('last'), visibility: 'public' }),
          });
          const end = (value: { cursor?: string }) => value.cursor === last.event.cursor;
          await expect.poll(() => ends.every(({ values }) => values.some(end)), { timeout: 15_000 }).toBe(true);
          both.forEach(({ who }, index) => {
            const [shared, alone] = [ends[index * 2]?.values, ends[index * 2 + 1]?.values];
            // What an entry is now may change between two deliveries; which events there are, and of whom, may not.
            const told = (values: object[] | undefined) => values?.map((value) => (value as { number: number }).number);
            expect(told(shared)).toEqual(told(alone));
            if (who === 'anyone' || who === 'publisher other') {
              const hidden = names.filter((_, at) => changes[at]?.tenant === 'acme' && changes[at]?.kind === 'private');
              for (const name of hidden) expect(JSON.stringify(shared)).not.toContain(name);
            }
            if (who !== 'publisher other') {
              const hidden = names.filter(
                (_, at) => changes[at]?.tenant === 'other' && changes[at]?.kind === 'private',
              );
              for (const name of hidden) expect(JSON.stringify(shared)).not.toContain(name);
            }
          });
          for (const each of open.splice(0)) each.close();
          await readers(0);
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 120_000);

  it('leave nothing behind', async () => {
    await readers(0);
    const raw = await socket(alice);
    raw.send({ id: '1', type: 'subscribe', payload: { query: nested } });
    await readers(1);
    raw.socket.terminate();
    await once(raw.socket, 'close');
    await readers(0);
  });
});
