import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { remove } from '../support/lifecycle.ts';
import { publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { countedByHand, usageReader } from '../support/usage.ts';

const exceeded = '... on Error { code message } ... on QuotaExceeded { quota limit used resetsAt }';
const publishAgent = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { __typename ${exceeded} } }`;
const promoteAgent = `mutation ($input: PromoteInput!) { promoteAgent(input: $input) { __typename ${exceeded} } }`;
const instantiate = `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename ${exceeded} } }`;

describe.skipIf(!hasEngine)('quotas', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const setQuota = (namespace: string, quota: string, most: number) =>
    registry.database.asOwner(
      `insert into nofx.namespace_quotas (namespace, quota, most) values ($1, $2, $3)
       on conflict (namespace, quota) do update set most = excluded.most`,
      [namespace, quota, most],
    );
  const admin = (namespace: string) => registry.actor({ role: 'admin', namespace });
  const publish = (actor: Actor, version: string, more: object = {}) =>
    actor.do(publishAgent, { input: { ...agent({ version, visibility: 'private' }), ...more } });
  const quotasOf = async (actor: Actor) =>
    (await actor.do('{ namespaceUsage { quotas { quota limit used resetsAt } } }')).quotas;

  it('of versions: what is there stays, one more is refused until something is removed', async () => {
    const alice = await admin('versions');
    await setQuota('versions', 'VERSIONS', 2);
    expect(await quotasOf(alice)).toEqual([{ quota: 'VERSIONS', limit: 2, used: 0, resetsAt: null }]);
    await publish(alice, '1.0.0');
    await publish(alice, '1.1.0', { draft: true });
    const refused = {
      __typename: 'QuotaExceeded',
      code: 'QUOTA_EXCEEDED',
      message:
        'The quota of your namespace is 2 stored versions; 2 are used, and this needs 1 more. Remove what you do not need, or ask the operator for more.',
      ...{ quota: 'VERSIONS', limit: 2, used: 2, resetsAt: null },
    };
    expect(await publish(alice, '1.2.0')).toEqual(refused);
    expect(await publish(alice, '1.2.0', { dryRun: true })).toEqual(refused);
    // A draft that is replaced or promoted adds none.
    expect(await publish(alice, '1.1.0', { draft: true, commitSha: 'abcdef1' })).toMatchObject({
      __typename: 'PublishAgentPayload',
    });
    expect(await alice.do(promoteAgent, { input: { id: 'reviewer', version: '1.1.0' } })).toMatchObject({
      __typename: 'PublishAgentPayload',
    });
    expect(await quotasOf(alice)).toEqual([{ quota: 'VERSIONS', limit: 2, used: 2, resetsAt: null }]);
    await remove(alice, { id: 'reviewer' });
    expect(await quotasOf(alice)).toEqual([{ quota: 'VERSIONS', limit: 2, used: 0, resetsAt: null }]);
    const other = { input: agent({ agentId: 'another' }) };
    expect(await alice.do(publishAgent, other)).toMatchObject({ __typename: 'PublishAgentPayload' });
  });

  it('of bytes: told with what is used; another namespace is not limited', async () => {
    const alice = await admin('bytes');
    await publish(alice, '1.0.0');
    const { STORED_BYTES: used = 0 } = await countedByHand(registry.database, 'bytes');
    await setQuota('bytes', 'STORED_BYTES', used + 10);
    expect(await publish(alice, '1.1.0')).toMatchObject({
      ...{ __typename: 'QuotaExceeded', quota: 'STORED_BYTES', limit: used + 10, used, resetsAt: null },
    });
    await setQuota('bytes', 'STORED_BYTES', used * 2 + 10);
    expect(await publish(alice, '1.1.0')).toMatchObject({ __typename: 'PublishAgentPayload' });
    expect(await publish(await admin('free'), '1.0.0')).toMatchObject({ __typename: 'PublishAgentPayload' });
  });

  it('of runs a day: from midnight in UTC, with the time at which it starts again', async () => {
    const alice = await admin('runs');
    await alice.do(publishAgent, { input: agent() });
    await alice.do(publishTemplate, { input: template() });
    await setQuota('runs', 'RUNS_PER_DAY', 2);
    const run = (more: object = {}) =>
      alice.do(instantiate, { input: { templateId: 'review-round', variables: { change: 'x' }, ...more } });
    await run({ idempotencyKey: 'first-run' });
    await run({ idempotencyKey: 'first-run' });
    expect(await run({ dryRun: true })).toMatchObject({ __typename: 'InstantiateTemplatePayload' });
    await run();
    const midnight = new Date();
    midnight.setUTCHours(24, 0, 0, 0);
    const refused = { __typename: 'QuotaExceeded', quota: 'RUNS_PER_DAY', limit: 2, used: 2 };
    expect(await run()).toMatchObject({ ...refused, resetsAt: midnight.toISOString() });
    expect(await run({ dryRun: true })).toMatchObject(refused);
    await registry.database.asOwner(
      `alter table nofx.runs disable trigger user; update nofx.runs set created_at = created_at - interval '1 day' where namespace = 'runs'; alter table nofx.runs enable trigger user`,
    );
    expect(await run()).toMatchObject({ __typename: 'InstantiateTemplatePayload' });
  });

  it('are 403 in REST, with the same members', async () => {
    const alice = await admin('rest');
    await setQuota('rest', 'VERSIONS', 0);
    const { post } = restClient(registry.url, alice.token);
    const { status, headers, body } = await post('/api/agents/publish', agent());
    expect([status, headers.get('content-type')]).toEqual([403, 'application/problem+json']);
    expect(body).toMatchObject({ code: 'QUOTA_EXCEEDED', quota: 'VERSIONS', limit: 0, used: 0, resetsAt: null });
  });

  it('are no business of publishers and of other namespaces', async () => {
    const query = '{ namespaceUsage { quotas { quota } } }';
    const publisher = await registry.actor({ role: 'publisher', namespace: 'versions' });
    expect((await publisher.ask(query)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await quotasOf(await admin('free'))).toEqual([]);
  });

  it('hold when many write at once, and every record is read once by a reader that is among them', async () => {
    const alice = await admin('crowd');
    const reader = usageReader(alice, 5);
    await setQuota('crowd', 'VERSIONS', 12);
    await alice.do(publishAgent, { input: agent() });
    await alice.do(publishTemplate, { input: template() });
    await setQuota('crowd', 'RUNS_PER_DAY', 9);
    const run = () => alice.do(instantiate, { input: { templateId: 'review-round', variables: { change: 'x' } } });
    let writing = true;
    const reading = (async () => {
      while (writing) await reader.drain();
    })();
    const outcomes = await Promise.all([
      ...Array.from({ length: 16 }, (_, index) => publish(alice, `1.${index + 1}.0`)),
      ...Array.from({ length: 16 }, (_, index) =>
        alice.do(publishAgent, { input: agent({ agentId: `agent-${index}`, visibility: 'private' }) }),
      ),
      ...Array.from({ length: 16 }, run),
    ]);
    writing = false;
    await reading;
    await reader.drain();
    const names: Record<string, number> = {};
    for (const { __typename } of outcomes) names[__typename] = (names[__typename] ?? 0) + 1;
    expect(names).toEqual({ PublishAgentPayload: 10, InstantiateTemplatePayload: 9, QuotaExceeded: 29 });
    const byHand = await countedByHand(registry.database, 'crowd');
    expect([byHand.VERSIONS, byHand.RUNS]).toEqual([12, 9]);
    expect(new Set(reader.seen.map(({ recordId }) => recordId)).size).toBe(reader.seen.length);
    for (const [meter, total] of Object.entries(byHand)) {
      const records = reader.seen.filter((each) => each.meter === meter);
      expect(
        records.reduce((sum, { quantity }) => sum + quantity, 0),
        meter,
      ).toBe(total);
      expect(records.at(-1)?.total ?? 0, meter).toBe(total);
    }
  });

  it.skipIf(engine === 'pglite')('a record of a slow transaction is read by who has read past it', async () => {
    const alice = await admin('slow');
    const reader = usageReader(alice);
    const { default: pg } = await import('pg');
    const slow = new pg.Client(registry.database.ownerUrl ?? '');
    await slow.connect();
    try {
      await slow.query('begin');
      await slow.query(
        `select nofx.record_usage('slow', 'RUN', gen_random_uuid(), array['RUNS'], array[7]::numeric[])`,
      );
      await publish(alice, '1.0.0');
      expect((await reader.drain()).map(({ meter }) => meter)).toEqual([
        'VERSIONS',
        'STORED_BYTES',
        'ACTIVE_PRIVATE_VERSIONS',
      ]);
      await slow.query('commit');
      expect((await reader.drain()).map(({ meter, quantity }) => [meter, quantity]).slice(3)).toEqual([['RUNS', 7]]);
    } finally {
      await slow.end();
    }
  });
});
