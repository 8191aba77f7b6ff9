import { describe, expect, it } from 'vitest';
import { event, impact, json, result } from '../../support/cliAnswers.ts';
import { exchange } from '../../support/scriptedGateway.ts';

describe('deprecate, disable and enable', () => {
  const answer = (kind: string, entry: object | null, more: object = {}) =>
    result(`Set${kind}StatusPayload`, { entry, event, visibilityChange: null, impact: null, ...more });
  const active = { status: 'ACTIVE', statusMessage: null, replacedBy: null };

  it('send only what was given', async () => {
    const { lines, sent } = await exchange('enable agent reviewer', answer('Agent', active));
    expect(sent).toEqual([
      {
        operation: 'SetAgentStatus',
        variables: {
          input: {
            id: 'reviewer',
            status: 'ACTIVE',
            message: null,
            replacedBy: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'enable:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer is active.']);
  });

  it('send every option', async () => {
    const replacedBy = { namespace: 'team-a', slug: 'train2' };
    const { lines, sent } = await exchange(
      'deprecate template train --message old --replaced-by team-a/train2 --namespace team-a --key k --dry-run',
      answer('Template', { status: 'DEPRECATED', statusMessage: 'old', replacedBy }, { impact }),
    );
    expect(sent).toEqual([
      {
        operation: 'SetTemplateStatus',
        variables: {
          input: {
            id: 'train',
            status: 'DEPRECATED',
            message: 'old',
            replacedBy: 'team-a/train2',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'train would be deprecated: old',
      'Replaced by team-a/train2.',
      'Impact: 1 run of the last 30 days would no longer resolve.',
    ]);
  });

  it('say that the status was that already, also of an entry that the gateway does not return', async () => {
    const unchanged = answer('Agent', null, { event: null });
    expect((await exchange('disable agent reviewer', unchanged)).lines).toEqual(['reviewer was already disabled.']);
  });

  it('print what changed as JSON', async () => {
    const { lines } = await exchange('enable agent reviewer --json', answer('Agent', active));
    expect(json(lines)).toEqual({
      kind: 'agent',
      id: 'reviewer',
      status: 'ACTIVE',
      statusMessage: null,
      replacedBy: null,
      dryRun: false,
      changed: true,
      visibilityChange: null,
      impact: null,
    });
    const dry = await exchange('enable template train --json --dry-run', answer('Template', active, { event: null }));
    expect(json(dry.lines)).toEqual({
      kind: 'template',
      id: 'train',
      status: 'ACTIVE',
      statusMessage: null,
      replacedBy: null,
      dryRun: true,
      changed: null,
      visibilityChange: null,
      impact: null,
    });
  });
});

describe('archive and unarchive', () => {
  const answer = (name: string, more: object = {}) =>
    result(`${name}Payload`, { version: { version: '1.0.0' }, event, impact: null, ...more });

  it.each([
    ['archive agent reviewer 1.0.0 --reason r', 'ArchiveAgentVersion', 'reviewer@1.0.0 is archived.'],
    ['archive template reviewer 1.0.0 --reason r', 'ArchiveTemplateVersion', 'reviewer@1.0.0 is archived.'],
    ['unarchive agent reviewer 1.0.0 --reason r', 'UnarchiveAgentVersion', 'reviewer@1.0.0 is active.'],
    ['unarchive template reviewer 1.0.0 --reason r', 'UnarchiveTemplateVersion', 'reviewer@1.0.0 is active.'],
  ])('%s sends %s', async (line, operation, said) => {
    const { lines, sent } = await exchange(line, answer(operation));
    const input = { id: 'reviewer', version: '1.0.0', reason: 'r', expectedCurrentVersion: null, namespace: null };
    const idempotencyKey = `${line.split(' ')[0]}:<uuid>`;
    expect(sent).toEqual([{ operation, variables: { input: { ...input, dryRun: false, idempotencyKey } } }]);
    expect(lines).toEqual([said]);
  });

  it('send every option, and say what no longer resolves', async () => {
    const { lines, sent } = await exchange(
      'archive agent reviewer 1.0.0 --reason slow --expect 1.1.0 --namespace team-a --key k --dry-run',
      answer('ArchiveAgentVersion', { impact }),
    );
    expect(sent).toEqual([
      {
        operation: 'ArchiveAgentVersion',
        variables: {
          input: {
            id: 'reviewer',
            version: '1.0.0',
            reason: 'slow',
            expectedCurrentVersion: '1.1.0',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'reviewer@1.0.0 would be archived.',
      'Impact: 1 run of the last 30 days would no longer resolve.',
    ]);
  });

  it('need no reason to take a version out of the archive, and say that it was not in it', async () => {
    const { lines, sent } = await exchange(
      'unarchive agent reviewer 1.0.0',
      answer('UnarchiveAgentVersion', { event: null }),
    );
    expect(sent).toEqual([
      {
        operation: 'UnarchiveAgentVersion',
        variables: {
          input: {
            id: 'reviewer',
            version: '1.0.0',
            reason: null,
            expectedCurrentVersion: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'unarchive:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer@1.0.0 was already active.']);
  });

  it('print what changed as JSON', async () => {
    const { lines } = await exchange('unarchive agent reviewer 1.0.0 --json', answer('UnarchiveAgentVersion'));
    expect(json(lines)).toEqual({
      kind: 'agent',
      id: 'reviewer',
      version: { version: '1.0.0' },
      dryRun: false,
      changed: true,
      impact: null,
    });
    const dry = await exchange(
      'archive agent reviewer 1.0.0 --reason r --json --dry-run',
      answer('ArchiveAgentVersion'),
    );
    expect(json(dry.lines).changed).toBeNull();
  });
});
