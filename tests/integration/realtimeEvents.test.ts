import { createClient as createSupabase } from '@supabase/supabase-js';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pollRegistryEvents, realtimeWake } from '../../packages/client/index.ts';
import type { Query } from '../../src/db/database.ts';
import { db } from '../../src/db/kysely.ts';
import { anonymous, type Viewer } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import {
  instantiateTemplate,
  promoteAgent,
  publishAgent,
  publishTemplate,
  rateTemplate,
  rollbackAgent,
  setAgentStatus,
} from '../support/operations.ts';
import { carry, installRealtime, startRealtime } from '../support/realtime.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const key = 'sb_secret_of_this_test_and_of_no_other';

interface Message {
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}

const setVisibility = `mutation ($input: SetVisibilityInput!) {
  setAgentVisibility(input: $input) { __typename ... on Error { code message } }
}`;
const eventsAfter = `query ($after: String, $first: Int) {
  registryEvents(after: $after, first: $first) { edges { cursor node { cursor number action entryId } } }
}`;

const removeAgent = `mutation ($input: RemoveEntryInput!) {
  removeAgent(input: $input) { __typename ... on Error { code message } }
}`;
const run = { namespace: 'acme', variables: { change: 'one' } };

const viewer = (role: 'viewer' | 'publisher' | 'admin', namespace: string): Viewer => ({
  kind: 'user',
  id: '00000000-0000-4000-8000-00000000000a',
  role,
  namespace,
});

describe.skipIf(!hasEngine)('events through Supabase Realtime', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let globex: Actor;
  const fresh = uniqueNames('broadcast');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor({ role: 'admin', namespace: 'acme' });
    globex = await registry.actor({ role: 'admin', namespace: 'globex' });
    await installRealtime(registry.database.asOwner);
    expect(await registry.database.asOwner('select nofx.protect_realtime()')).toEqual([{ protect_realtime: true }]);
  });
  afterAll(async () => {
    expect(registry?.masked).toEqual([]);
    await registry?.close();
  });

  /** What was broadcast about an entry, in the order of the log, and by channel. Each event that is written has its number. */
  async function messagesOf(entryId: string): Promise<Message[]> {
    await registry.database.asOwner('select nofx.sequence_events()');
    return (await registry.database.asOwner(
      `select topic, event, payload - 'id' as payload from realtime.messages
       where payload ->> 'entryId' = '${entryId}' order by (payload ->> 'number')::int, topic`,
    )) as Message[];
  }
  const topicsOf = async (entryId: string) =>
    (await messagesOf(entryId)).map(({ topic, payload }) => `${payload.action} ${topic}`);

  it('carry what happened, where, and the cursor to go on from', async () => {
    const agentId = fresh();
    const { event } = await alice.do(publishAgent, { input: agent({ agentId }) });
    const messages = await messagesOf(agentId);
    const payload = {
      number: expect.any(Number),
      cursor: event.cursor,
      type: 'agent.added',
      action: 'PUBLISHED',
      kind: 'AGENT',
      entryId: agentId,
      namespace: 'acme',
      version: '1.0.0',
      occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    };
    expect(messages).toEqual([
      { topic: 'registry:nofx:namespace:acme', event: 'agent.added', payload },
      { topic: 'registry:nofx:public', event: 'agent.added', payload },
    ]);
    await alice.do(publishAgent, { input: agent({ agentId, version: '1.1.0' }) });
    const { data } = await registry.anyone.ask(eventsAfter, { after: messages[0]?.payload.cursor, first: 1 });
    expect(data.registryEvents.edges[0].node).toMatchObject({ action: 'PUBLISHED', entryId: agentId });
  });

  it('go to the readers that the event has in the log', async () => {
    const inner = fresh();
    await alice.do(publishAgent, { input: agent({ agentId: inner, visibility: 'private' }) });
    await alice.do(publishAgent, { input: { ...agent({ agentId: inner, version: '1.1.0' }), draft: true } });
    await alice.do(publishAgent, { input: agent({ agentId: inner, version: 'no version' }) });
    expect(await topicsOf(inner)).toEqual([
      'PUBLISHED registry:nofx:namespace:acme',
      'DRAFTED registry:nofx:publishers:acme',
      'VALIDATION_FAILED registry:nofx:publishers:acme',
    ]);

    const open = fresh();
    await alice.do(publishAgent, { input: agent({ agentId: open }) });
    await alice.do(setVisibility, { input: { id: open, visibility: 'PRIVATE', reason: 'No longer offered.' } });
    const messages = await messagesOf(open);
    expect(messages.map(({ topic, payload }) => [topic, payload.action, payload.version])).toEqual([
      ['registry:nofx:namespace:acme', 'PUBLISHED', '1.0.0'],
      ['registry:nofx:public', 'PUBLISHED', '1.0.0'],
      ['registry:nofx:namespace:acme', 'VISIBILITY_CHANGED', null],
      ['registry:nofx:public', 'VISIBILITY_CHANGED', null],
    ]);
  });

  it('tell of a run only the namespace that it belongs to', async () => {
    const agentId = fresh();
    const templateId = fresh();
    await alice.do(publishAgent, { input: agent({ agentId }) });
    const definition = template({ templateId, supportedAgents: { [agentId]: '^1.0.0' } });
    definition.manifest.defaultPlan = {
      steps: [{ id: 'only', name: 'Only', agent: agentId, outputs: { findings: {} } }],
    };
    expect(await alice.do(publishTemplate, { input: definition })).toMatchObject({ created: true });
    expect(await globex.do(instantiateTemplate, { input: { ...run, templateId } })).toMatchObject({
      run: { namespace: 'globex' },
    });
    expect(await topicsOf(templateId)).toEqual([
      'PUBLISHED registry:nofx:namespace:acme',
      'PUBLISHED registry:nofx:public',
      'INSTANTIATED registry:nofx:namespace:globex',
    ]);
  });

  it('reach exactly those who read the event in the log, whatever happened', async () => {
    const [agentId, templateId, inner] = [fresh(), fresh(), fresh()];
    const definition = template({ templateId, supportedAgents: { [agentId]: '^1.0.0' } });
    definition.manifest.defaultPlan = {
      steps: [{ id: 'only', name: 'Only', agent: agentId, outputs: { findings: {} } }],
    };
    const happened: [string, () => Promise<unknown>][] = [
      ['published', () => alice.do(publishAgent, { input: agent({ agentId }) })],
      ['a template', () => alice.do(publishTemplate, { input: definition })],
      ['private', () => alice.do(publishAgent, { input: agent({ agentId: inner, visibility: 'private' }) })],
      ['a draft', () => alice.do(publishAgent, { input: { ...agent({ agentId, version: '1.1.0' }), draft: true } })],
      ['promoted', () => alice.do(promoteAgent, { input: { id: agentId, version: '1.1.0' } })],
      ['refused', () => alice.do(publishAgent, { input: agent({ agentId, version: 'none' }) })],
      ['instantiated', () => globex.do(instantiateTemplate, { input: { ...run, templateId } })],
      [
        'rated',
        () => globex.do(rateTemplate, { input: { templateId, namespace: 'acme', rating: 5, comment: 'Good.' } }),
      ],
      ['rolled back', () => alice.do(rollbackAgent, { input: { id: agentId, toVersion: '1.0.0', reason: 'Slow.' } })],
      ['deprecated', () => alice.do(setAgentStatus, { input: { id: agentId, status: 'DEPRECATED', message: 'Old.' } })],
      ['shown', () => alice.do(setVisibility, { input: { id: inner, visibility: 'PUBLIC', reason: 'Offered.' } })],
      ['disabled', () => alice.do(setAgentStatus, { input: { id: inner, status: 'DISABLED', message: 'Broken.' } })],
      ['enabled', () => alice.do(setAgentStatus, { input: { id: inner, status: 'ACTIVE' } })],
      ['removed', () => alice.do(removeAgent, { input: { id: inner, reason: 'Unused.' } })],
    ];
    const readers = [
      anonymous,
      ...(['viewer', 'publisher'] as const).flatMap((role) => [viewer(role, 'acme'), viewer(role, 'globex')]),
    ];
    for (const [what, act] of happened) {
      const [{ head }] = (await registry.database.asOwner('select head::int from nofx.registry_feed')) as [
        { head: number },
      ];
      expect(await act(), what).not.toHaveProperty('code', 'FORBIDDEN');
      await registry.database.asOwner('select nofx.sequence_events()');
      const numbersOf = (query: RawBuilder<unknown>) => (as: Viewer) =>
        registry.services.db
          .read(as, sql<{ seq: number }>`${query}`.compile(db))
          .then((rows) => rows.map(({ seq }) => Number(seq)));
      const inLog = numbersOf(sql`select seq from registry_events where seq > ${head} order by seq`);
      const broadcast = numbersOf(sql`select distinct (payload ->> 'number')::int as seq from realtime.messages
        where event <> 'written' and (payload ->> 'number')::int > ${head} order by 1`);
      for (const reader of readers) {
        expect([what, reader, await broadcast(reader)]).toEqual([what, reader, await inLog(reader)]);
      }
      expect(
        await inLog(viewer('publisher', what === 'rated' || what === 'instantiated' ? 'globex' : 'acme')),
        what,
      ).not.toEqual([]);
    }
  });

  it('give every event its number, and send the newest 200 of many', async () => {
    await registry.database.asOwner('delete from realtime.messages');
    const agentId = fresh();
    await registry.database.asOwner(
      `insert into nofx.registry_events (type, action, kind, slug, namespace, tenant, actor, correlation_id)
       select 'agent.validation_failed', 'VALIDATION_FAILED', 'AGENT', '${agentId}', 'acme', 'acme', gen_random_uuid(), 'many'
       from generate_series(1, 250)`,
    );
    const messages = await messagesOf(agentId);
    const [head] = (await registry.database.asOwner('select head::int from nofx.registry_feed')) as [{ head: number }];
    expect(messages.map(({ payload }) => payload.number)).toEqual(
      Array.from({ length: 200 }, (_, index) => head.head - 199 + index),
    );
  });

  it.each(['raise exception $x$no partition$x$', 'perform pg_sleep(0.6)'])(
    'are numbered and answered although realtime.send does: %s',
    async (body) => {
      const [{ definition }] = (await registry.database.asOwner(
        `select pg_get_functiondef('realtime.send(jsonb,text,text,boolean)'::regprocedure) as definition`,
      )) as [{ definition: string }];
      const parameters = 'payload jsonb, event text, topic text, private boolean default true';
      await registry.database.asOwner(
        `create or replace function realtime.send(${parameters}) returns void language plpgsql as $$ begin
           if event <> 'written' then ${body}; end if; end $$`,
      );
      try {
        const agentId = fresh();
        const { event } = await alice.do(publishAgent, { input: agent({ agentId }) });
        expect(event).toMatchObject({ action: 'PUBLISHED', version: '1.0.0' });
        expect(await messagesOf(agentId)).toEqual([]);
      } finally {
        await registry.database.asOwner(definition);
      }
    },
  );

  it.runIf(engine === 'postgres')('wake up a client that reads the log in pages', async () => {
    const server = await startRealtime({ key });
    const stopCarrying = await carry(registry.database.ownerUrl ?? '', server);
    const supabase = createSupabase(server.url, key, { auth: { persistSession: false, autoRefreshToken: false } });
    const stop = new AbortController();
    const connected = vi.fn();
    try {
      const events = pollRegistryEvents(
        { url: registry.url, token: alice.token },
        {
          wake: realtimeWake(supabase, { namespace: 'acme', publishers: true }),
          pollMs: 3_600_000, // Nothing in this test depends on it.
          signal: stop.signal,
          onConnected: connected,
        },
      );
      const next = events.next();
      const topics = ['public', 'namespace:acme', 'publishers:acme'].map((name) => `registry:nofx:${name}`);
      for (const topic of topics) await server.untilJoined(topic);
      await vi.waitFor(() => expect(connected).toHaveBeenCalledTimes(1));
      const agentId = fresh();
      await alice.do(publishAgent, { input: agent({ agentId, visibility: 'private' }) });
      expect((await next).value).toMatchObject({ action: 'PUBLISHED', entryId: agentId, version: '1.0.0' });
      const draft = events.next();
      await alice.do(publishAgent, { input: { ...agent({ agentId, version: '2.0.0' }), draft: true } });
      expect((await draft).value).toMatchObject({ action: 'DRAFTED', entryId: agentId, version: '2.0.0' });
      const ended = events.next();
      stop.abort();
      expect(await ended).toEqual({ done: true, value: undefined });
      await vi.waitFor(() => expect(server.joined()).toEqual([]));
    } finally {
      stop.abort();
      await supabase.realtime.disconnect();
      await stopCarrying();
      await server.stop();
    }
  });

  describe('are read by', () => {
    const topics = [
      'another-application',
      'registry:nofx',
      'registry:nofx:namespace:acme',
      'registry:nofx:namespace:globex',
      'registry:nofx:public',
      'registry:nofx:publishers:acme',
      'registry:nofx:publishers:globex',
    ];
    const read = (as: Viewer) =>
      registry.services.db.read(
        as,
        sql<{ topic: string }>`select topic from realtime.messages order by topic collate "C"`.compile(db) as Query<{
          topic: string;
        }>,
      );

    beforeAll(async () => {
      await registry.database.asOwner('delete from realtime.messages');
      for (const topic of topics) {
        await registry.database.asOwner(
          `insert into realtime.messages (topic, event, payload, private, extension) values ('${topic}', 'e', '{}', true, 'broadcast')`,
        );
      }
    });

    const readers: [string, Viewer, string[]][] = [
      ['anonymous', anonymous, ['registry:nofx:public']],
      ['a viewer', viewer('viewer', 'acme'), ['registry:nofx:namespace:acme', 'registry:nofx:public']],
      [
        'a publisher',
        viewer('publisher', 'acme'),
        ['registry:nofx:namespace:acme', 'registry:nofx:public', 'registry:nofx:publishers:acme'],
      ],
      [
        'an admin of another namespace',
        viewer('admin', 'globex'),
        ['registry:nofx:namespace:globex', 'registry:nofx:public', 'registry:nofx:publishers:globex'],
      ],
      ['a viewer of a namespace that has another one in its name', viewer('viewer', 'acm'), ['registry:nofx:public']],
    ];

    it.each(readers)('%s', async (_, as, expected) => {
      expect((await read(as)).map(({ topic }) => topic)).toEqual(expected);
    });

    it.each(readers)(
      '%s, where another application lets everyone read and send everything',
      async (_, as, expected) => {
        await registry.database.asOwner(
          'create policy everything on realtime.messages to anon, authenticated using (true) with check (true)',
        );
        try {
          expect((await read(as)).map(({ topic }) => topic)).toEqual(['another-application', ...expected]);
          for (const topic of topics.slice(1)) {
            const send = sql`insert into realtime.messages (topic, event, payload, private, extension)
            values (${topic}, 'agent.added', '{}', true, 'broadcast')`.compile(db);
            await expect(registry.services.db.transact(as, (tx) => tx.run(send))).rejects.toMatchObject({
              code: 'FORBIDDEN',
            });
          }
        } finally {
          await registry.database.asOwner('drop policy everything on realtime.messages');
        }
      },
    );

    it('nobody presence: only broadcasts are allowed', async () => {
      await registry.database.asOwner(
        `insert into realtime.messages (topic, extension) values ('registry:nofx:public', 'presence')`,
      );
      expect((await read(anonymous)).map(({ topic }) => topic)).toEqual(['registry:nofx:public']);
    });
  });
});
