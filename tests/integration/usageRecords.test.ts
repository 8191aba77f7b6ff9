import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { archive, discard, remove, unarchive } from '../support/lifecycle.ts';
import { instantiateTemplate, promoteAgent, publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { runsOf } from '../support/runs.ts';
import { countedByHand, sumOf, totalsOf, type UsageNode, usageReader, usageRecords } from '../support/usage.ts';

const setVisibility = `mutation ($input: SetVisibilityInput!) { setAgentVisibility(input: $input) { __typename ... on Error { message } } }`;

describe.skipIf(!hasEngine)('usage records', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let reader: ReturnType<typeof usageReader>;
  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    reader = usageReader(admin);
    await reader.drain();
  });
  afterEach(async () => {
    expect(registry.masked).toEqual([]);
    // Whatever was done: the records, the totals and the tables agree.
    await reader.drain();
    const totals = await totalsOf(admin);
    expect(totals).toEqual(await countedByHand(registry.database, 'default'));
    expect({ ...zero, ...sumOf(reader.seen) }).toEqual(totals);
  });
  afterAll(() => registry?.close());

  const zero = {
    RUNS: 0,
    STEP_SECONDS: 0,
    VERSIONS: 0,
    ACTIVE_PRIVATE_VERSIONS: 0,
    STORED_BYTES: 0,
    EVENTS_DELIVERED: 0,
  };
  /** What was recorded since the last call, as `METER quantity source`. */
  async function since(): Promise<string[]> {
    const before = reader.seen.length;
    const seen = await reader.drain();
    return seen.slice(before).map(({ meter, quantity, sourceType }) => `${meter} ${quantity} ${sourceType}`);
  }
  const publish = async (input: object) =>
    expect(await admin.do(publishAgent, { input })).toMatchObject({ created: true });
  const secret = (version: string, more: object = {}) =>
    agent({ agentId: 'hidden', visibility: 'private', version, ...more });
  const bytes = secret('1.0.0').files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

  it('has what a publish stores, with its running total', async () => {
    await publish(secret('1.0.0'));
    const [stored] = (await registry.database.asOwner(
      `select (select sum((file ->> 'size')::int) from jsonb_array_elements(files) as file)::float8 as bytes
       from nofx.agent_versions`,
    )) as { bytes: number }[];
    expect(stored?.bytes).toBeGreaterThan(bytes); // The manifest is one of the files.
    expect(await since()).toEqual([
      'VERSIONS 1 VERSION',
      `STORED_BYTES ${stored?.bytes} VERSION`,
      'ACTIVE_PRIVATE_VERSIONS 1 VERSION',
    ]);
    await publish(secret('1.1.0'));
    await reader.drain();
    expect(reader.seen.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(reader.seen.filter(({ meter }) => meter === 'VERSIONS').map(({ total }) => total)).toEqual([1, 2]);
  });

  it('counts a version that is public as no private one', async () => {
    await publish(agent());
    expect(await since()).toEqual(['VERSIONS 1 VERSION', expect.stringMatching(/^STORED_BYTES \d+ VERSION$/)]);
  });

  it('follows a draft: uploaded, replaced, promoted, another discarded', async () => {
    await publish({ ...secret('2.0.0'), draft: true });
    expect((await since())[0]).toBe('VERSIONS 1 VERSION');
    await publish({ ...secret('2.0.0', { description: 'Better.' }), draft: true });
    expect((await since()).filter((each) => each.startsWith('VERSIONS'))).toEqual([
      'VERSIONS -1 VERSION',
      'VERSIONS 1 VERSION',
    ]);
    await admin.do(promoteAgent, { input: { id: 'hidden', version: '2.0.0' } });
    expect(await since()).toEqual(['ACTIVE_PRIVATE_VERSIONS 1 VERSION']);
    await publish({ ...secret('3.0.0'), draft: true });
    await discard(admin, { id: 'hidden', version: '3.0.0' });
    expect((await since()).filter((each) => each.startsWith('VERSIONS'))).toEqual([
      'VERSIONS 1 VERSION',
      'VERSIONS -1 VERSION',
    ]);
  });

  it('follows the archive: an archived version is stored, and not active', async () => {
    await archive(admin, { id: 'hidden', version: '1.0.0' });
    expect(await since()).toEqual(['ACTIVE_PRIVATE_VERSIONS -1 VERSION']);
    await unarchive(admin, { id: 'hidden', version: '1.0.0' });
    expect(await since()).toEqual(['ACTIVE_PRIVATE_VERSIONS 1 VERSION']);
  });

  it('follows the visibility of an entry', async () => {
    await admin.do(setVisibility, { input: { id: 'reviewer', visibility: 'PRIVATE' } });
    expect(await since()).toEqual(['ACTIVE_PRIVATE_VERSIONS 1 ENTRY']);
    await admin.do(setVisibility, { input: { id: 'reviewer', visibility: 'PUBLIC' } });
    expect(await since()).toEqual(['ACTIVE_PRIVATE_VERSIONS -1 ENTRY']);
  });

  it('counts nothing for a dry run, a repetition, or what is unchanged', async () => {
    const input = { ...secret('1.2.0'), idempotencyKey: 'usage-key-1' };
    await admin.do(publishAgent, { input: { ...input, dryRun: true } });
    expect(await since()).toEqual([]);
    await publish(input);
    await admin.do(publishAgent, { input });
    await admin.do(publishAgent, { input: secret('1.2.0') });
    expect(await since()).toHaveLength(3);
  });

  it('counts a run once, and the seconds of a step once, when it ends', async () => {
    await admin.do(publishTemplate, { input: template() });
    const input = { templateId: 'review-round', variables: { change: 'x' }, idempotencyKey: 'usage-run-1' };
    await admin.do(instantiateTemplate, { input: { ...input, dryRun: true } });
    await since();
    const { run } = await admin.do(instantiateTemplate, { input });
    await admin.do(instantiateTemplate, { input });
    expect(await since()).toEqual(['RUNS 1 RUN']);

    const { claim, report } = runsOf(admin);
    const [first] = await claim('w');
    await registry.database.asOwner(
      `alter table nofx.steps disable trigger user; update nofx.steps set started_at = now() - interval '90.125 s' where started_at is not null; alter table nofx.steps enable trigger user`,
    );
    const done = { runId: run.id, stepId: 'first', claim: first?.token };
    expect(await report({ ...done, status: 'RUNNING' })).toMatchObject({ __typename: 'ReportRunPayload' });
    expect(await since()).toEqual([]);
    const ended = { ...done, status: 'SUCCEEDED', outputs: { findings: [] } };
    expect(await report(ended)).toMatchObject({ __typename: 'ReportRunPayload' });
    await report(ended);
    const records = await since();
    expect(records).toEqual([expect.stringMatching(/^STEP_SECONDS 9\d(\.\d+)? STEP$/)]);
  });

  it('are taken back when an entry is removed', async () => {
    await remove(admin, { id: 'hidden' });
    expect(await since()).toEqual([
      'VERSIONS -4 ENTRY',
      expect.stringMatching(/^STORED_BYTES -\d+ ENTRY$/),
      'ACTIVE_PRIVATE_VERSIONS -4 ENTRY',
    ]);
  });

  it('are read by an admin of the namespace, and by nobody else', async () => {
    for (const role of ['viewer', 'publisher'] as const) {
      const { data, errors } = await (await registry.actor({ role })).ask(usageRecords);
      expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
    }
    expect((await registry.anyone.ask(usageRecords)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const other = await registry.actor({ role: 'admin', namespace: 'globex' });
    expect((await other.do(usageRecords)).edges).toEqual([]);
    const [{ id }] = reader.seen as unknown as [{ id: string }];
    const node = 'query ($id: ID!) { node(id: $id) { ... on UsageRecord { meter } } }';
    expect((await admin.ask(node, { id })).data).toEqual({ node: { meter: 'VERSIONS' } });
    expect((await other.ask(node, { id })).data).toEqual({ node: null });
    // The number of a record of another namespace is not a cursor of one's own.
    const { edges } = await admin.do(usageRecords, { first: 1 });
    const answer = await other.ask(usageRecords, { after: edges[0].cursor });
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are filtered, paged backwards, and continued from the end of a page that is empty', async () => {
    const filter = { meters: ['RUNS'] };
    const runs = await admin.do(usageRecords, { filter });
    expect(runs.edges.map(({ node }: { node: UsageNode }) => node.meter)).toEqual(['RUNS']);
    expect(runs.totalCount).toBe(1);
    const empty = await admin.do(usageRecords, { filter, after: runs.pageInfo.endCursor });
    expect(empty).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, endCursor: runs.pageInfo.endCursor } });
    const last = await admin.do(usageRecords, { last: 2 });
    expect(last.edges.map(({ node }: { node: UsageNode }) => node.number)).toEqual(
      reader.seen.slice(-2).map(({ number }) => number),
    );
    const until = reader.seen[0]?.occurredAt;
    expect((await admin.do(usageRecords, { filter: { until } })).edges).toEqual([]);
    expect((await admin.do(usageRecords, { filter: { since: until } })).totalCount).toBe(reader.seen.length);
  });

  it('are found stale when the registry was restored from a backup that lacks them', async () => {
    const { edges } = await admin.do(usageRecords, { last: 1 });
    const [fingerprint, seq] = JSON.parse(Buffer.from(edges[0].cursor, 'base64url').toString());
    const forged = [fingerprint, seq, '00000000-0000-4000-8000-00000000abcd'];
    const after = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect((await admin.ask(usageRecords, { after })).errors?.[0]?.extensions.code).toBe('STALE_CURSOR');
  });

  it('do not change once they are written, whoever asks', async () => {
    for (const sql of [
      'update nofx.usage_records set quantity = 2 where seq = 1',
      'update nofx.usage_records set seq = 1000, total = 0 where seq = 1',
      'delete from nofx.usage_records',
    ]) {
      await expect(registry.database.asOwner(sql)).rejects.toThrow('usage records are only appended');
    }
  });
});
