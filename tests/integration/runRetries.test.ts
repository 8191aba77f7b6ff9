import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { runsOf } from '../support/runs.ts';

const retryRun = `mutation ($input: RetryRunInput!) {
  retryRun(input: $input) { __typename ... on Error { code message } ... on StaleClaim { status }
    ... on RetryRunPayload { run { id status outputs retries retryReason finishedAt steps { stepId status attempt outputs error { code } } } } }
}`;
const runNow = `query ($id: ID!) { run(id: $id) { status outputs retries retryReason retriedAt startedAt finishedAt
  steps { stepId status attempt inputs outputs error { code } } } }`;

describe.skipIf(!hasEngine)('a failed run', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let runs: ReturnType<typeof runsOf>;

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    runs = runsOf(alice);
    await alice.do(publishAgent, { input: agent() });
    const definition = template({
      templateId: 'chain',
      expectedOutputs: {
        note: { type: 'string', from: 'first.note' },
        whole: { from: '{{ steps.second.outputs.found }}' },
        missing: { from: 'second.found.nothing' },
        prose: { type: 'string' },
      },
    }).manifest;
    const steps = [
      { id: 'first', name: 'First', agent: 'reviewer', outputs: { note: {} } },
      {
        id: 'second',
        name: 'Second',
        agent: 'reviewer',
        dependsOn: ['first'],
        inputs: { note: '{{ steps.first.outputs.note }}' },
        outputs: { found: {} },
      },
    ];
    expect(
      await alice.do(publishTemplate, { input: { manifest: { ...definition, defaultPlan: { steps } } } }),
    ).toMatchObject({ created: true });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const retry = (input: object, actor = alice) => actor.do(retryRun, { input });
  const now = async (id: string) => (await alice.ask(runNow, { id })).data.run;
  const begin = async () => (await runs.start('chain', { change: 'c' })).id;
  /** Reports the next step of the run. */
  async function next(runId: string, result: object) {
    const claims = await runs.claim('w', { first: 20 });
    const [claim] = claims.filter(({ run }) => run.id === runId);
    if (!claim) throw new Error('There is nothing to claim.');
    const answer = await runs.report({ runId, stepId: claim.step.stepId, claim: claim.token, ...result });
    expect(answer.__typename).toBe('ReportRunPayload');
    return claim;
  }
  const succeeds = (outputs: object) => ({ status: 'SUCCEEDED', outputs });
  const fails = { status: 'FAILED', retry: false, error: { code: 'broken', message: 'It broke.' } };

  it('continues with the failed step, keeps completed steps, and succeeds with its outputs', async () => {
    const id = await begin();
    expect(await now(id)).toMatchObject({ outputs: null, retries: 0, retriedAt: null });
    await next(id, succeeds({ note: 'N' }));
    const before = await next(id, fails);
    expect(await now(id)).toMatchObject({ status: 'FAILED', outputs: null });

    const answer = await retry({ runId: id, reason: 'The key was renewed.' });
    expect(answer).toMatchObject({
      __typename: 'RetryRunPayload',
      run: {
        ...{ id, status: 'RUNNING', retries: 1, retryReason: 'The key was renewed.', finishedAt: null },
        steps: [
          { stepId: 'first', status: 'SUCCEEDED', outputs: { note: 'N' } },
          { stepId: 'second', status: 'QUEUED', attempt: 0, outputs: null, error: null },
        ],
      },
    });
    const late = await runs.report({ runId: id, stepId: 'second', claim: before.token, ...succeeds({ found: 0 }) });
    expect(late.__typename).toBe('StaleClaim');
    const again = await next(id, succeeds({ found: [1, { a: 2 }] }));
    expect(again).toMatchObject({ inputs: { note: 'N' }, step: { attempt: 1 } });
    expect(await now(id)).toMatchObject({
      status: 'SUCCEEDED',
      outputs: { note: 'N', whole: [1, { a: 2 }], missing: null },
    });
    expect(Object.keys((await now(id)).outputs)).toEqual(['note', 'whole', 'missing']);
  });

  it('restarts from the beginning, with the new outputs of its steps', async () => {
    const id = await begin();
    await next(id, succeeds({ note: 'old' }));
    await next(id, fails);
    expect(await retry({ runId: id, from: 'START' })).toMatchObject({
      run: {
        status: 'QUEUED',
        retries: 1,
        steps: [{ status: 'QUEUED', attempt: 0, outputs: null }, { status: 'QUEUED' }],
      },
    });
    expect(await now(id)).toMatchObject({ startedAt: null, finishedAt: null });
    await next(id, succeeds({ note: 'new' }));
    expect(await next(id, succeeds({ found: 0 }))).toMatchObject({ inputs: { note: 'new' } });
    expect(await now(id)).toMatchObject({ status: 'SUCCEEDED', outputs: { note: 'new' } });
  });

  it('has its skipped steps opened as well, and may be retried as often as it fails', async () => {
    const id = await begin();
    for (const retries of [1, 2]) {
      await next(id, fails);
      expect((await now(id)).steps).toMatchObject([{ status: 'FAILED' }, { status: 'SKIPPED' }]);
      expect(await retry({ runId: id })).toMatchObject({
        run: { retries, steps: [{ status: 'QUEUED' }, { status: 'QUEUED' }] },
      });
    }
    await next(id, fails);
  });

  it('is retried once for one key, and shown by a dry run', async () => {
    const id = await begin();
    await next(id, fails);
    expect(await retry({ runId: id, dryRun: true })).toMatchObject({ run: { status: 'QUEUED', retries: 1 } });
    expect(await now(id)).toMatchObject({ status: 'FAILED', retries: 0 });
    const input = { runId: id, idempotencyKey: 'retry-of-a-run' };
    const answers = await Promise.all([retry(input), retry(input), retry(input)]);
    expect(answers.map(({ run }) => run.retries)).toEqual([1, 1, 1]);
    expect(await retry({ ...input, from: 'START' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    await next(id, fails);
  });

  it('is not retried twice by concurrent callers', async () => {
    const id = await begin();
    await next(id, fails);
    const answers = await Promise.all([retry({ runId: id }), retry({ runId: id, from: 'START' })]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['RetryRunPayload', 'StaleClaim']);
    expect(await now(id)).toMatchObject({ retries: 1 });
    await next(id, fails);
  });

  it('may be retried, unlike others, by publishers of its namespace, for a reason without secrets', async () => {
    const id = await begin();
    expect(await retry({ runId: id })).toMatchObject({ code: 'STALE_CLAIM', status: 'QUEUED' });
    await next(id, fails);
    expect(await retry({ runId: id }, await registry.actor({ role: 'viewer' }))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await retry({ runId: id }, await registry.actor({ namespace: 'globex' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await registry.anyone.ask(retryRun, { input: { runId: id } })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    for (const reason of ['', ' ', 'x'.repeat(501)]) {
      expect((await alice.ask(retryRun, { input: { runId: id, reason } })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    await runs.report({ runId: id, status: 'CANCELLED' });
    expect(await now(id)).toMatchObject({ status: 'FAILED', retries: 0 });
  });

  it('is listed, read and retried over REST', async () => {
    const origin = new URL(registry.url).origin;
    const rest = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${origin}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
      });
      return { status: response.status, body: await response.json() };
    };
    const id = await begin();
    await next(id, fails);
    for (const none of [
      'version=9.9.9',
      `createdBy=${randomUUID()}`,
      'createdAfter=2999-01-01T00:00:00Z',
      'createdBefore=2000-01-01T00:00:00Z',
    ])
      expect((await rest(`/api/runs?templateId=chain&${none}`)).body.items).toEqual([]);
    const list = await rest(
      '/api/runs?status=FAILED&templateId=chain&version=1.0.0&createdAfter=2000-01-01T00:00:00Z&first=1',
    );
    expect(list).toMatchObject({ status: 200, body: { items: [{ id, status: 'FAILED', retries: 0 }] } });
    const path = `/api/runs/${encodeURIComponent(id)}`;
    expect(await rest(path)).toMatchObject({
      status: 200,
      body: { id, outputs: null, steps: [{ stepId: 'first' }, {}] },
    });
    expect(await rest(`${path}/retry`, { method: 'POST', body: '{"from":"START","reason":"Again."}' })).toMatchObject({
      status: 200,
      body: { run: { id, status: 'QUEUED', retries: 1, retryReason: 'Again.' } },
    });
    expect(await rest(`${path}/retry`, { method: 'POST', body: '{}' })).toMatchObject({
      status: 409,
      body: { code: 'STALE_CLAIM' },
    });
    expect(await rest('/api/runs?status=BROKEN')).toMatchObject({ status: 400 });
    expect(await (await fetch(`${origin}/api/runs`)).json()).toMatchObject({ items: [] });
  });
});
