import { describe, expect, it } from 'vitest';
import { event, impact, json, result } from '../../support/cliAnswers.ts';
import { exchange } from '../../support/scriptedGateway.ts';

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
