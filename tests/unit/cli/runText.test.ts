import { expect, it } from 'vitest';
import { line as eventLine, tailSummary } from '../../../packages/cli/commands/tail.ts';
import { runLines, runsTable, stepLine } from '../../../packages/cli/run/runText.ts';
import { testLines } from '../../../packages/cli/testText.ts';
import type { RegistryEvent, RunQuery, StepFieldsFragment } from '../../../packages/client/index.ts';

type Run = NonNullable<RunQuery['run']>;
const step = (more: Partial<StepFieldsFragment>) =>
  ({
    ...{ id: 's', stepId: 'gather', status: 'QUEUED', attempt: 0, maxAttempts: 3, error: null, waitReason: null },
    ...{ worker: null, availableAt: null, agent: { agentId: 'reader' }, agentVersion: { version: '1.2.0' } },
    ...more,
  }) as StepFieldsFragment;
const run = (more: Partial<Run>) =>
  ({
    ...{ id: 'r1', status: 'QUEUED', environment: null, retries: 0, retryReason: null, outputs: null, steps: [] },
    ...{ cancelledAt: null, cancelReason: null, usage: null },
    ...{ createdAt: 'T1', finishedAt: null, template: { templateId: 'train' }, templateVersion: { version: '1.0.0' } },
    ...more,
  }) as unknown as Run;
const failed = { code: 'key_missing', message: 'No key.' };

it.each<[Partial<StepFieldsFragment>, string]>([
  [{}, 'QUEUED     reader@1.2.0, attempt 0/3'],
  [{ waitReason: 'AGENT_DISABLED' as never }, 'QUEUED     reader@1.2.0, attempt 0/3  AGENT_DISABLED'],
  [{ status: 'RUNNING', attempt: 1, worker: 'w-1' }, 'RUNNING    reader@1.2.0, attempt 1/3  by w-1'],
  [{ status: 'RUNNING', attempt: 1 }, 'RUNNING    reader@1.2.0, attempt 1/3'],
  [{ status: 'FAILED', attempt: 3, error: failed }, 'FAILED     reader@1.2.0, attempt 3/3  No key. (key_missing)'],
  [
    { attempt: 1, error: failed, availableAt: 'T2' },
    'QUEUED     reader@1.2.0, attempt 1/3  No key. (key_missing) Next attempt after T2.',
  ],
  [{ attempt: 1, error: failed }, 'QUEUED     reader@1.2.0, attempt 1/3  No key. (key_missing)'],
  [{ status: 'SUCCEEDED', attempt: 2, error: failed }, 'SUCCEEDED  reader@1.2.0, attempt 2/3'],
  [{ status: 'SKIPPED', agent: null, agentVersion: null }, 'SKIPPED    ?@?, attempt 0/3'],
])('a step says why it is as it is: %j', (more, text) => {
  expect(stepLine(step(more))).toBe(`  gather                ${text}`);
});

it('a run says when it ended, how often it was retried and why, and what came of it', () => {
  const steps = [step({ status: 'SUCCEEDED', attempt: 1 })];
  const ended = run({ status: 'SUCCEEDED', finishedAt: 'T2', retries: 2, steps, outputs: { notes: 'a\u001b[2J' } });
  expect(runLines(ended).join('\n').split('\n')).toEqual([
    'Run r1 of train@1.0.0: SUCCEEDED',
    'Created T1, finished T2, retried 2 times.',
    '',
    'step    agent         status     attempt',
    'gather  reader@1.2.0  SUCCEEDED  1/3',
    '',
    'Outputs:',
    '{',
    '  "notes": "a\\u001b[2J"',
    '}',
  ]);
  expect(runLines(run({ retries: 1, retryReason: 'The key is set.', environment: 'staging' })).slice(0, 2)).toEqual([
    'Run r1 of train@1.0.0 in staging: QUEUED',
    'Created T1, retried once (The key is set.).',
  ]);
  const usage = { inputTokens: 1200, outputTokens: 80 };
  expect(runLines(run({ usage }))[1]).toBe('Created T1. Tokens: 1200 in, 80 out.');
  const cancelled = { cancelledAt: 'T3', cancelReason: 'Wrong\nbranch.' };
  expect(runLines(run(cancelled))[1]).toBe('Created T1, cancelled T3 (Wrong branch.).');
  expect(runLines(run({ ...cancelled, cancelReason: null }))[1]).toBe('Created T1, cancelled T3.');
  expect(runLines(run({ retries: 1, outputs: undefined as never })).slice(1, 2)).toEqual(['Created T1, retried once.']);
});

it('runs are listed with what is still there of their template', () => {
  const gone = run({ template: null, templateVersion: null, status: 'NEW' as never });
  expect(runsTable([run({ finishedAt: 'T2' }), gone] as never).split('\n')).toEqual([
    'run  template     status  created  finished',
    'r1   train@1.0.0  QUEUED  T1       T2',
    'r1   ?@?          NEW     T1       -',
  ]);
});

it('an event of an entry that is not named, without a version or an actor, is still one line', () => {
  const event = { occurredAt: 'T', type: 'agent.validation_failed', action: 'VALIDATION_FAILED', namespace: 'a' };
  const none = { entryId: null, version: null, actor: null, reason: null };
  expect(eventLine({ ...event, ...none } as unknown as RegistryEvent)).toBe(
    'T  agent.validation_failed   VALIDATION_FAILED  a/?',
  );
});

it('the command that continues has every filter, quoted for a shell', () => {
  const options = { kind: 'agent' as const, type: ["it's"], action: ['PUBLISHED' as const], id: 'x', namespace: 'a' };
  expect(tailSummary(2, 'c/+=', { ...options, transport: 'sse', json: true })).toBe(
    `Received 2 events; last cursor: c/+=.\nTo continue: registry tail --after 'c/+=' --kind agent --type 'it'\\''s' --action PUBLISHED --id x --namespace a --transport sse --json`,
  );
  expect(tailSummary(0, null, {})).toBe('Received 0 events.\nTo continue: registry tail');
});

it('a test that failed shows what was expected and what came, as far as there is either', () => {
  const covered = { total: 1, covered: 1, uncovered: [] };
  const result = { file: 'tests/a.json', name: 'A', environment: 'staging', passed: false };
  const differences = [
    { path: '', message: 'Expected an error.', expected: 'E', actual: null },
    { path: 'steps.a', message: 'Different.', expected: null, actual: '{"b": 1}' },
  ];
  const variables = { total: 2, covered: 1, uncovered: ['depth'] };
  expect(testLines({ tests: [{ ...result, differences }], variables, environments: covered } as never)).toEqual([
    '  ✗ A (tests/a.json, staging)',
    '      the whole test: Expected an error.',
    '        expected  E',
    '      steps.a: Different.',
    '        actual    {"b": 1}',
    '  Coverage: 1 of 2 variables and 1 of 1 environment.',
    '  No test uses the variables depth.',
  ]);
});
