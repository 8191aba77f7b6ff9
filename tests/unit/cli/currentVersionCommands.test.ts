import { describe, expect, it } from 'vitest';
import { event, impact, json, result } from '../../support/cliAnswers.ts';
import { exchange } from '../../support/scriptedGateway.ts';

describe('rollback', () => {
  const answer = (kind: string, version: string | null, previous: string | null, more: object = {}) =>
    result(`Rollback${kind}Payload`, {
      version: version && { version },
      previousVersion: previous && { version: previous },
      impact: null,
      ...more,
    });

  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('rollback agent reviewer --reason r', answer('Agent', '1.0.0', '1.1.0'));
    expect(sent).toEqual([
      {
        operation: 'RollbackAgent',
        variables: {
          input: {
            id: 'reviewer',
            toVersion: null,
            expectedCurrentVersion: null,
            reason: 'r',
            namespace: null,
            dryRun: false,
            idempotencyKey: 'rollback:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer was rolled back to 1.0.0; 1.1.0 remains published.']);
  });

  it('sends every option', async () => {
    const { lines, sent } = await exchange(
      'rollback template reviewer --to 1.0.0 --expect 1.1.0 --reason r --namespace team-a --key k --dry-run',
      answer('Template', '1.0.0', '1.1.0', { impact }),
    );
    expect(sent).toEqual([
      {
        operation: 'RollbackTemplate',
        variables: {
          input: {
            id: 'reviewer',
            toVersion: '1.0.0',
            expectedCurrentVersion: '1.1.0',
            reason: 'r',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'reviewer would be rolled back from 1.1.0 to 1.0.0.',
      'Impact: 1 run of the last 30 days would no longer resolve.',
    ]);
  });

  it('says that the version was current, and does without a version that the gateway does not return', async () => {
    expect((await exchange('rollback agent reviewer --reason r', answer('Agent', '1.0.0', '1.0.0'))).lines).toEqual([
      'reviewer: 1.0.0 is already the current version.',
    ]);
    expect((await exchange('rollback agent reviewer --reason r', answer('Agent', '1.0.0', null))).lines).toEqual([
      'reviewer was rolled back to 1.0.0.',
    ]);
    const dry = answer('Template', '1.0.0', null);
    expect((await exchange('rollback template reviewer --reason r --dry-run', dry)).lines).toEqual([
      'reviewer would be rolled back to 1.0.0.',
    ]);
    expect((await exchange('rollback agent reviewer --reason r', answer('Agent', null, '1.0.0'))).lines).toEqual([
      'reviewer was rolled back to ?; 1.0.0 remains published.',
    ]);
  });

  it('prints the change as JSON', async () => {
    const { lines } = await exchange('rollback agent reviewer --reason r --json', answer('Agent', '1.0.0', '1.1.0'));
    expect(json(lines)).toEqual({
      kind: 'agent',
      id: 'reviewer',
      dryRun: false,
      version: { version: '1.0.0' },
      previousVersion: { version: '1.1.0' },
      impact: null,
    });
    const dry = await exchange(
      'rollback template reviewer --reason r --json --dry-run',
      answer('Template', '1.0.0', '1.1.0'),
    );
    expect(json(dry.lines).dryRun).toBe(true);
  });
});

describe('promote', () => {
  const answer = (kind: string, more: object = {}) =>
    result(`Publish${kind}Payload`, {
      ...{ created: true, event, warnings: [], visibilityChange: null, impact: null },
      ...{ agent: { currentVersion: { version: '2.0.0' } }, template: { currentVersion: { version: '2.0.0' } } },
      ...more,
    });

  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('promote agent reviewer 2.0.0', answer('Agent'));
    expect(sent).toEqual([
      {
        operation: 'PromoteAgent',
        variables: {
          input: {
            id: 'reviewer',
            version: '2.0.0',
            expectedCurrentVersion: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'promote:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer: published 2.0.0. Current version: 2.0.0.']);
  });

  it('sends every option', async () => {
    const visibilityChange = { versionsShown: ['2.0.0'], versionsHidden: [] };
    const { lines, sent } = await exchange(
      'promote template reviewer 2.0.0 --expect 1.0.0 --namespace team-a --key k --dry-run',
      answer('Template', { created: false, event: null, visibilityChange, impact, warnings: [{ message: 'Large.' }] }),
    );
    expect(sent).toEqual([
      {
        operation: 'PromoteTemplate',
        variables: {
          input: {
            id: 'reviewer',
            version: '2.0.0',
            expectedCurrentVersion: '1.0.0',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'reviewer: dry run: promoted 2.0.0. Current version: 2.0.0.',
      'Large.',
      'Newly readable by everyone: 2.0.0.',
      'Impact: 1 run of the last 30 days would no longer resolve.',
    ]);
  });

  it('says what became of the version', async () => {
    const promoted = answer('Agent', { created: false });
    expect((await exchange('promote agent reviewer 2.0.0', promoted)).lines).toEqual([
      'reviewer: promoted 2.0.0. Current version: 2.0.0.',
    ]);
    const unchanged = answer('Template', { created: false, event: null, template: null });
    expect((await exchange('promote template reviewer 2.0.0', unchanged)).lines).toEqual([
      'reviewer: no change. Current version: no version.',
    ]);
  });

  it('prints the change as JSON', async () => {
    const printed = async (options: string, more: object) =>
      json((await exchange(`promote agent reviewer 2.0.0 --json${options}`, answer('Agent', more))).lines);
    expect(await printed('', {})).toEqual({
      kind: 'agent',
      id: 'reviewer',
      version: '2.0.0',
      dryRun: false,
      changed: true,
      current: '2.0.0',
      visibilityChange: null,
      impact: null,
      warnings: [],
    });
    expect((await printed('', { created: false })).changed).toBe(true);
    expect((await printed('', { created: false, event: null })).changed).toBe(false);
    expect((await printed(' --dry-run', {})).changed).toBeNull();
  });
});
