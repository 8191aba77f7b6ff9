import { describe, expect, it } from 'vitest';
import { outputsOfSteps } from '../../../src/db/claim.ts';
import type { Query, Transaction } from '../../../src/db/database.ts';
import { runsByIds, stepsOfRuns } from '../../../src/db/run.ts';
import {
  cancelRun,
  cancelStep,
  failStep,
  lockRun,
  type ReportedStep,
  renewClaim,
  retryStep,
  startStep,
  stepOfRun,
  succeedStep,
} from '../../../src/db/step.ts';
import { hashOfToken } from '../../../src/registry/claimToken.ts';
import type { ReportInput } from '../../../src/registry/parseReport.ts';
import { reportRun } from '../../../src/registry/reportRun.ts';
import type { Caller, Services } from '../../../src/registry/services.ts';
import type { User } from '../../../src/viewer.ts';
import { type Answer, answering } from './answering.ts';

const user = { kind: 'user', id: 'user', role: 'publisher', namespace: 'acme' } as unknown as User;
const token = 'c'.repeat(64);
const queued = { status: 'QUEUED', claimHash: null, worker: null, attempt: 0 } as const;
const claimed = { status: 'RUNNING', claimHash: hashOfToken(token), worker: 'w1', attempt: 1 } as const;
const unclaimed = { status: 'RUNNING', claimHash: null, worker: null, attempt: 1 } as const;

/** The parameters that follow are those of the change. */
const changes: readonly [name: string, like: Query<unknown>][] = [
  ['renew', renewClaim('', 1)],
  ['start', startStep('', null)],
  ['start with inputs', startStep('', {})],
  ['succeed', succeedStep('', {}, null)],
  ['retry', retryStep('', '', '', 1)],
  ['fail', failStep('', '', '')],
  ['cancel', cancelStep('')],
  ['cancel the run', cancelRun('', null)],
];

/** The answer to a report of a step, and the changes that it makes, by name, with their parameters. */
async function reported(
  report: Partial<ReportInput>,
  step: Partial<ReportedStep> | null = {},
  run: object | null = {},
) {
  const made: unknown[][] = [];
  const row = {
    ...{
      id: 'step-id',
      runId: 'run',
      stepId: 'draft',
      maxAttempts: 3,
      waitsFor: [],
      isBlocked: false,
      isTimedOut: false,
    },
    ...{ errorCode: null, errorMessage: null, outputs: null, planInputs: {}, planOutputs: {}, ...queued, ...step },
  };
  const { tx } = answering(
    [lockRun(''), () => (run ? [{ id: 'run', status: 'RUNNING', variables: {}, scopes: null, ...run }] : [])],
    [stepOfRun('', ''), (_: string, id: string) => (step && id === 'draft' ? [row] : [])],
    [runsByIds([]), (ids: string[]) => ids.map((id) => ({ id }))],
    [stepsOfRuns([]), (ids: string[]) => ids.map((runId) => ({ runId }))],
    [outputsOfSteps('', []), () => [{ stepId: 'before', outputs: { note: 'n' } }]],
    ...changes.map(
      ([name, like]): Answer => [
        like,
        (...parameters) => {
          made.push([name, ...parameters]);
          return [];
        },
      ],
    ),
  );
  const db = { transact: (_: User, work: (tx: Transaction) => Promise<unknown>) => work(tx) };
  const caller = { viewer: user, correlationId: 'c' } as unknown as Caller;
  const input = { runId: 'run', stepId: 'draft', status: 'RUNNING', ...report } as ReportInput;
  return { made, answer: await reportRun({ db } as unknown as Services, caller, input) };
}

const failed = { status: 'FAILED', error: { code: 'broken', message: 'It broke.' } } as const;
const names = async (...given: Parameters<typeof reported>) => (await reported(...given)).made.map(([name]) => name);

describe('a report of a step that is not claimed', () => {
  it.each<[Partial<ReportInput>, Partial<ReportedStep>, changes: string[]]>([
    [{ status: 'RUNNING' }, queued, ['start']],
    [{ status: 'RUNNING' }, { ...queued, planInputs: { a: '{{ steps.before.outputs.note }}' } }, ['start with inputs']],
    [{ status: 'RUNNING' }, unclaimed, []], // It was reported before.
    [{ status: 'SUCCEEDED' }, queued, ['succeed']],
    [{ status: 'SUCCEEDED' }, unclaimed, ['succeed']],
    [failed, { ...queued, errorCode: 'broken', errorMessage: 'It broke.' }, ['fail']], // Which attempt it is of is not known.
    [failed, queued, ['fail']], // It has made no attempt that could be repeated.
    [{ ...failed, retry: false }, unclaimed, ['fail']],
    [failed, unclaimed, ['retry']],
    [{ status: 'CANCELLED' }, queued, ['cancel']],
    [{ status: 'CANCELLED' }, unclaimed, ['cancel']],
  ])('%o of a step that is %o', async (report, step, expected) => {
    expect(await names(report, step)).toEqual(expected);
  });
});

describe('a report with the claim of a step', () => {
  it('renews the lease for as long as it says', async () => {
    const { made } = await reported({ claim: token, leaseSeconds: 90 }, claimed);
    expect(made).toEqual([['renew', 90, 'step-id']]);
  });

  it.each<[Partial<ReportInput>, attempt: number, changes: string[]]>([
    [{ status: 'SUCCEEDED' }, 3, ['succeed']],
    [{ ...failed, retry: false }, 1, ['fail']],
    [failed, 2, ['retry']],
    [failed, 3, ['fail']], // No attempt is left.
    [{ status: 'CANCELLED' }, 1, ['cancel']],
  ])('%o in attempt %i', async (report, attempt, expected) => {
    expect(await names({ ...report, claim: token }, { ...claimed, attempt })).toEqual(expected);
  });

  it('counts although the attempt took too long, unless it asks for more time', async () => {
    const late = { ...claimed, isTimedOut: true };
    expect(await names({ status: 'SUCCEEDED', claim: token }, late)).toEqual(['succeed']);
    await expect(names({ claim: token }, late)).rejects.toMatchObject({
      code: 'STALE_CLAIM',
      message: 'draft: the attempt has taken longer than its timeout, so its lease is not renewed.',
    });
  });
});

describe('the same report once more changes nothing', () => {
  const done = (status: ReportedStep['status'], more: Partial<ReportedStep> = {}) => ({ ...claimed, status, ...more });
  const withError = { errorCode: 'broken', errorMessage: 'It broke.' };

  it.each<[string, Partial<ReportInput>, Partial<ReportedStep>]>([
    ['success', { status: 'SUCCEEDED', outputs: { a: 1, b: 2 } }, done('SUCCEEDED', { outputs: { b: 2, a: 1 } })],
    ['failure', failed, done('FAILED', withError)],
    ['failure of an attempt that is repeated', failed, done('QUEUED', withError)],
    ['cancellation', { status: 'CANCELLED' }, done('CANCELLED')],
  ])('%s', async (_, report, step) => {
    expect(await names({ ...report, claim: token }, step)).toEqual([]);
  });

  it.each<[string, Partial<ReportInput>, Partial<ReportedStep>, message: string]>([
    [
      'other outputs',
      { status: 'SUCCEEDED', outputs: { a: 2 }, claim: token },
      done('SUCCEEDED', { outputs: { a: 1 } }),
      'the step has already finished: SUCCEEDED.',
    ],
    [
      'the claim of another',
      { status: 'CANCELLED', claim: 'd'.repeat(64) },
      done('CANCELLED'),
      'the step has already finished: CANCELLED.',
    ],
    [
      'another code',
      { ...failed, claim: token },
      done('FAILED', { ...withError, errorCode: 'other' }),
      'the step has already finished: FAILED.',
    ],
    [
      'another reason',
      { ...failed, claim: token },
      done('FAILED', { ...withError, errorMessage: 'Other.' }),
      'the step has already finished: FAILED.',
    ],
    [
      'another result',
      { ...failed, claim: token },
      done('CANCELLED', withError),
      'the step has already finished: CANCELLED.',
    ],
    ['a start after the end', {}, { ...unclaimed, status: 'SUCCEEDED' }, 'the step has already finished: SUCCEEDED.'],
    [
      'a cancellation after the end',
      { status: 'CANCELLED' },
      { ...unclaimed, status: 'FAILED' },
      'the step has already finished: FAILED.',
    ],
  ])('but %s is refused', async (_, report, step, message) => {
    await expect(names(report, step)).rejects.toMatchObject({ code: 'STALE_CLAIM', message: `draft: ${message}` });
  });
});

describe('a report is refused', () => {
  const waiting = { ...queued, waitsFor: ['a', 'b', 'c', 'd', 'e', 'f'] };
  const blocked = { ...queued, isBlocked: true };
  const isWaiting = 'the step is waiting for a, b, c, d, e.';
  const isBlocked = 'its agent is disabled, removed or no longer visible to you; the step can start when that changes.';
  const hasExpired = 'the lease has expired; the step is waiting for its next attempt.';

  it.each<[string, Partial<ReportInput>, Partial<ReportedStep>, message: string]>([
    ['a claim that has expired', { claim: token }, queued, hasExpired],
    [
      'a result with a claim that has expired',
      { status: 'SUCCEEDED', claim: token },
      { ...queued, claimHash: hashOfToken(token) },
      hasExpired,
    ],
    ['a start before those that it depends on', {}, waiting, isWaiting],
    ['a success before those that it depends on', { status: 'SUCCEEDED' }, waiting, isWaiting],
    ['a failure before those that it depends on', failed, waiting, isWaiting],
    ['a start without its agent', {}, blocked, isBlocked],
    ['a success without its agent', { status: 'SUCCEEDED' }, blocked, isBlocked],
    ['no claim where there is one', {}, claimed, 'the step is claimed by w1.'],
    ['a claim where there is none', { claim: token }, unclaimed, 'the step is not claimed: report it without a claim.'],
  ])('%s', async (_, report, step, message) => {
    await expect(names(report, step)).rejects.toMatchObject({
      ...{ code: 'STALE_CLAIM', message: `draft: ${message}` },
      ...{ status: step.status, worker: step.worker },
    });
  });

  it('unless it only ends a step that cannot start', async () => {
    expect(await names({ status: 'CANCELLED' }, waiting)).toEqual(['cancel']);
    expect(await names({ status: 'CANCELLED' }, blocked)).toEqual(['cancel']);
    expect(await names(failed, blocked)).toEqual(['fail']);
  });

  it('with outputs that the plan does not allow', async () => {
    const step = { ...queued, planOutputs: { note: 'The note.' } };
    await expect(names({ status: 'SUCCEEDED', outputs: {} }, step)).rejects.toMatchObject({ code: 'OUTPUTS_INVALID' });
    expect(await names({ status: 'SUCCEEDED', outputs: { note: 1 } }, step)).toEqual(['succeed']);
    expect(await names(failed, step)).toEqual(['fail']);
  });

  it.each([
    [{ stepId: 'other' }, {}, {}, 'The run has no step "other".'],
    [{}, {}, null, 'Run not found in your namespace.'],
  ] as const)('of what is not there: %o', async (report, step, run, message) => {
    await expect(names(report, step, run)).rejects.toMatchObject({ code: 'NOT_FOUND', message });
  });
});

it('a report without a step cancels the run', async () => {
  expect(await names({ stepId: null, status: 'CANCELLED' })).toEqual(['cancel the run']);
});

describe('the answer to a report', () => {
  it('names the run, the step, and where a secret was hidden', async () => {
    const outputs = { note: `ghp_${'a1B2'.repeat(9)}` };
    const { answer } = await reported({ status: 'SUCCEEDED', outputs });
    expect(answer).toEqual({ runId: 'run', stepId: 'draft', redacted: ['note'] });
  });

  it('has the rows of a dry run', async () => {
    const { answer } = await reported({ dryRun: true });
    const dryRunRows = { run: { id: 'run' }, steps: [{ runId: 'run' }] };
    expect(answer).toEqual({ runId: 'run', stepId: 'draft', redacted: [], dryRunRows });
  });
});

it('a report must be of a publisher', async () => {
  const viewer = { ...user, role: 'viewer' } as unknown as User;
  const input = { runId: 'run', stepId: 'draft', status: 'RUNNING' } as const;
  const refused = reportRun({} as Services, { viewer, correlationId: 'c' }, input);
  await expect(refused).rejects.toThrow('The role "publisher" is required to report a run;');
});
