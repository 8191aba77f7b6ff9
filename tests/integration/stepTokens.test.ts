import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type Claim, publishPlan, runsOf, uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const usage = 'usage { inputTokens outputTokens }';
const tokensOf = `query ($id: ID!) { run(id: $id) { status ${usage} steps { stepId status attempt ${usage} } } }`;
const tokens = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens });

describe.skipIf(!hasEngine)('tokens that steps report', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let runs: ReturnType<typeof runsOf>;
  const fresh = uniqueNames('tokens');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    runs = runsOf(alice);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  async function start(...steps: string[]) {
    const id = fresh();
    await publishPlan(
      alice,
      id,
      steps.map((each) => ({ id: each, agent: `${id}-agent` })),
    );
    return { id: (await runs.start(id)).id, agentId: `${id}-agent` };
  }
  const claimed = async (agentId: string): Promise<Claim> => {
    const [claim] = await runs.claim('w', { agentIds: [agentId] });
    if (!claim) throw new Error('nothing to claim');
    return claim;
  };
  const seen = async (id: string) => (await alice.ask(tokensOf, { id })).data.run;
  /** As if the wait before the next attempt were over. */
  const now = (id: string) =>
    registry.database.asOwner(`set session_replication_role = replica;
      update nofx.steps set available_at = null where run_id = '${uuidOf(id)}';
      update nofx.runs set claimable_at = '-infinity' where id = '${uuidOf(id)}'; set session_replication_role = origin`);

  it('are added up over steps and attempts, also over a retry of the run', async () => {
    const { id, agentId } = await start('a', 'b');
    expect(await seen(id)).toMatchObject({ usage: null, steps: [{ usage: null }, { usage: null }] });

    const first = await claimed(agentId);
    const failed = { status: 'FAILED', error: { code: 'oops', message: 'no' } };
    const stepId = first.step.stepId;
    await runs.report({ runId: id, stepId, claim: first.token, ...failed, usage: tokens(100, 7) });
    expect((await seen(id)).usage).toEqual(tokens(100, 7));
    await now(id);
    const second = await claimed(agentId);
    expect(second.step).toMatchObject({ stepId, attempt: 2 });
    await runs.report({ runId: id, stepId, claim: second.token, ...failed, retry: false, usage: tokens(10, 1) });
    const other = await claimed(agentId);
    await runs.report({ runId: id, stepId: other.step.stepId, claim: other.token, status: 'SUCCEEDED', outputs: {} });
    expect(await seen(id)).toMatchObject({
      status: 'FAILED',
      usage: tokens(110, 8),
      steps: [
        { attempt: 2, usage: tokens(110, 8) },
        { attempt: 1, usage: null },
      ],
    });

    await alice.ask(`mutation ($id: ID!) { retryRun(input: { runId: $id, from: START }) { __typename } }`, { id });
    expect(await seen(id)).toMatchObject({ usage: tokens(110, 8), steps: [{ attempt: 0, usage: tokens(110, 8) }, {}] });
    for (const more of [tokens(1, 1), tokens(0, 0)]) {
      const claim = await claimed(agentId);
      const said = { runId: id, stepId: claim.step.stepId, claim: claim.token, status: 'SUCCEEDED', outputs: {} };
      await runs.report({ ...said, usage: more });
    }
    expect(await seen(id)).toMatchObject({
      status: 'SUCCEEDED',
      usage: tokens(111, 9),
      steps: [{ usage: tokens(111, 9) }, { usage: tokens(0, 0) }],
    });
  });

  it('count once when a report is repeated, with its key and without', async () => {
    const { id, agentId } = await start('a');
    const { token } = await claimed(agentId);
    const said = { runId: id, stepId: 'a', claim: token, status: 'SUCCEEDED', outputs: {}, usage: tokens(5, 6) };
    const idempotencyKey = fresh();
    for (const more of [{ idempotencyKey }, { idempotencyKey }, {}])
      expect((await runs.report({ ...said, ...more })).step.status).toBe('SUCCEEDED');
    expect((await seen(id)).usage).toEqual(tokens(5, 6));
    const other = { ...said, usage: tokens(5, 7), idempotencyKey };
    expect(await runs.report(other)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('are neither stored in a dry run, nor of a step whose claim is stale', async () => {
    const { id, agentId } = await start('a');
    const { token } = await claimed(agentId);
    const said = { runId: id, stepId: 'a', claim: token, status: 'SUCCEEDED', outputs: {}, usage: tokens(5, 6) };
    const dry = await alice.ask(
      `mutation ($input: ReportRunInput!) { reportRun(input: $input) { ... on ReportRunPayload { run { ${usage} } step { ${usage} } } } }`,
      { input: { ...said, dryRun: true } },
    );
    expect(dry.data.reportRun).toEqual({ run: { usage: tokens(5, 6) }, step: { usage: tokens(5, 6) } });
    expect((await seen(id)).usage).toBeNull();
    await runs.report({ runId: id, status: 'CANCELLED' });
    expect(await runs.report(said)).toMatchObject({ __typename: 'StaleClaim' });
    expect((await seen(id)).usage).toBeNull();
  });

  it('may exceed 32 bits, up to 1,000,000,000 for each attempt', async () => {
    const { id } = await start('a', 'b', 'c');
    for (const stepId of ['a', 'b', 'c'])
      await runs.report({ runId: id, stepId, status: 'SUCCEEDED', outputs: {}, usage: tokens(1e9, 1e9) });
    expect(await seen(id)).toMatchObject({ status: 'SUCCEEDED', usage: tokens(3e9, 3e9) });
  });

  it.each([
    [
      'a negative number',
      { status: 'SUCCEEDED', usage: tokens(-1, 0) },
      '`usage.inputTokens` must be an integer from 0 to 1000000000; got -1.',
    ],
    [
      'too many',
      { status: 'FAILED', usage: tokens(0, 1_000_000_001) },
      '`usage.outputTokens` must be an integer from 0 to 1000000000; got 1000000001.',
    ],
    [
      'a step that goes on',
      { status: 'RUNNING', usage: tokens(1, 1) },
      '`usage` is allowed only when `status` is SUCCEEDED, FAILED or CANCELLED and `stepId` is given.',
    ],
    [
      'a whole run',
      { stepId: undefined, status: 'CANCELLED', usage: tokens(1, 1) },
      '`usage` is allowed only when `status` is SUCCEEDED, FAILED or CANCELLED and `stepId` is given.',
    ],
  ])('are refused: %s', async (_, said, message) => {
    const { id } = await start('a');
    const { errors } = await alice.ask(
      `mutation ($input: ReportRunInput!) { reportRun(input: $input) { __typename } }`,
      {
        input: { runId: id, stepId: 'a', ...said },
      },
    );
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
    expect((await seen(id)).steps[0]).toMatchObject({ status: 'QUEUED', usage: null });
  });

  it.each([{ inputTokens: 1 }, { inputTokens: 1.5, outputTokens: 1 }, { inputTokens: '1', outputTokens: 1 }])(
    'are refused in another shape: %j',
    async (given) => {
      const { id } = await start('a');
      const { errors } = await alice.ask(
        `mutation ($input: ReportRunInput!) { reportRun(input: $input) { __typename } }`,
        { input: { runId: id, stepId: 'a', status: 'SUCCEEDED', usage: given } },
      );
      expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    },
  );
});
