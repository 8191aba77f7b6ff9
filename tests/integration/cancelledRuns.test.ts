import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { publishPlan, runsOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const fields = 'id status cancelReason cancelledBy cancelledAt steps { stepId status }';
const document = `mutation ($input: CancelRunInput!) { cancelRun(input: $input) { __typename
  ... on Error { code message } ... on StaleClaim { status } ... on CancelRunPayload { run { ${fields} } } } }`;

describe.skipIf(!hasEngine)('a run that is cancelled', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let viewer: Actor;
  let stranger: Actor;
  let aliceId = '';
  const fresh = uniqueNames('cancelled');
  let [t, runId] = ['', ''];

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    viewer = await registry.actor({ role: 'viewer' });
    stranger = await registry.actor({ namespace: 'globex' });
    aliceId = (await alice.ask('query { viewer { id } }')).data.viewer.id;
  });
  beforeEach(async () => {
    t = fresh();
    await publishPlan(alice, t, [{ id: 'one' }, { id: 'two', dependsOn: ['one'] }]);
    ({ id: runId } = await runsOf(alice).start(t));
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const cancel = (actor: Actor, more: object = {}) => actor.do(document, { input: { runId, ...more } });
  const read = async () => (await alice.ask(`query ($id: ID!) { run(id: $id) { ${fields} } }`, { id: runId })).data.run;
  const time = expect.stringMatching(/^\d{4}-/);
  const done = (reason: string | null, steps = ['CANCELLED', 'CANCELLED']) => ({
    id: runId,
    status: 'CANCELLED',
    cancelReason: reason,
    cancelledBy: aliceId,
    cancelledAt: time,
    steps: ['one', 'two'].map((stepId, index) => ({ stepId, status: steps[index] })),
  });

  it('says why, by whom and when, and its steps are cancelled', async () => {
    const input = { reason: 'Wrong branch.', idempotencyKey: `cancel-${t}` };
    expect(await cancel(alice, input)).toEqual({ __typename: 'CancelRunPayload', run: done('Wrong branch.') });
    expect(await cancel(alice, input)).toEqual({ __typename: 'CancelRunPayload', run: done('Wrong branch.') });
    expect(await read()).toEqual(done('Wrong branch.'));
  });

  it('ends the claims of running steps, and keeps what has succeeded', async () => {
    const runs = runsOf(alice);
    const [first] = await runs.claim('worker', { agentIds: [`${t}-agent`] });
    await runs.report({ runId, stepId: 'one', claim: first?.token, status: 'SUCCEEDED' });
    const [second] = await runs.claim('worker', { agentIds: [`${t}-agent`] });
    expect(second?.step.stepId).toBe('two');
    expect((await cancel(alice)).run).toEqual(done(null, ['SUCCEEDED', 'CANCELLED']));
    expect(await runs.report({ runId, stepId: 'two', claim: second?.token, status: 'SUCCEEDED' })).toMatchObject({
      __typename: 'StaleClaim',
      status: 'CANCELLED',
    });
  });

  it('keeps its first reason', async () => {
    await cancel(alice, { reason: 'First.' });
    expect((await cancel(alice, { reason: 'Second.' })).run).toEqual(done('First.'));
  });

  it('is told by a report too, without a reason', async () => {
    await runsOf(alice).report({ runId, status: 'CANCELLED' });
    expect(await read()).toEqual(done(null));
  });

  it('is not cancelled by a dry run', async () => {
    expect((await cancel(alice, { reason: 'Maybe.', dryRun: true })).run).toEqual(done('Maybe.'));
    expect(await read()).toMatchObject({ status: 'QUEUED', cancelReason: null, cancelledBy: null, cancelledAt: null });
  });

  it('is refused when it has ended, for others, and with a reason that is blank or too long', async () => {
    expect(await cancel(viewer)).toMatchObject({ __typename: 'Forbidden' });
    expect(await cancel(stranger)).toMatchObject({ __typename: 'NotFound' });
    for (const reason of [' ', 'x'.repeat(501)]) {
      const { errors } = await alice.ask(document, { input: { runId, reason } });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
    const runs = runsOf(alice);
    const [claim] = await runs.claim('worker', { agentIds: [`${t}-agent`] });
    const error = { code: 'broken', message: 'It broke.' };
    await runs.report({ runId, stepId: 'one', claim: claim?.token, status: 'FAILED', error, retry: false });
    expect(await cancel(alice)).toMatchObject({ __typename: 'StaleClaim', status: 'FAILED' });
  });

  it('is not rewritten in SQL by a publisher, and no ended run is cancelled', async () => {
    await cancel(alice, { reason: 'First.' });
    const rows = await registry.database.asOwner(
      `select cancel_reason, status from nofx.runs where cancel_reason = 'First.' and template_id =
        (select id from nofx.template_registry where slug = '${t}')`,
    );
    expect(rows).toEqual([{ cancel_reason: 'First.', status: 'CANCELLED' }]);
    const change = (set: string) =>
      registry.database.asOwner(
        `update nofx.runs set ${set} where template_id = (select id from nofx.template_registry where slug = '${t}')`,
      );
    await expect(change(`cancel_reason = 'Other.'`)).rejects.toThrow('how a run was cancelled does not change');
    await expect(change('cancelled_at = null, cancelled_by = null, cancel_reason = null')).rejects.toThrow(
      'how a run was cancelled does not change',
    );
  });

  it('over REST and with the CLI', async () => {
    const rest = restClient(registry.url, alice.token);
    const answer = await rest.post(`/api/runs/${encodeURIComponent(runId)}/cancel`, { reason: 'Over REST.' });
    expect(answer).toMatchObject({ status: 200, body: { run: { status: 'CANCELLED', cancelReason: 'Over REST.' } } });
    ({ id: runId } = await runsOf(alice).start(t));
    const cli = (...words: string[]) =>
      cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: alice.token ?? '' }, 'run', ...words);
    expect((await cli('cancel', runId, '--reason', 'By hand.')).out).toBe(`Run ${runId} was cancelled.\n`);
    expect((await cli(runId)).out).toMatch(/, cancelled .* \(By hand\.\)\.\n/);
  });
});
