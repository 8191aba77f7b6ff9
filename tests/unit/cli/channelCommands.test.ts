import { describe, expect, it } from 'vitest';
import { impactOf, none } from '../../support/cliAnswers.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

const said = async (line: string | readonly string[], ...answers: object[]) => (await exchange(line, ...answers)).lines;

const impact = impactOf({ changed: { ...none, runs: 2 } });
const gate = {
  ...{ requireTests: true, windowHours: 24, minRuns: 20, minSuccessRate: 0.95, maxP95DurationMs: null },
  onRegression: 'PROPOSE',
};
const entry = (...channels: object[]) => ({ entry: { slug: 'reviewer', namespace: 'default', channels } });
const stable = { name: 'stable', version: { version: '1.4.0' }, gate };
const gone = { name: 'gone', version: null, gate: null };
const refused = (code: string, message: string, more: object = {}) => ({
  result: { __typename: 'X', code, message, ...more },
});

describe('channel list', () => {
  it.each([
    ['channel list agent reviewer', 'AgentChannels', null],
    ['channel list agents reviewer --namespace team-a', 'AgentChannels', 'team-a'],
    ['channel list template reviewer', 'TemplateChannels', null],
    ['channel list templates reviewer --namespace team-a', 'TemplateChannels', 'team-a'],
  ])('%s asks with %s', async (line, operation, namespace) => {
    const { lines, sent } = await exchange(line, entry(stable, gone));
    expect(sent).toEqual([{ operation, variables: { id: 'reviewer', namespace } }]);
    expect(lines).toEqual(['stable  1.4.0  gated', 'gone  ?']);
  });

  it('says that there are none, or that there is no such entry', async () => {
    expect(await said('channel list agent reviewer', entry())).toEqual([
      'reviewer has no channels that you have access to.',
    ]);
    expect(await said('channel list agent reviewer', { entry: null })).toEqual([
      '! ✗ Agent reviewer was not found, or you do not have access to it.',
      'exit 1',
    ]);
    expect(await said('channel list template train --namespace team-a', { entry: null })).toEqual([
      '! ✗ Template train was not found in the namespace team-a, or you do not have access to it.',
      'exit 1',
    ]);
  });

  it('prints them as JSON', async () => {
    const lines = await said('channel list agent reviewer --json', entry(stable, gone));
    expect(JSON.parse(lines.join('\n'))).toEqual({
      ...{ kind: 'agent', id: 'reviewer', namespace: 'default' },
      channels: [stable, gone],
    });
  });

  it.each([
    [
      'channel list reviewer x',
      "Command-argument value 'reviewer' is invalid for argument 'kind'. Allowed choices are agent, template.",
    ],
    ['channel list agent', "Missing required argument 'id'"],
    [
      'channel list agent a --namespace A_B',
      `Option '--namespace <namespace>' argument 'A_B' is invalid. Must be 1 to 63 lower-case letters, digits and "-", not starting with "-".`,
    ],
  ])('%s is refused', async (line, message) => {
    expect(await said(line)).toEqual([`! ✗ ${message}`, '!   registry channel list --help', 'exit 2']);
  });
});

const set = (channel: object, previousVersion: object | null, more: object = {}) => ({
  result: { __typename: 'SetAgentChannelPayload', channel, previousVersion, impact: null, ...more },
});

describe('channel set', () => {
  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('channel set agent reviewer stable 1.4.0 --reason week', set(stable, null));
    expect(sent).toEqual([
      {
        operation: 'SetAgentChannel',
        variables: {
          input: {
            id: 'reviewer',
            channel: 'stable',
            expectedVersion: null,
            reason: 'week',
            namespace: null,
            dryRun: false,
            idempotencyKey: 'channel:<uuid>',
            version: '1.4.0',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer@stable points to 1.4.0.']);
  });

  it('sends every option, and says what would change', async () => {
    const { lines, sent } = await exchange(
      'channel set template train stable 1.2.0 --reason new --expect 1.1.0 --namespace team-a --dry-run --key k ' +
        '--require-tests --window-hours 48 --min-runs 20 --min-success-rate 0.95 --max-p95-ms 9000 --max-tokens-per-run 50000 --on-regression roll-back',
      set(
        { name: 'stable', version: null, gate },
        { version: '1.1.0' },
        {
          __typename: 'SetTemplateChannelPayload',
          impact,
        },
      ),
    );
    expect(sent).toEqual([
      {
        operation: 'SetTemplateChannel',
        variables: {
          input: {
            id: 'train',
            channel: 'stable',
            expectedVersion: '1.1.0',
            reason: 'new',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
            version: '1.2.0',
            gate: {
              requireTests: true,
              windowHours: 48,
              minRuns: 20,
              minSuccessRate: 0.95,
              maxP95DurationMs: 9000,
              maxTokensPerRun: 50_000,
              onRegression: 'ROLL_BACK',
            },
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'train@stable would point to ? instead of 1.1.0.',
      'Impact: 2 runs of the last 30 days would resolve to another version.',
    ]);
  });

  it('proposes at a regression, or removes the gate, or keeps it', async () => {
    const gateOf = async (options: string) => {
      const { sent } = await exchange(
        `channel set agent reviewer stable 1.4.0 --reason r ${options}`.trim(),
        set(stable, null),
      );
      return (sent[0]?.variables as { input: { gate?: object } } | undefined)?.input.gate;
    };
    expect(await gateOf('--on-regression propose')).toEqual({
      requireTests: null,
      windowHours: null,
      minRuns: null,
      minSuccessRate: null,
      maxP95DurationMs: null,
      maxTokensPerRun: null,
      onRegression: 'PROPOSE',
    });
    expect(await gateOf('--no-gate')).toBeNull();
    expect(await gateOf('--no-gate --min-runs 3')).toBeNull();
    expect(await gateOf('')).toBeUndefined();
  });

  it('prints the change as JSON', async () => {
    const lines = await said(
      'channel set agent reviewer stable 1.4.0 --reason r --json',
      set(stable, { version: '1.3.0' }),
    );
    expect(JSON.parse(lines.join('\n'))).toEqual({
      kind: 'agent',
      id: 'reviewer',
      dryRun: false,
      channel: {
        name: 'stable',
        version: { version: '1.4.0' },
        gate: {
          requireTests: true,
          windowHours: 24,
          minRuns: 20,
          minSuccessRate: 0.95,
          maxP95DurationMs: null,
          onRegression: 'PROPOSE',
        },
      },
      previousVersion: { version: '1.3.0' },
      impact: null,
    });
    const dry = await said('channel set agent reviewer stable 1.4.0 --reason r --json --dry-run', set(stable, null));
    expect(JSON.parse(dry.join('\n'))).toEqual({
      kind: 'agent',
      id: 'reviewer',
      dryRun: true,
      channel: {
        name: 'stable',
        version: { version: '1.4.0' },
        gate: {
          requireTests: true,
          windowHours: 24,
          minRuns: 20,
          minSuccessRate: 0.95,
          maxP95DurationMs: null,
          onRegression: 'PROPOSE',
        },
      },
      previousVersion: null,
      impact: null,
    });
  });

  it.each([
    ['--min-runs', '<count>', ''],
    ['--min-runs', '<count>', 'many'],
    ['--window-hours', '<hours>', 'Infinity'],
    ['--min-success-rate', '<part>', '95%'],
    ['--max-p95-ms', '<ms>', '1s'],
  ])('%s %s %j is not a number', async (option, name, value) => {
    const words = [...'channel set agent reviewer stable 1.4.0 --reason r'.split(' '), option, value];
    const lines = await said(words);
    expect([lines[0], lines.at(-1)]).toEqual([
      `! ✗ Option '${option} ${name}' argument '${value}' is invalid. Must be a number.`,
      'exit 2',
    ]);
  });

  it('passes on why it was refused', async () => {
    const line = 'channel set agent reviewer stable 1.4.0 --reason r';
    expect(await said(line, refused('CONFLICT', 'The channel points to 1.2.0.'))).toEqual([
      '! ✗ The channel points to 1.2.0. (CONFLICT)',
      'exit 1',
    ]);
    const issues = [
      { file: 'tests/a.json', path: 'expect.steps', message: 'It differs.' },
      { file: 'tests/b.json', path: '', message: 'It is empty.' },
    ];
    expect(await said(line, refused('GATE_FAILED', 'Tests fail.', { issues }))).toEqual([
      '! ✗ Tests fail. (GATE_FAILED)',
      '!   tests/a.json: expect.steps: It differs.',
      '!   tests/b.json: It is empty.',
      'exit 1',
    ]);
  });
});

const removed = (more: object = {}) => ({
  result: { __typename: 'RemoveAgentChannelPayload', version: { version: '1.4.0' }, impact: null, ...more },
});

describe('channel remove', () => {
  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('channel remove agent reviewer beta --reason unused', removed());
    expect(sent).toEqual([
      {
        operation: 'RemoveAgentChannel',
        variables: {
          input: {
            id: 'reviewer',
            channel: 'beta',
            expectedVersion: null,
            reason: 'unused',
            namespace: null,
            dryRun: false,
            idempotencyKey: 'channel:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer@beta was removed; 1.4.0 stays published.']);
  });

  it('sends every option, and says what would no longer resolve', async () => {
    const { lines, sent } = await exchange(
      'channel remove template train beta --reason unused --expect 1.1.0 --namespace team-a --dry-run --key k',
      removed({ __typename: 'RemoveTemplateChannelPayload', version: null, impact }),
    );
    expect(sent).toEqual([
      {
        operation: 'RemoveTemplateChannel',
        variables: {
          input: {
            id: 'train',
            channel: 'beta',
            expectedVersion: '1.1.0',
            reason: 'unused',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'train@beta would be removed; ? stays published.',
      'Impact: 2 runs of the last 30 days would resolve to another version.',
    ]);
  });

  it('prints what was removed as JSON', async () => {
    const lines = await said('channel remove agent reviewer beta --reason unused --json', removed());
    expect(JSON.parse(lines.join('\n'))).toEqual({
      kind: 'agent',
      id: 'reviewer',
      channel: 'beta',
      dryRun: false,
      version: { version: '1.4.0' },
      impact: null,
    });
    const dry = await said('channel remove agent reviewer beta --reason unused --json --dry-run', removed());
    expect(JSON.parse(dry.join('\n')).dryRun).toBe(true);
  });

  it('passes on why it was refused', async () => {
    expect(
      await said('channel remove template train beta --reason r', refused('NOT_FOUND', 'There is no channel beta.')),
    ).toEqual(['! ✗ There is no channel beta. (NOT_FOUND)', 'exit 1']);
  });
});

it.each([
  ['channel set agent reviewer stable 1.4.0 --reason r', 'set a channel'],
  ['channel remove agent reviewer stable --reason r', 'remove a channel'],
])('%s requires a token', async (line, what) => {
  expect((await transcriptOf({})(line)).slice(0, 1)).toEqual([
    `! ✗ A token is required to ${what}; REGISTRY_TOKEN is not set.`,
  ]);
});
