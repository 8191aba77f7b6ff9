import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

const step = (stepId: string, more: object = {}) => ({
  ...{
    id: stepId,
    stepId,
    name: stepId,
    status: 'SUCCEEDED',
    attempt: 1,
    maxAttempts: 3,
    error: null,
    waitReason: null,
  },
  ...{ worker: null, availableAt: null, agent: { agentId: 'reviewer' }, agentVersion: { version: '1.0.0' } },
  ...{ dependsOn: [], ...more },
});
const run = (more: object = {}) => ({
  ...{ id: 'r1', status: 'SUCCEEDED', environment: null, retries: 0, retryReason: null, cancelledAt: null },
  ...{ cancelReason: null, usage: null, createdAt: 'T1', finishedAt: null, outputs: null, steps: [step('one')] },
  ...{ template: { templateId: 'train' }, templateVersion: { version: '1.0.0' } },
  ...more,
});
const json = (lines: readonly string[]) => JSON.parse(lines.join('\n'));
const result = (__typename: string, more: object) => ({ result: { __typename, ...more } });

describe('runs', () => {
  const page = (runs: object[], hasNextPage = false) => ({
    runs: { edges: runs.map((node) => ({ node })), pageInfo: { hasNextPage, endCursor: 'next' } },
  });

  it('are asked for with only what was given, and shown with the next page', async () => {
    const { lines, sent } = await exchange(
      'runs',
      page([run(), run({ id: 'r2', finishedAt: 'T2', environment: 'staging' })], true),
    );
    expect(sent).toEqual([
      {
        operation: 'Runs',
        variables: {
          first: 20,
          after: null,
          filter: {
            status: null,
            templateId: null,
            version: null,
            createdBy: null,
            createdAfter: null,
            createdBefore: null,
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'run  template                status     created  finished',
      'r1   train@1.0.0             SUCCEEDED  T1       -',
      'r2   train@1.0.0 in staging  SUCCEEDED  T1       T2',
      '! Next page: --after next',
    ]);
  });

  it('are asked for with every filter', async () => {
    const { lines, sent } = await exchange(
      'runs --status failed --template train --template-version 1.0.0 --author ann --since 2026-11-22 --until 2026-11-23T10:00:00Z --first 5 --after c',
      page([]),
    );
    expect(sent).toEqual([
      {
        operation: 'Runs',
        variables: {
          first: 5,
          after: 'c',
          filter: {
            status: 'FAILED',
            templateId: 'train',
            version: '1.0.0',
            createdBy: 'ann',
            createdAfter: '2026-11-22T00:00:00.000Z',
            createdBefore: '2026-11-23T10:00:00.000Z',
          },
        },
      },
    ]);
    expect(lines).toEqual(['! No matching runs.']);
  });

  it('may be none at all', async () => {
    expect((await exchange('runs', page([]))).lines).toEqual(['! Your namespace has no runs.']);
  });

  it('are printed as JSON, with the cursor of the next page if there is one', async () => {
    expect(json((await exchange('runs --json', page([run()], true))).lines)).toEqual({ runs: [run()], after: 'next' });
    expect(json((await exchange('runs --json', page([]))).lines)).toEqual({ runs: [], after: null });
  });

  it.each([
    ['--since', 'yesterday', '<time>', 'Must be a date or a time such as 2026-11-22 or 2026-11-22T10:00:00Z.'],
    ['--until', '2026-13-45', '<time>', 'Must be a date or a time such as 2026-11-22 or 2026-11-22T10:00:00Z.'],
    ['--status', 'done', '<status>', 'Allowed choices are queued, running, succeeded, failed, cancelled.'],
    ['--first', '0', '<count>', 'Must be an integer from 1 to 100.'],
    ['--template', 'Train', '<templateId>', 'Must be an id such as code-reviewer.'],
  ])('%s %s is refused', async (option, value, name, message) => {
    expect((await exchange(`runs ${option} ${value}`)).lines).toEqual([
      `! ✗ Option '${option} ${name}' argument '${value}' is invalid. ${message}`,
      '!   registry help runs',
      'exit 2',
    ]);
  });
});

describe('run', () => {
  it('is shown with its steps and outputs, or as JSON', async () => {
    const ended = run({ outputs: { answer: 42 }, finishedAt: 'T2' });
    const { lines, sent } = await exchange('run r1', { run: ended });
    expect(sent).toEqual([{ operation: 'Run', variables: { id: 'r1' } }]);
    expect(lines).toEqual([
      'Run r1 of train@1.0.0: SUCCEEDED',
      'Created T1, finished T2.',
      '',
      'step  agent           status     attempt',
      'one   reviewer@1.0.0  SUCCEEDED  1/3',
      '',
      'Outputs:',
      '{',
      '  "answer": 42',
      '}',
    ]);
    expect(json((await exchange('run r1 --json', { run: ended })).lines)).toEqual(ended);
  });

  it('is not found in the namespace', async () => {
    expect((await exchange('run r1', { run: null })).lines).toEqual([
      '! ✗ Run r1 was not found in your namespace.',
      '!   List the runs with `registry runs`.',
      'exit 1',
    ]);
    expect((await exchange('run upgrade r1', { run: null })).lines).toEqual([
      '! ✗ Run r1 was not found in your namespace.',
      '!   List the runs with `registry runs`.',
      'exit 1',
    ]);
  });

  it('is cancelled with every option', async () => {
    const { lines, sent } = await exchange(
      'run cancel r1 --reason wrong --key k --dry-run',
      result('CancelRunPayload', { run: run() }),
    );
    expect(sent).toEqual([
      {
        operation: 'CancelRun',
        variables: { input: { runId: 'r1', reason: 'wrong', dryRun: true, idempotencyKey: 'k' } },
      },
    ]);
    expect(lines).toEqual(['Run r1 would be cancelled.']);
  });

  it('is cancelled without any, and printed as JSON', async () => {
    const { lines, sent } = await exchange('run cancel r1 --json', result('CancelRunPayload', { run: { id: 'r1' } }));
    expect(sent).toEqual([
      {
        operation: 'CancelRun',
        variables: { input: { runId: 'r1', reason: null, dryRun: false, idempotencyKey: 'cancel:<uuid>' } },
      },
    ]);
    expect(json(lines)).toEqual({ dryRun: false, run: { id: 'r1' } });
  });

  it('is retried from the start, with every option', async () => {
    const steps = [step('one', { status: 'QUEUED' }), step('two', { status: 'QUEUED' }), step('three')];
    const { lines, sent } = await exchange(
      'run retry r1 --from start --reason key --key k',
      result('RetryRunPayload', { run: run({ steps }) }),
    );
    expect(sent).toEqual([
      {
        operation: 'RetryRun',
        variables: { input: { runId: 'r1', from: 'START', reason: 'key', dryRun: false, idempotencyKey: 'k' } },
      },
    ]);
    expect(lines).toEqual([
      'Run r1 is being retried from the start: one, two.',
      '! Follow it: registry run r1 --watch',
    ]);
  });

  it('is retried from the failed steps without any option, and printed as JSON', async () => {
    const { lines, sent } = await exchange(
      'run retry r1 --json --dry-run',
      result('RetryRunPayload', { run: { id: 'r1', steps: [] } }),
    );
    expect(sent).toEqual([
      {
        operation: 'RetryRun',
        variables: {
          input: { runId: 'r1', from: 'FAILED', reason: null, dryRun: true, idempotencyKey: 'retry:<uuid>' },
        },
      },
    ]);
    expect(json(lines)).toEqual({ dryRun: true, run: { id: 'r1', steps: [] } });
  });

  it.each([
    ['run cancel r1', 'CancelRun'],
    ['run retry r1', 'RetryRun'],
    ['run upgrade r1 --yes', 'UpgradeRun'],
  ])('%s passes on why %s was refused', async (line, operation) => {
    const { lines, sent } = await exchange(
      line,
      result('RunEnded', { code: 'RUN_ENDED', message: 'The run has ended.' }),
    );
    expect(sent.map((each) => each.operation)).toEqual([operation]);
    expect(lines).toEqual(['! ✗ The run has ended. (RUN_ENDED)', 'exit 1']);
  });

  it.each([
    ['runs', 'list runs'],
    ['run r1', 'see a run'],
    ['run cancel r1', 'cancel a run'],
    ['run retry r1', 'retry a run'],
    ['run upgrade r1', 'compare a run'],
    ['run upgrade r1 --dry-run', 'upgrade a run'],
    ['instantiate train', 'instantiate a template'],
  ])('%s requires a token', async (line, what) => {
    expect((await transcriptOf({})(line)).slice(0, 1)).toEqual([
      `! ✗ A token is required to ${what}; REGISTRY_TOKEN is not set.`,
    ]);
  });
});

describe('run upgrade', () => {
  const part = (more: object = {}) => ({
    ...{ kind: 'AGENT', namespace: 'default', entryId: 'reviewer', change: 'CHANGED', level: null, items: [] },
    ...{ before: { version: '1.0.0' }, after: { version: '2.0.0' }, changes: [], truncated: false, ...more },
  });
  const upgrade = (more: object = {}) => ({
    run: {
      id: 'r1',
      upgrade: {
        ...{ fromVersion: '1.0.0', toVersion: '2.0.0', isUpToDate: false, isUpgradable: true, level: null },
        ...{ conflicts: [], parts: [], problems: [], ...more },
      },
    },
  });

  it('compares with the current version, and says how to upgrade', async () => {
    const { lines, sent } = await exchange('run upgrade r1', upgrade({ parts: [part()] }));
    expect(sent).toEqual([{ operation: 'RunUpgrade', variables: { id: 'r1', toVersion: null, environment: null } }]);
    expect(lines).toEqual([
      'Run r1, template version 1.0.0 to 2.0.0: 1 part changed.',
      '  agent default/reviewer 1.0.0 -> 2.0.0',
      '! Upgrade it: registry run upgrade r1 --yes',
    ]);
  });

  it('compares with what was asked for, and shows each change', async () => {
    const parts = [
      part({
        kind: 'TEMPLATE',
        entryId: 'train',
        level: 'BREAKING',
        changes: [
          { level: 'BREAKING', path: 'variables.depth', reason: 'It was removed.' },
          { level: 'SAFE', path: 'name', reason: 'Text.' },
        ],
      }),
      part({
        change: 'ADDED',
        before: null,
        items: [
          { kind: 'MCP_SERVER', name: 'files' },
          { kind: 'PROMPT', name: 'system' },
        ],
        level: 'RISKY',
        truncated: true,
      }),
      part({ change: 'REMOVED', entryId: 'old', after: null, level: 'OTHER' }),
    ];
    const conflicts = [{ path: 'variables.depth', reason: 'Both changed it.', base: 1, mine: 2, theirs: undefined }];
    const { lines, sent } = await exchange(
      'run upgrade r1 --to ^2.0.0 --environment staging',
      upgrade({ parts, level: 'BREAKING', conflicts }),
    );
    expect(sent).toEqual([
      { operation: 'RunUpgrade', variables: { id: 'r1', toVersion: '^2.0.0', environment: 'staging' } },
    ]);
    expect(lines).toEqual([
      'Run r1, template version 1.0.0 to 2.0.0: 3 parts changed, BREAKING.',
      '  template default/train 1.0.0 -> 2.0.0  BREAKING',
      '    BREAKING variables.depth: It was removed.',
      '    SAFE name: Text.',
      '  agent default/reviewer added 2.0.0  RISKY',
      '    MCP server files, system',
      '    and more',
      '  agent default/old removed 1.0.0  OTHER',
      '',
      'Conflicts:',
      '  variables.depth: Both changed it.',
      '    template before: 1, run: 2, template now: null',
      '! Upgrade it: registry run upgrade r1 --yes',
    ]);
  });

  it('says that there is nothing to upgrade', async () => {
    expect((await exchange('run upgrade r1', upgrade({ isUpToDate: true }))).lines).toEqual([
      'Run r1, template version 1.0.0 to 2.0.0: the same parts.',
    ]);
  });

  it('exits with 1 when the run cannot be upgraded, and says why', async () => {
    const problems = [
      {
        message: 'The template cannot be resolved.',
        issues: [{ path: 'variables.depth', message: 'It is required.' }],
        unresolved: [{ chain: ['train@2.0.0', 'reviewer ^3.0.0'], reason: 'No version matches.' }],
      },
    ];
    const { lines } = await exchange(
      'run upgrade r1',
      upgrade({ fromVersion: null, toVersion: null, isUpgradable: false, problems }),
    );
    expect(lines).toEqual([
      'Run r1, template version ?:',
      '',
      'The run cannot be upgraded:',
      '  The template cannot be resolved.',
      '    variables.depth: It is required.',
      '    train@2.0.0 -> reviewer ^3.0.0: No version matches.',
      'exit 1',
    ]);
  });

  it('prints the comparison as JSON', async () => {
    const compared = upgrade({ isUpToDate: true });
    expect(json((await exchange('run upgrade r1 --json', compared)).lines)).toEqual(compared.run.upgrade);
  });

  it('creates the upgraded run with every option', async () => {
    const { lines, sent } = await exchange(
      [
        'run',
        'upgrade',
        'r1',
        '--yes',
        '--to',
        '2.0.0',
        '--environment',
        'staging',
        '--variables',
        '{"depth":3}',
        '--take',
        'variables.depth=mine',
        '--take',
        'a=b=theirs',
        '--key',
        'k',
      ],
      result('UpgradeRunPayload', { run: run({ id: 'r2' }), warnings: [{ message: 'Large.' }] }),
    );
    expect(sent).toEqual([
      {
        operation: 'UpgradeRun',
        variables: {
          input: {
            runId: 'r1',
            toVersion: '2.0.0',
            environment: 'staging',
            variables: { depth: 3 },
            resolutions: [
              { path: 'variables.depth', take: 'MINE' },
              { path: 'a=b', take: 'THEIRS' },
            ],
            dryRun: false,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'Run r1 was upgraded to train@1.0.0: run r2.',
      '! Warning: Large.',
      '! Follow it: registry run r2 --watch',
    ]);
  });

  it('shows the run that would be created', async () => {
    const { lines, sent } = await exchange(
      'run upgrade r1 --dry-run',
      result('UpgradeRunPayload', { run: run(), warnings: [] }),
    );
    expect(sent).toEqual([
      {
        operation: 'UpgradeRun',
        variables: {
          input: {
            runId: 'r1',
            toVersion: null,
            environment: null,
            variables: null,
            resolutions: null,
            dryRun: true,
            idempotencyKey: 'upgrade:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['Run r1 would be upgraded to train@1.0.0.']);
  });

  it('prints the new run as JSON, and says when the gateway did not return it', async () => {
    const created = result('UpgradeRunPayload', { run: { id: 'r2' }, warnings: [] });
    expect(json((await exchange('run upgrade r1 --yes --json', created)).lines)).toEqual({
      dryRun: false,
      run: { id: 'r2' },
    });
    const lost = result('UpgradeRunPayload', { run: null, warnings: [] });
    expect((await exchange('run upgrade r1 --yes', lost)).lines).toEqual([
      '! ✗ The run was created, but the gateway did not return it.',
      'exit 1',
    ]);
  });

  it.each(['variables.depth', 'variables.depth=both', '=mine', 'mine'])('--take %s is refused', async (text) => {
    expect((await exchange(['run', 'upgrade', 'r1', '--take', text])).lines).toEqual([
      `! ✗ Option '--take <path=side>' argument '${text}' is invalid. Must be the path of a conflict with "=mine" or "=theirs".`,
      '!   registry run upgrade --help',
      'exit 2',
    ]);
  });
});

describe('instantiate', () => {
  const created = (more: object = {}) =>
    result('InstantiateTemplatePayload', { run: run({ status: 'QUEUED', ...more }), warnings: [] });

  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('instantiate train', created());
    expect(sent).toEqual([
      {
        operation: 'InstantiateTemplate',
        variables: {
          input: {
            templateId: 'train',
            version: null,
            environment: null,
            namespace: null,
            variables: null,
            lock: null,
            dryRun: false,
            idempotencyKey: 'instantiate:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'Run r1 of train@1.0.0: QUEUED',
      '',
      'step  agent           after',
      'one   reviewer@1.0.0  -      one',
      '!',
      '! Follow it: registry run r1 --watch',
    ]);
  });

  it('sends every option, and shows what would be created, whatever the gateway does not return', async () => {
    const steps = [step('one', { agent: null, agentVersion: null, dependsOn: ['two', 'three'] })];
    const { lines, sent } = await exchange(
      [
        'instantiate',
        'train',
        '--version',
        '^1.0.0',
        '--environment',
        'staging',
        '--variables',
        '{"a":1}',
        '--namespace',
        'team-a',
        '--dry-run',
        '--key',
        'k',
      ],
      created({ steps, template: null, templateVersion: null, environment: 'staging' }),
    );
    expect(sent).toEqual([
      {
        operation: 'InstantiateTemplate',
        variables: {
          input: {
            templateId: 'train',
            version: '^1.0.0',
            environment: 'staging',
            namespace: 'team-a',
            variables: { a: 1 },
            lock: null,
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'Dry run: a run of ?@? in staging would be created',
      '',
      'step  agent  after',
      'one   ?@?    two, three  one',
    ]);
  });

  it('prints the run as JSON', async () => {
    expect(json((await exchange('instantiate train --json', created())).lines)).toEqual(run({ status: 'QUEUED' }));
  });

  it('says that a file of variables cannot be read, or contains no object', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-variables-'));
    const file = join(folder, 'v.json');
    await writeFile(file, '[1]');
    expect((await exchange(['instantiate', 'train', '--variables', `@${file}`])).lines).toEqual([
      `! ✗ --variables: ${file} is not a JSON object.`,
      `!   Pass an object such as '{"name": "value"}', or @file.`,
      'exit 2',
    ]);
    await rm(folder, { recursive: true });
    expect((await exchange(['instantiate', 'train', '--variables', `@${file}`])).lines).toEqual([
      `! ✗ --variables: ${file} cannot be read (ENOENT).`,
      'exit 2',
    ]);
    expect((await exchange(['instantiate', 'train', '--variables', '{'])).lines).toEqual([
      '! ✗ --variables: the value is not a JSON object.',
      `!   Pass an object such as '{"name": "value"}', or @file.`,
      'exit 2',
    ]);
  });
});
