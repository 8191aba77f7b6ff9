import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { advanceTime, claimSteps, type PlannedStep, publishPlan, reportRun, runsOf, uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const token = `ghp_${'aB3'.repeat(12)}`;
const reportRedacted = `mutation ($input: ReportRunInput!) {
  reportRun(input: $input) { ... on ReportRunPayload { redacted step { status outputs } } }
}`;
const instantiateWith = `mutation ($input: InstantiateTemplateInput!) {
  instantiateTemplate(input: $input) { __typename ... on VariablesInvalid { code issues { file path code severity } } }
}`;
const chain: PlannedStep[] = [
  {
    id: 'first',
    inputs: { change: '{{ variables.change }}' },
    outputs: { findings: { type: 'array' }, note: 'A note.' },
  },
  {
    id: 'second',
    dependsOn: ['first'],
    inputs: {
      all: '{{ steps.first.outputs.findings }}',
      text: '{{ variables.change }}: {{ steps.first.outputs.note }}',
    },
  },
];

describe.skipIf(!hasEngine)('runs', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let runs: ReturnType<typeof runsOf>;
  const fresh = uniqueNames('plan');

  beforeAll(async () => {
    registry = await openRegistry();
  });
  /** A separate namespace: no steps of other tests are claimed. */
  const settle = async (steps: PlannedStep[] = chain, variables: object = { change: 'c' }) => {
    alice = await registry.actor({ namespace: fresh('team') });
    runs = runsOf(alice);
    const templateId = fresh();
    await publishPlan(alice, templateId, steps);
    const { id } = await runs.start(templateId, variables);
    return { id, templateId, again: () => runs.start(templateId, variables) };
  };
  const only = <Item>(items: Item[]): Item => {
    expect(items).toHaveLength(1);
    return items[0] as Item;
  };
  const one = async (worker = 'w', more: object = {}) => only(await runs.claim(worker, more));
  const succeed = (
    { run, step, token }: { run: { id: string }; step: { stepId: string }; token: string },
    outputs = {},
  ) => runs.report({ runId: run.id, stepId: step.stepId, status: 'SUCCEEDED', claim: token, outputs });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it('go from the first step to the last, with outputs as inputs of the next step', async () => {
    const { id } = await settle();
    expect(await runs.run(id)).toMatchObject({ status: 'QUEUED', startedAt: null });
    const first = await one('worker-1@host');
    expect(first).toMatchObject({
      inputs: { change: 'c' },
      outputs: { findings: { type: 'array' }, note: 'A note.' },
      run: { id, status: 'RUNNING' },
      step: { stepId: 'first', status: 'RUNNING', attempt: 1, maxAttempts: 3, worker: 'worker-1@host', error: null },
    });
    expect(await runs.claim('other')).toEqual([]);
    const sly = 'see {{ variables.change }} {{ steps.first.outputs.findings }}';
    expect(await succeed(first, { findings: [{ line: 3 }], note: sly, more: 1 })).toMatchObject({
      __typename: 'ReportRunPayload',
      run: { status: 'RUNNING' },
      step: { status: 'SUCCEEDED', outputs: { note: sly }, claimedUntil: null },
    });
    const second = await one();
    expect(second).toMatchObject({ inputs: { all: [{ line: 3 }], text: `c: ${sly}` }, step: { stepId: 'second' } });
    expect(await succeed(second)).toMatchObject({ run: { status: 'SUCCEEDED', finishedAt: expect.any(String) } });
    expect((await runs.run(id)).steps).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'SUCCEEDED', inputs: { all: [{ line: 3 }], text: `c: ${sly}` } },
    ]);
    expect(await runs.claim('w')).toEqual([]);
  });

  it('do not interpolate the value of a variable', async () => {
    await settle(
      [
        { id: 'first', outputs: { note: 'N' } },
        {
          id: 'second',
          dependsOn: ['first'],
          inputs: { a: '{{ variables.a }}', b: '{{ steps.first.outputs.note }}' },
        },
      ],
      { a: '{{ steps.first.outputs.note }}' },
    );
    await succeed(await one(), { note: 'n' });
    expect(await one()).toMatchObject({ inputs: { a: '{{ steps.first.outputs.note }}', b: 'n' } });
  });

  it('are claimed oldest first and in the order of the plan, up to the requested number', async () => {
    const { id, again } = await settle([{ id: 'b' }, { id: 'a' }, { id: 'c', dependsOn: ['a'] }]);
    const later = await again();
    const claims = await runs.claim('w', { first: 3 });
    expect(claims.map(({ run, step }) => [run.id, step.stepId])).toEqual([
      [id, 'b'],
      [id, 'a'],
      [later.id, 'b'],
    ]);
    expect(new Set(claims.map((each) => each.token)).size).toBe(3);
  });

  it('are claimed by agent', async () => {
    await settle([
      { id: 'a', agent: fresh('writer') },
      { id: 'b', agent: 'the-reader' },
    ]);
    expect(await runs.claim('w', { agentIds: ['nobody'] })).toEqual([]);
    expect(await one('w', { agentIds: ['nobody', 'the-reader'], first: 5 })).toMatchObject({ step: { stepId: 'b' } });
  });

  it('give no step to two workers, with eight concurrent claims', async () => {
    const steps = Array.from({ length: 30 }, (_, at) => ({ id: `s${at}` }));
    const { again } = await settle(steps);
    await again();
    const taken: string[] = [];
    const work = async (worker: string) => {
      for (;;) {
        const claims = await runs.claim(worker, { first: 2 });
        if (claims.length === 0) return;
        taken.push(...claims.map(({ run, step }) => `${run.id} ${step.stepId}`));
        await Promise.all(claims.map((claim) => succeed(claim)));
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, at) => work(`w${at}`)));
    expect(taken).toHaveLength(60);
    expect(new Set(taken).size).toBe(60);
    expect(
      await registry.database.asOwner(`select max(attempt) as most from nofx.steps where step_id like 's%'`),
    ).toEqual([{ most: 1 }]);
  });

  it('go to the next worker when a lease expires, and the first worker is refused', async () => {
    const { id } = await settle();
    const lost = await one('lost');
    await advanceTime(registry, id);
    const found = await one('found');
    expect(found).toMatchObject({ step: { stepId: 'first', attempt: 2, worker: 'found' } });
    for (const status of ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']) {
      expect(
        await runs.report({
          runId: id,
          stepId: 'first',
          status,
          claim: lost.token,
          ...(status === 'SUCCEEDED' ? { outputs: { findings: [], note: '' } } : {}),
        }),
      ).toMatchObject({
        __typename: 'StaleClaim',
        code: 'STALE_CLAIM',
        status: 'RUNNING',
        worker: 'found',
      });
    }
    expect(await succeed(found, { findings: [], note: '' })).toMatchObject({ step: { status: 'SUCCEEDED' } });
  });

  it('accept the result of a late worker, as long as no other has claimed the step', async () => {
    const { id } = await settle();
    const late = await one();
    await advanceTime(registry, id);
    expect(await succeed(late, { findings: [], note: '' })).toMatchObject({
      step: { status: 'SUCCEEDED', attempt: 1 },
    });
  });

  it('extend a claim that is reported RUNNING', async () => {
    const { id } = await settle();
    const claim = await one('w', { leaseSeconds: 5 });
    await advanceTime(registry, id);
    const renewed = await runs.report({
      runId: id,
      stepId: 'first',
      status: 'RUNNING',
      claim: claim.token,
      leaseSeconds: 600,
    });
    expect(Date.parse(renewed.step.claimedUntil)).toBeGreaterThan(Date.now() + 300_000);
    expect(await runs.claim('other')).toEqual([]);
  });

  it('fail as worker_lost when no attempts are left', async () => {
    const { id } = await settle();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await one(`w${attempt}`)).toMatchObject({ step: { attempt } });
      await advanceTime(registry, id);
    }
    expect(await runs.claim('w4', { agentIds: ['another'] })).toEqual([]);
    expect(await runs.run(id)).toMatchObject({
      status: 'FAILED',
      steps: [
        { status: 'FAILED', worker: 'w3', error: { code: 'worker_lost' } },
        { status: 'SKIPPED', attempt: 0 },
      ],
    });
  });

  it('retry a failed step after a pause, and give up after three attempts', async () => {
    const { id } = await settle();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const { token } = await one();
      const error = { code: 'model_error', message: `No ${attempt}.` };
      const failed = { runId: id, stepId: 'first', status: 'FAILED', claim: token, error };
      const answer = await runs.report(failed);
      expect(answer).toMatchObject({
        run: { status: attempt < 3 ? 'RUNNING' : 'FAILED' },
        step: { status: attempt < 3 ? 'QUEUED' : 'FAILED', attempt, error, claimedUntil: null },
      });
      expect(await runs.report(failed)).toEqual(answer);
      expect(await runs.claim('w')).toEqual([]);
      await advanceTime(registry, id);
    }
  });

  it('do not retry a step that was reported as not retryable', async () => {
    const { id } = await settle();
    const { token } = await one();
    expect(
      await runs.report({ runId: id, stepId: 'first', status: 'FAILED', claim: token, retry: false }),
    ).toMatchObject({ step: { status: 'FAILED', error: { code: 'failed' } }, run: { status: 'FAILED' } });
  });

  it('skip every step that depends on a failed one, directly or not, and continue the others', async () => {
    const { id } = await settle([
      { id: 'last', dependsOn: ['middle', 'aside'] },
      { id: 'middle', dependsOn: ['bad'] },
      { id: 'bad' },
      { id: 'aside' },
    ]);
    const claims = await runs.claim('w', { first: 5 });
    expect(claims.map(({ step }) => step.stepId)).toEqual(['bad', 'aside']);
    await runs.report({ runId: id, stepId: 'bad', status: 'FAILED', claim: claims[0]?.token, retry: false });
    expect(await runs.run(id)).toMatchObject({
      status: 'RUNNING',
      steps: [{ status: 'SKIPPED' }, { status: 'SKIPPED' }, { status: 'FAILED' }, { status: 'RUNNING' }],
    });
    expect(
      await runs.report({ runId: id, stepId: 'aside', status: 'SUCCEEDED', claim: claims[1]?.token }),
    ).toMatchObject({
      run: { status: 'FAILED' },
    });
  });

  it('are cancelled as a whole, and their workers are refused', async () => {
    const { id } = await settle();
    const { token } = await one();
    const cancelled = await runs.report({ runId: id, status: 'CANCELLED' });
    expect(cancelled).toMatchObject({
      run: {
        status: 'CANCELLED',
        finishedAt: expect.any(String),
        steps: [{ status: 'CANCELLED' }, { status: 'CANCELLED' }],
      },
      step: null,
    });
    expect(await runs.report({ runId: uuidOf(id), status: 'CANCELLED' })).toEqual(cancelled);
    expect(await runs.report({ runId: id, stepId: 'first', status: 'RUNNING', claim: token })).toMatchObject({
      __typename: 'StaleClaim',
      status: 'CANCELLED',
      worker: 'w',
    });
    expect(await runs.claim('w')).toEqual([]);
  });

  it('are not cancelled when they have ended', async () => {
    const { id } = await settle([{ id: 'a' }]);
    await succeed(await one());
    expect(await runs.report({ runId: id, status: 'CANCELLED' })).toMatchObject({
      __typename: 'StaleClaim',
      status: 'SUCCEEDED',
    });
  });

  it('accept the same result again, and no other', async () => {
    await settle();
    const claim = await one();
    const outputs = { findings: [1], note: 'n' };
    const answer = await succeed(claim, outputs);
    expect(await succeed(claim, { note: 'n', findings: [1] })).toEqual(answer);
    expect(await succeed(claim, { ...outputs, note: 'm' })).toMatchObject({ code: 'STALE_CLAIM', status: 'SUCCEEDED' });
    expect(await succeed({ ...claim, token: 'f'.repeat(64) }, outputs)).toMatchObject({ code: 'STALE_CLAIM' });
  });

  it('accept the same failure again, and no other', async () => {
    await settle();
    const { run, step, token: claim } = await one();
    const fails = (code: string, message: string) =>
      runs.report({
        runId: run.id,
        stepId: step.stepId,
        status: 'FAILED',
        claim,
        error: { code, message },
        retry: false,
      });
    const answer = await fails('broken', 'It broke.');
    expect(answer).toMatchObject({ step: { status: 'FAILED' } });
    expect(await fails('broken', 'It broke.')).toEqual(answer);
    expect(await fails('broken', 'It fell.')).toMatchObject({
      code: 'STALE_CLAIM',
      status: 'FAILED',
      message: 'first: the step has already finished: FAILED.',
    });
    expect(await fails('fallen', 'It broke.')).toMatchObject({ code: 'STALE_CLAIM', status: 'FAILED' });
    const cancelled = { runId: run.id, stepId: step.stepId, status: 'CANCELLED', claim };
    expect(await runs.report(cancelled)).toMatchObject({ code: 'STALE_CLAIM', status: 'FAILED' });
    const succeeded = { ...cancelled, status: 'SUCCEEDED', outputs: { findings: [], note: 'n' } };
    expect(await runs.report(succeeded)).toMatchObject({ code: 'STALE_CLAIM', status: 'FAILED' });
  });

  it('accept the same cancellation again', async () => {
    await settle();
    const { run, step, token: claim } = await one();
    const cancelled = { runId: run.id, stepId: step.stepId, status: 'CANCELLED', claim };
    const answer = await runs.report(cancelled);
    expect(answer).toMatchObject({ step: { status: 'CANCELLED' } });
    expect(await runs.report(cancelled)).toEqual(answer);
  });

  it('count the same failure of an unclaimed step as another one', async () => {
    const { id } = await settle();
    const by = (status: string, more = {}) => runs.report({ runId: id, stepId: 'first', status, ...more });
    const error = { code: 'broken', message: 'It broke.' };
    await by('RUNNING');
    expect(await by('FAILED', { error })).toMatchObject({ step: { status: 'QUEUED', error } });
    expect(await by('FAILED', { error })).toMatchObject({ step: { status: 'FAILED', error } });
  });

  it('name the first five steps that a step waits for, and cancel it meanwhile', async () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f'];
    const { id } = await settle([...before.map((step) => ({ id: step })), { id: 'last', dependsOn: before }]);
    const by = (status: string) => runs.report({ runId: id, stepId: 'last', status });
    expect(await by('RUNNING')).toMatchObject({
      code: 'STALE_CLAIM',
      message: 'last: the step is waiting for a, b, c, d, e.',
    });
    expect(await by('CANCELLED')).toMatchObject({ step: { status: 'CANCELLED' } });
  });

  it('do not accept a report for a step or a run that does not exist', async () => {
    const { id } = await settle();
    expect(await runs.report({ runId: id, stepId: 'third', status: 'RUNNING' })).toMatchObject({
      code: 'NOT_FOUND',
      message: 'The run has no step "third".',
    });
    const other = await registry.actor({ namespace: fresh('team') });
    expect(await runsOf(other).report({ runId: id, stepId: 'first', status: 'RUNNING' })).toMatchObject({
      code: 'NOT_FOUND',
      message: 'Run not found in your namespace.',
    });
  });

  it('accept the last result again after their end', async () => {
    await settle([{ id: 'a' }]);
    const claim = await one();
    const answer = await succeed(claim);
    expect(answer).toMatchObject({ run: { status: 'SUCCEEDED' } });
    expect(await succeed(claim)).toEqual(answer);
  });

  it('accept reports without a claim for unclaimed steps', async () => {
    const { id } = await settle();
    const by = (status: string, stepId: string, more = {}) => runs.report({ runId: id, stepId, status, ...more });
    expect(await by('RUNNING', 'second')).toMatchObject({
      code: 'STALE_CLAIM',
      status: 'QUEUED',
      message: 'second: the step is waiting for first.',
    });
    const begun = await by('RUNNING', 'first');
    expect(begun).toMatchObject({ run: { status: 'RUNNING' }, step: { attempt: 1, worker: null, claimedUntil: null } });
    expect(await by('RUNNING', 'first')).toEqual(begun);
    expect(await by('RUNNING', 'first', { claim: 'f'.repeat(64) })).toMatchObject({
      code: 'STALE_CLAIM',
      message: 'first: the step is not claimed: report it without a claim.',
    });
    expect(await runs.claim('w')).toEqual([]);
    const outputs = { findings: [], note: 'n' };
    expect(await by('SUCCEEDED', 'first', { outputs })).toMatchObject({ step: { status: 'SUCCEEDED' } });
    const claim = await one();
    expect(await by('SUCCEEDED', 'second')).toMatchObject({
      code: 'STALE_CLAIM',
      worker: 'w',
      message: 'second: the step is claimed by w.',
    });
    expect(await succeed(claim)).toMatchObject({ run: { status: 'SUCCEEDED' } });
  });

  it.each([
    [{ outputs: {} }, ['findings:required', 'note:required']],
    [{ outputs: { findings: 'none', note: 'n' } }, ['findings:invalid_type']],
    [{ outputs: [] }, [':invalid_type']],
    [{}, ['findings:required', 'note:required']],
    [{ outputs: { findings: [], note: 'x'.repeat(262_145) } }, ['note:too_large']],
    [{ outputs: { findings: [], note: 'n\0' } }, ['note:nul_character']],
  ])('refuse outputs that do not match the plan: %#', async (more, issues) => {
    const { id } = await settle();
    const claim = await one();
    const answer = await runs.report({ runId: id, stepId: 'first', status: 'SUCCEEDED', claim: claim.token, ...more });
    expect(answer).toMatchObject({ __typename: 'OutputsInvalid', code: 'OUTPUTS_INVALID' });
    expect(answer.issues.map((each: { path: string; code: string }) => `${each.path}:${each.code}`).sort()).toEqual(
      issues,
    );
    expect(JSON.stringify(answer)).not.toContain(token);
    expect(await succeed(claim, { findings: [], note: 'n' })).toMatchObject({ step: { status: 'SUCCEEDED' } });
  });

  it('store outputs without the secrets in them, and report where they were', async () => {
    const { id } = await settle();
    const claim = await one();
    const report = {
      runId: id,
      stepId: 'first',
      status: 'SUCCEEDED',
      claim: claim.token,
      outputs: { findings: [{ text: `Line 3 has ${token}.` }], note: 'n' },
    };
    expect(await alice.do(reportRedacted, { input: report })).toEqual({
      redacted: ['findings[0].text'],
      step: { status: 'SUCCEEDED', outputs: { findings: [{ text: 'Line 3 has (hidden).' }], note: 'n' } },
    });
    const again = await runs.report(report);
    expect(again).toMatchObject({ step: { status: 'SUCCEEDED' } });
    const kept = await registry.database.asOwner('select outputs, inputs from nofx.steps');
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('refuse a secret in a variable with its path, but not what may only look like one', async () => {
    const { templateId } = await settle();
    const start = (change: unknown) => alice.do(instantiateWith, { input: { templateId, variables: { change } } });
    const answer = await start(`Use ${token}.`);
    expect(answer).toEqual({
      __typename: 'VariablesInvalid',
      code: 'VARIABLES_INVALID',
      issues: [{ file: 'variables', path: 'change', code: 'secret', severity: 'ERROR' }],
    });
    for (const change of ['${secret:GITHUB_TOKEN}', 'kT9xQ2mZ7rB4wL8vN3pY6sD1fG5hJ0cA', 'AKIAIOSFODNN7EXAMPLE']) {
      expect(await start(change)).toEqual({ __typename: 'InstantiateTemplatePayload' });
    }
    const input = { templateId, variables: { change: 'c' }, idempotencyKey: token };
    const { errors } = await alice.ask(instantiateWith, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('redact a secret in an error, and keep the rest', async () => {
    const { id } = await settle();
    const claim = await one();
    const error = { code: 'http_401', message: `\u001b[31mrefused\u001b[0m ${token}\u0000 ${'x'.repeat(5_000)}` };
    const answer = await runs.report({ runId: id, stepId: 'first', status: 'FAILED', claim: claim.token, error });
    expect(answer.step.error.message).toMatch(/^refused \(hidden\) {2}x+$/);
    expect(JSON.stringify(answer)).not.toContain(token);
    expect(JSON.stringify(await registry.database.asOwner('select error_message from nofx.steps'))).not.toContain(
      token,
    );
  });

  it('fail a step when its inputs would be too large', async () => {
    const many = Array.from({ length: 20 }, () => '{{ steps.first.outputs.note }}');
    const { id } = await settle([
      { id: 'first', outputs: { note: 'N' } },
      { id: 'second', dependsOn: ['first'], inputs: { many } },
    ]);
    await succeed(await one(), { note: 'x'.repeat(250_000) });
    expect(await runs.claim('w')).toEqual([]);
    expect(await runs.run(id)).toMatchObject({
      status: 'FAILED',
      steps: [{}, { status: 'FAILED', error: { code: 'inputs_too_large' } }],
    });
  });

  it.each([
    [{ status: 'QUEUED', stepId: 'first' }],
    [{ status: 'SKIPPED', stepId: 'first' }],
    [{ status: 'SUCCEEDED' }],
    [{ status: 'CANCELLED', claim: 'x' }],
    [{ status: 'FAILED', stepId: 'first', outputs: {} }],
    [{ status: 'SUCCEEDED', stepId: 'first', error: { code: 'a', message: 'b' } }],
    [{ status: 'SUCCEEDED', stepId: 'first', retry: true }],
    [{ status: 'RUNNING', stepId: 'first', leaseSeconds: 60 }],
    [{ status: 'RUNNING', stepId: 'first', claim: 'x', leaseSeconds: 4 }],
    [{ status: 'FAILED', stepId: 'first', error: { code: 'no code', message: 'b' } }],
    [{ status: 'CANCELLED', stepId: token }],
    [{ status: 'CANCELLED', idempotencyKey: token }],
  ])('refuse an inconsistent report: %j', async (input) => {
    const { id } = await settle();
    const { errors } = await alice.ask(reportRun, { input: { runId: id, ...input } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors)).not.toContain(token);
    expect(await runs.run(id)).toMatchObject({ status: 'QUEUED' });
  });

  it.each([
    [{ worker: '' }],
    [{ worker: 'a b' }],
    [{ worker: 'a!' }],
    [{ worker: '!a' }],
    [{ worker: 'x'.repeat(101) }],
    [{ worker: token }],
    [{ worker: 'w', first: 0 }],
    [{ worker: 'w', first: 21 }],
    [{ worker: 'w', leaseSeconds: 3_601 }],
    [{ worker: 'w', agentIds: [] }],
    [{ worker: 'w', agentIds: Array.from({ length: 101 }, () => 'a') }],
    [{ worker: 'w', agentIds: ['a', 'a'.repeat(101)] }],
    [{ worker: 'w', idempotencyKey: 'short' }],
  ])('refuse an invalid claim: %j', async (input) => {
    const { errors } = await alice.ask(claimSteps, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors)).not.toContain(token);
  });

  it('accept the longest name of a worker, and the longest list of the longest ids', async () => {
    const agentIds = Array.from({ length: 100 }, () => 'a'.repeat(100));
    expect(await runs.claim('x'.repeat(100), { agentIds, first: 20 })).toEqual([]);
  });

  it('give the same claims for the same key, and the same result for the same report', async () => {
    const { id } = await settle();
    const idempotencyKey = randomUUID();
    const claims = await runs.claim('w', { idempotencyKey });
    expect(claims).toHaveLength(1);
    expect(await runs.claim('w', { idempotencyKey })).toEqual(claims);
    expect(await alice.do(claimSteps, { input: { worker: 'v', idempotencyKey } })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const report = { runId: id, stepId: 'first', status: 'FAILED', claim: claims[0]?.token, idempotencyKey };
    const answer = await runs.report(report);
    expect(await runs.report(report)).toEqual(answer);
    expect(await runs.report({ ...report, retry: false })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('are stored under a key so that the database alone does not give the token', async () => {
    await settle();
    const idempotencyKey = randomUUID();
    const [claim] = await runs.claim('w', { idempotencyKey });
    const stored = await registry.database.asOwner(
      `select to_jsonb(row)::text as row from (select * from nofx.idempotency_keys where operation = 'claimSteps') as row`,
    );
    expect(stored.length).toBeGreaterThan(0);
    const all = JSON.stringify(stored);
    expect(all).toContain('"stepId\\": \\"first');
    expect(all).not.toContain(claim?.token);
    expect(all).not.toContain(idempotencyKey);
    expect((await runs.claim('w', { idempotencyKey })).map(({ token }) => token)).toEqual([claim?.token]);
  });

  it('show what a report would do in a dry run, and undo it', async () => {
    const { id } = await settle();
    const before = await runs.run(id);
    expect(await runs.report({ runId: id, stepId: 'first', status: 'FAILED', dryRun: true })).toMatchObject({
      run: { status: 'FAILED', steps: [{ status: 'FAILED' }, { status: 'SKIPPED' }] },
      step: { status: 'FAILED', attempt: 1 },
    });
    expect(await runs.run(id)).toEqual(before);
  });

  it('accept work from publishers of their namespace only', async () => {
    const { id } = await settle();
    const { namespace } = JSON.parse(
      Buffer.from(alice.token?.split('.')[1] ?? '', 'base64url').toString(),
    ).app_metadata;
    const viewer = runsOf(await registry.actor({ namespace, role: 'viewer' }));
    const stranger = runsOf(await registry.actor({ namespace: fresh('strange') }));
    expect(await viewer.report({ runId: id, status: 'CANCELLED' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await viewer.claim('w')).toBeUndefined();
    expect(await stranger.report({ runId: id, status: 'CANCELLED' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await stranger.claim('w')).toEqual([]);
    for (const runId of [randomUUID(), Buffer.from(`Agent:${uuidOf(id)}`).toString('base64')])
      expect(await runs.report({ runId, status: 'CANCELLED' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await runs.report({ runId: id, stepId: 'none', status: 'CANCELLED' })).toMatchObject({ code: 'NOT_FOUND' });
    const { errors } = await registry.anyone.ask(claimSteps, { input: { worker: 'w' } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await runs.run(id)).toMatchObject({ status: 'QUEUED' });
  });

  it('are listed for their namespace, newest first, in pages', async () => {
    const { id, templateId, again } = await settle([{ id: 'a' }]);
    const ids = [(await again()).id, (await again()).id];
    await runs.report({ runId: id, status: 'CANCELLED' });
    const list = async (actor: Actor, variables: object) =>
      (
        await actor.ask(
          `query ($first: Int, $after: String, $filter: RunFilter) { runs(first: $first, after: $after, filter: $filter) {
             edges { cursor node { id status } } pageInfo { hasNextPage endCursor } } }`,
          variables,
        )
      ).data.runs;
    const idsIn = ({ edges }: { edges: { node: { id: string } }[] }) => edges.map(({ node }) => node.id);
    const first = await list(alice, { first: 2 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await list(alice, { first: 2, after: first.pageInfo.endCursor });
    expect([...idsIn(first), ...idsIn(rest)].sort()).toEqual([id, ...ids].sort());
    expect(idsIn(await list(alice, { filter: { status: 'CANCELLED', templateId } }))).toEqual([id]);
    expect(idsIn(await list(alice, { filter: { templateId: 'another' } }))).toEqual([]);

    const { data } = await alice.ask('query ($id: ID!) { run(id: $id) { createdAt createdBy } }', { id });
    const { createdAt, createdBy } = data.run;
    const before = new Date(Date.parse(createdAt) - 1).toISOString();
    const after = new Date(Date.parse(createdAt) + 1).toISOString();
    const filtered = async (filter: object) =>
      idsIn(await list(alice, { filter: { templateId, ...filter } })).includes(id);
    expect(await filtered({ version: '1.0.0', createdBy, createdAfter: createdAt, createdBefore: after })).toBe(true);
    expect(await filtered({ version: '1.0.1' })).toBe(false);
    expect(await filtered({ createdBy: randomUUID() })).toBe(false);
    expect(await filtered({ createdAfter: after })).toBe(false);
    expect(await filtered({ createdBefore: createdAt })).toBe(false);
    expect(await filtered({ createdAfter: before })).toBe(true);
    for (const filter of [{ version: 'v1' }, { createdBy: 'alice' }])
      expect(
        (await alice.ask('query ($filter: RunFilter) { runs(filter: $filter) { totalCount } }', { filter })).errors,
      ).toMatchObject([
        {
          extensions: { code: 'BAD_USER_INPUT' },
          message: expect.stringContaining(`filter.${Object.keys(filter)[0]}`),
        },
      ]);

    const http = restClient(registry.url, alice.token);
    const query = `templateId=${templateId}&version=1.0.0&createdBy=${createdBy}&createdAfter=${createdAt}&createdBefore=${after}`;
    const found = await http.get(`/api/runs?${query}`);
    expect([found.status, found.body.items.map((each: { id: string }) => each.id).includes(id)]).toEqual([200, true]);
    expect((await http.get('/api/runs?createdAfter=yesterday')).body).toMatchObject({
      ...{ status: 400, code: 'BAD_USER_INPUT' },
      issues: [{ path: 'createdAfter', message: 'Must be a time such as 2026-11-22T10:15:30Z.' }],
    });
    const cli = (...words: string[]) =>
      cliInProcess(
        { REGISTRY_URL: registry.url, REGISTRY_TOKEN: alice.token ?? '' },
        'runs',
        '--template',
        templateId,
        ...words,
      );
    const listed = await cli(
      '--json',
      '--since',
      createdAt,
      '--until',
      after,
      '--author',
      createdBy,
      '--template-version',
      '1.0.0',
    );
    expect([
      listed.code,
      JSON.parse(listed.out)
        .runs.map((each: { id: string }) => each.id)
        .includes(id),
    ]).toEqual([0, true]);
    expect(JSON.parse((await cli('--json', '--since', '2999-01-01')).out)).toEqual({ runs: [], after: null });
    expect((await cli('--since', 'yesterday')).code).toBe(2);

    // A cursor continues only the list that it was made for.
    const made = await list(alice, { first: 1, filter: { templateId, createdAfter: before } });
    const { errors } = await alice.ask(
      'query ($after: String, $filter: RunFilter) { runs(first: 1, after: $after, filter: $filter) { totalCount } }',
      { after: made.pageInfo.endCursor, filter: { templateId, createdAfter: createdAt } },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const stranger = await registry.actor({ namespace: fresh('strange') });
    expect(idsIn(await list(stranger, {}))).toEqual([]);
    expect(idsIn(await list(registry.anyone, {}))).toEqual([]);
  });

  it('store no token, and show none', async () => {
    const { id } = await settle();
    const { token } = await one();
    const kept = await registry.database.asOwner('select to_jsonb(steps) as step from nofx.steps');
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(JSON.stringify(await runs.run(id))).not.toContain(token);
  });

  it('need one statement for a claim when there is nothing to do', async () => {
    await settle();
    await one();
    registry.statements();
    expect(await runs.claim('w')).toEqual([]);
    expect(registry.statements()).toHaveLength(1);
  });
});
