import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

const none = { templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 };
const impact = {
  ...{ days: 30, unresolved: { ...none, runs: 1 }, changed: none, namespaces: [], namespaceTotal: 0 },
  ...{ dependents: [], dependentTotal: 0, truncated: false },
};
const event = { cursor: 'c' };
const result = (__typename: string, more: object) => ({ result: { __typename, ...more } });
const json = (lines: readonly string[]) => JSON.parse(lines.join('\n'));

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

describe('visibility', () => {
  const change = {
    ...{ before: 'PRIVATE', after: 'PUBLIC', readableAfter: true },
    ...{ versionsShown: ['1.0.0', '1.1.0'], versionsHidden: [] },
  };
  const agent = { visibility: 'PUBLIC', currentVersion: { version: '1.1.0', visibility: 'PUBLIC' } };

  it('sends only what was given, and says who can read what', async () => {
    const { lines, sent } = await exchange(
      'visibility agent reviewer public',
      result('SetAgentVisibilityPayload', { agent, visibilityChange: change, impact: null }),
    );
    expect(sent).toEqual([
      {
        operation: 'SetAgentVisibility',
        variables: {
          input: {
            id: 'reviewer',
            visibility: 'PUBLIC',
            versions: null,
            allVersions: null,
            expectedCurrentVersion: null,
            reason: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'visibility:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['reviewer is now public (before: private).', 'Newly readable by everyone: 1.0.0, 1.1.0.']);
  });

  it('sends every option', async () => {
    const hidden = {
      before: 'PUBLIC',
      after: 'PRIVATE',
      readableAfter: false,
      versionsShown: [],
      versionsHidden: ['1.0.0'],
    };
    const { lines, sent } = await exchange(
      'visibility template reviewer private --versions 1.0.0 1.1.0 --expect 1.1.0 --reason names --namespace team-a --key k --dry-run',
      result('SetTemplateVisibilityPayload', { template: null, visibilityChange: hidden, impact }),
    );
    expect(sent).toEqual([
      {
        operation: 'SetTemplateVisibility',
        variables: {
          input: {
            id: 'reviewer',
            visibility: 'PRIVATE',
            versions: ['1.0.0', '1.1.0'],
            allVersions: null,
            expectedCurrentVersion: '1.1.0',
            reason: 'names',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'reviewer would be private (currently public).',
      'No longer readable by others: 1.0.0.',
      'Impact: 1 run of the last 30 days would no longer resolve.',
    ]);
  });

  it('says what is still in the way of readers', async () => {
    const unread = { ...change, readableAfter: false, versionsShown: [] };
    const isPrivate = { visibility: 'PUBLIC', currentVersion: { version: '2.0.0', visibility: 'PRIVATE' } };
    const said = async (entry: object | null) =>
      (
        await exchange(
          'visibility agent reviewer public --all-versions',
          result('SetAgentVisibilityPayload', { agent: entry, visibilityChange: unread }),
        )
      ).lines;
    expect(await said(isPrivate)).toEqual([
      'reviewer is now public (before: private).',
      'Others cannot read it yet: the current version 2.0.0 is private. Add --versions 2.0.0 to make it public.',
    ]);
    expect(await said(null)).toEqual([
      'reviewer is now public (before: private).',
      'Others cannot read it yet: it has no published version.',
    ]);
  });

  it('says that nothing changed', async () => {
    const same = (entry: object | null) => result('SetTemplateVisibilityPayload', { template: entry, impact: null });
    expect((await exchange('visibility template reviewer public', same({ visibility: 'PUBLIC' }))).lines).toEqual([
      'reviewer is already public.',
    ]);
    expect((await exchange('visibility template reviewer public', same(null))).lines).toEqual([
      'reviewer is already public.',
    ]);
  });

  it('prints the change as JSON', async () => {
    const answers = [
      result('SetAgentVisibilityPayload', { agent, visibilityChange: change, impact: null }),
      result('SetAgentVisibilityPayload', { agent: null }),
    ] as const;
    expect(json((await exchange('visibility agent reviewer public --json', answers[0])).lines)).toEqual({
      id: 'reviewer',
      visibility: 'PUBLIC',
      currentVersion: { version: '1.1.0', visibility: 'PUBLIC' },
      visibilityChange: {
        before: 'PRIVATE',
        after: 'PUBLIC',
        readableAfter: true,
        versionsShown: ['1.0.0', '1.1.0'],
        versionsHidden: [],
      },
      impact: null,
    });
    expect(json((await exchange('visibility agent reviewer public --json', answers[1])).lines)).toEqual({
      id: 'reviewer',
      visibilityChange: null,
      impact: null,
    });
  });
});

describe('compatibility', () => {
  it('sends only what was given', async () => {
    const { lines, sent } = await exchange(
      'compatibility agent reviewer strict',
      result('SetAgentCompatibilityPayload', {}),
    );
    expect(sent).toEqual([
      {
        operation: 'SetAgentCompatibility',
        variables: {
          input: {
            id: 'reviewer',
            compatibility: 'STRICT',
            reason: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'compatibility:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['The compatibility policy of reviewer is strict.']);
  });

  it('sends every option', async () => {
    const { lines, sent } = await exchange(
      'compatibility template reviewer none --reason r --namespace team-a --key k --dry-run',
      result('SetTemplateCompatibilityPayload', {}),
    );
    expect(sent).toEqual([
      {
        operation: 'SetTemplateCompatibility',
        variables: {
          input: {
            id: 'reviewer',
            compatibility: 'NONE',
            reason: 'r',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual(['The compatibility policy of reviewer would be none.']);
  });

  it('prints the policy as JSON, or why it was refused', async () => {
    const set = result('SetTemplateCompatibilityPayload', {});
    expect((await exchange('compatibility template reviewer warn --json', set)).lines).toEqual([
      '{"id":"reviewer","compatibility":"WARN"}',
    ]);
    const forbidden = result('Forbidden', { code: 'FORBIDDEN', message: 'The role "publisher" is required.' });
    expect((await exchange('compatibility agent reviewer warn', forbidden)).lines).toEqual([
      '! ✗ The role "publisher" is required. (FORBIDDEN)',
      'exit 1',
    ]);
    expect((await exchange('compatibility template reviewer warn', forbidden)).lines).toEqual([
      '! ✗ The role "publisher" is required. (FORBIDDEN)',
      'exit 1',
    ]);
  });
});

describe('listing', () => {
  const entry = {
    ...{
      slug: 'reviewer',
      namespace: 'default',
      tags: ['review', 'ci'],
      category: 'engineering',
      description: 'It reviews.',
    },
    ...{ listingOverrides: ['TAGS', 'CATEGORY'], updatedAt: 'T' },
  };
  const answer = (kind: string, more: object = {}) => result(`Update${kind}ListingPayload`, { entry, event, ...more });

  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('listing agent reviewer --tags review ci', answer('Agent'));
    expect(sent).toEqual([
      {
        operation: 'UpdateAgentListing',
        variables: {
          input: {
            id: 'reviewer',
            tags: ['review', 'ci'],
            category: null,
            description: null,
            reset: null,
            reason: null,
            expectedCurrentVersion: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'listing:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'reviewer is listed with:',
      '  tags         review, ci',
      '  category     engineering',
      '  description  It reviews.',
      'Stays until it is reset: tags, category.',
    ]);
  });

  it('sends every option', async () => {
    const { lines, sent } = await exchange(
      'listing template reviewer --category x --description y --reset tags description --reason r --expect 1.0.0 --namespace team-a --key k --dry-run',
      answer('Template', { entry: { ...entry, tags: [], category: null, listingOverrides: [] } }),
    );
    expect(sent).toEqual([
      {
        operation: 'UpdateTemplateListing',
        variables: {
          input: {
            id: 'reviewer',
            tags: null,
            category: 'x',
            description: 'y',
            reset: ['TAGS', 'DESCRIPTION'],
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
      'reviewer would be listed with:',
      '  tags         -',
      '  category     -',
      '  description  It reviews.',
      'Everything comes from the current version.',
    ]);
  });

  it('clears what was named, whatever else was given', async () => {
    const { sent } = await exchange(
      'listing agent reviewer --clear tags category --tags x --category y',
      answer('Agent'),
    );
    expect(sent).toEqual([
      {
        operation: 'UpdateAgentListing',
        variables: {
          input: {
            id: 'reviewer',
            tags: [],
            category: '',
            description: null,
            reset: null,
            reason: null,
            expectedCurrentVersion: null,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'listing:<uuid>',
          },
        },
      },
    ]);
  });

  it('says that nothing changed, also of an entry that the gateway does not return', async () => {
    expect(
      (await exchange('listing agent reviewer --category x', answer('Agent', { entry: null, event: null }))).lines,
    ).toEqual([
      'reviewer was already listed with:',
      '  tags         -',
      '  category     -',
      '  description  ',
      'Everything comes from the current version.',
    ]);
  });

  it('prints the entry as JSON', async () => {
    expect(json((await exchange('listing agent reviewer --category x --json', answer('Agent'))).lines)).toEqual({
      kind: 'agent',
      id: 'reviewer',
      slug: 'reviewer',
      namespace: 'default',
      tags: ['review', 'ci'],
      category: 'engineering',
      description: 'It reviews.',
      listingOverrides: ['TAGS', 'CATEGORY'],
      updatedAt: 'T',
      dryRun: false,
      changed: true,
    });
    expect(
      json((await exchange('listing agent reviewer --category x --json --dry-run', answer('Agent'))).lines).changed,
    ).toBeNull();
  });

  it.each([
    [
      'listing agent A',
      "Command-argument value 'A' is invalid for argument 'id'. Must be an id such as code-reviewer.",
    ],
    [
      'listing agent reviewer --clear description',
      "Option '--clear <field...>' argument 'description' is invalid. Allowed choices are tags, category.",
    ],
    [
      'listing agent reviewer --reset name',
      "Option '--reset <field...>' argument 'name' is invalid. Allowed choices are tags, category, description.",
    ],
  ])('%s is refused', async (line, message) => {
    expect((await exchange(line)).lines).toEqual([`! ✗ ${message}`, '!   registry help listing', 'exit 2']);
  });
});

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

describe('rate', () => {
  const rated = (rating: object, template: object | null = { templateId: 'train', namespace: 'default' }) =>
    result('RateTemplatePayload', { rating, template });

  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('rate train 4', rated({ average: 4, count: 1, mine: 4 }));
    expect(sent).toEqual([
      {
        operation: 'RateTemplate',
        variables: {
          input: {
            templateId: 'train',
            rating: 4,
            comment: null,
            isPrivate: false,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'rate:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['Your rating of train is 4 stars. It has 4.0 stars from 1 rating.']);
  });

  it('sends every option', async () => {
    const { lines, sent } = await exchange(
      'rate train 1 --comment thin --private --namespace team-a --key k --dry-run',
      rated({ average: 2.5, count: 2, mine: 1 }),
    );
    expect(sent).toEqual([
      {
        operation: 'RateTemplate',
        variables: {
          input: {
            templateId: 'train',
            rating: 1,
            comment: 'thin',
            isPrivate: true,
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual(['Your rating of train would be 1 star. It would have 2.5 stars from 2 ratings.']);
  });

  it('does without an average and the template', async () => {
    const unknown = rated({ average: null, count: 0, mine: null }, null);
    expect((await exchange('rate train 5', unknown)).lines).toEqual(['Your rating of train is 5 stars.']);
    expect(json((await exchange('rate train 5 --json', unknown)).lines)).toEqual({
      templateId: 'train',
      namespace: null,
      dryRun: false,
      average: null,
      count: 0,
      mine: null,
    });
    const dry = rated({ average: 3, count: 3, mine: 5 });
    expect(json((await exchange('rate train 5 --json --dry-run', dry)).lines)).toEqual({
      templateId: 'train',
      namespace: 'default',
      dryRun: true,
      average: 3,
      count: 3,
      mine: 5,
    });
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

it.each([
  ['deprecate agent reviewer', 'deprecate an entry'],
  ['archive agent reviewer 1.0.0 --reason r', 'archive a version'],
  ['unarchive agent reviewer 1.0.0', 'unarchive a version'],
  ['visibility agent reviewer public', 'change the visibility'],
  ['compatibility agent reviewer warn', 'change the compatibility policy'],
  ['listing agent reviewer --tags x', 'change how an entry is listed'],
  ['rollback agent reviewer --reason r', 'roll back'],
  ['promote agent reviewer 1.0.0', 'promote'],
  ['remove agent reviewer --reason r', 'remove an entry'],
  ['discard agent reviewer 1.0.0', 'discard a draft'],
  ['rate train 5', 'rate a template'],
  ['sweep', 'sweep'],
])('%s requires a token', async (line, what) => {
  expect(await transcriptOf({})(line)).toEqual([
    `! ✗ A token is required to ${what}; REGISTRY_TOKEN is not set.`,
    '!   Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role publisher)',
    'exit 1',
  ]);
});
