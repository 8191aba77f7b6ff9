import { describe, expect, it } from 'vitest';
import { impact, json, result } from '../../support/cliAnswers.ts';
import { exchange } from '../../support/scriptedGateway.ts';

describe('remove and discard', () => {
  const gone = (kind: string, more: object = {}) =>
    result(`Remove${kind}Payload`, {
      namespace: 'default',
      versionCount: 1,
      visibilityChange: null,
      impact: null,
      ...more,
    });

  it('remove sends only what was given', async () => {
    const { lines, sent } = await exchange('remove agent reviewer --reason r', gone('Agent'));
    expect(sent).toEqual([
      {
        operation: 'RemoveAgent',
        variables: {
          input: {
            id: 'reviewer',
            reason: 'r',
            expectedCurrentVersion: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'remove:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer was removed, with 1 published version.']);
  });

  it('remove sends every option', async () => {
    const visibilityChange = { versionsShown: [], versionsHidden: ['1.0.0', '1.1.0'] };
    const { lines, sent } = await exchange(
      'remove template reviewer --reason r --expect 1.0.0 --namespace team-a --key k --dry-run',
      gone('Template', { versionCount: 2, visibilityChange, impact }),
    );
    expect(sent).toEqual([
      {
        operation: 'RemoveTemplate',
        variables: {
          input: {
            id: 'reviewer',
            reason: 'r',
            expectedCurrentVersion: '1.0.0',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'reviewer would be removed, with 2 published versions.',
      'No longer readable by others: 1.0.0, 1.1.0.',
      'Impact: 1 run of the last 30 days would no longer resolve.',
    ]);
  });

  it('remove prints what was removed as JSON', async () => {
    expect(json((await exchange('remove agent reviewer --reason r --json', gone('Agent'))).lines)).toEqual({
      kind: 'agent',
      id: 'reviewer',
      namespace: 'default',
      versionCount: 1,
      dryRun: false,
      visibilityChange: null,
      impact: null,
    });
    expect(
      json((await exchange('remove agent reviewer --reason r --json --dry-run', gone('Agent'))).lines).dryRun,
    ).toBe(true);
  });

  const discarded = (kind: string) => result(`Discard${kind}DraftPayload`, { version: '1.0.0', digest: 'd' });

  it('discard sends only what was given', async () => {
    const { lines, sent } = await exchange('discard agent reviewer 1.0.0', discarded('Agent'));
    expect(sent).toEqual([
      {
        operation: 'DiscardAgentDraft',
        variables: {
          input: {
            id: 'reviewer',
            version: '1.0.0',
            reason: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'discard:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['The draft reviewer@1.0.0 was discarded.']);
  });

  it('discard sends every option', async () => {
    const { lines, sent } = await exchange(
      'discard template reviewer 1.0.0 --reason r --namespace team-a --key k --dry-run',
      discarded('Template'),
    );
    expect(sent).toEqual([
      {
        operation: 'DiscardTemplateDraft',
        variables: {
          input: {
            id: 'reviewer',
            version: '1.0.0',
            reason: 'r',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual(['The draft reviewer@1.0.0 would be discarded.']);
  });

  it('discard prints the draft as JSON', async () => {
    expect(json((await exchange('discard agent reviewer 1.0.0 --json', discarded('Agent'))).lines)).toEqual({
      kind: 'agent',
      id: 'reviewer',
      version: '1.0.0',
      digest: 'd',
      dryRun: false,
    });
    expect(
      json((await exchange('discard agent reviewer 1.0.0 --json --dry-run', discarded('Agent'))).lines).dryRun,
    ).toBe(true);
  });
});

describe('sweep', () => {
  const swept = (endCursor: string | null, removed: number) =>
    result('SweepArtifactsPayload', { checked: 10, removed, bytes: removed * 700, endCursor });

  it('goes on until the end, and adds up', async () => {
    const { lines, sent } = await exchange('sweep --older-than 48', swept('next', 1), swept(null, 2));
    expect(sent).toEqual([
      {
        operation: 'SweepArtifacts',
        variables: { input: { olderThanHours: 48, after: null, dryRun: false, idempotencyKey: 'sweep:<uuid>' } },
      },
      {
        operation: 'SweepArtifacts',
        variables: { input: { olderThanHours: 48, after: 'next', dryRun: false, idempotencyKey: 'sweep:<uuid>' } },
      },
    ]);
    expect(lines).toEqual(['3 files (2.1 kB) were removed; 20 files checked.']);
  });

  it('says what would be removed, and one file in the singular', async () => {
    expect((await exchange('sweep --dry-run', swept(null, 1))).lines).toEqual([
      '1 file (700 B) would be removed; 10 files checked.',
    ]);
    expect((await exchange('sweep', swept(null, 1))).lines).toEqual(['1 file (700 B) was removed; 10 files checked.']);
    expect(json((await exchange('sweep --json', swept(null, 0))).lines)).toEqual({
      dryRun: false,
      checked: 10,
      removed: 0,
      bytes: 0,
    });
  });
});
