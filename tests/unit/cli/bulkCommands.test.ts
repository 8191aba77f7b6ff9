import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { impact } from '../../support/cliAnswers.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-bulk-'));
});
afterAll(() => rm(folder, { recursive: true }));

const changed = (more: object = {}) => ({
  __typename: 'BulkItemPayload',
  changed: true,
  visibilityChange: null,
  impact: null,
  ...more,
});
const refusal = { __typename: 'NotFound', code: 'NOT_FOUND', message: 'There is no agent gone.' };
const item = (entryId: string, result: object, more: object = {}) => ({
  kind: 'AGENT',
  entryId,
  version: null,
  result,
  ...more,
});
const answer = (...items: object[]) => {
  const count = (test: (each: { result?: { changed?: boolean } }) => boolean) => items.filter(test).length;
  return {
    result: {
      __typename: 'BulkPayload',
      changedCount: count(({ result }) => result?.changed === true),
      unchangedCount: count(({ result }) => result?.changed === false),
      refusedCount: count(({ result }) => result?.changed === undefined),
      items,
    },
  };
};

describe('bulk sends', () => {
  it.each([
    ['bulk status deprecated agent:reviewer --message old', 'BulkSetStatus', { status: 'DEPRECATED', message: 'old' }],
    ['bulk status active agent:reviewer', 'BulkSetStatus', { status: 'ACTIVE', message: null }],
    ['bulk status disabled agent:reviewer', 'BulkSetStatus', { status: 'DISABLED', message: null }],
    ['bulk tag agent:reviewer --add one two', 'BulkTag', { add: ['one', 'two'], remove: [], reason: null }],
    ['bulk tag agent:reviewer --remove one --reason r', 'BulkTag', { add: [], remove: ['one'], reason: 'r' }],
    [
      'bulk visibility public agent:reviewer --all-versions --reason r',
      'BulkSetVisibility',
      { visibility: 'PUBLIC', allVersions: true, reason: 'r' },
    ],
    [
      'bulk visibility private agent:reviewer',
      'BulkSetVisibility',
      { visibility: 'PRIVATE', allVersions: false, reason: null },
    ],
  ])('%s', async (line, operation, own) => {
    const { lines, sent } = await exchange(line, answer(item('reviewer', changed())));
    const input = { mode: 'ALL', namespace: null, dryRun: false, idempotencyKey: 'bulk:<uuid>' };
    const items = [{ kind: 'AGENT', id: 'reviewer' }];
    expect(sent).toEqual([{ operation, variables: { input: { ...input, items, ...own } } }]);
    expect(lines).toEqual([
      'item            outcome',
      'agent:reviewer  changed',
      '!',
      '! 1 item changed, 0 unchanged, 0 refused.',
    ]);
  });

  it('every common option, and the versions to archive', async () => {
    const { lines, sent } = await exchange(
      'bulk archive agent:reviewer@1.0.0 template:train@2.0.0-rc.1+build --reason r --each --namespace team-a --dry-run --key k',
      answer(
        item('reviewer', changed(), { version: '1.0.0' }),
        item('train', changed({ changed: false }), { kind: 'TEMPLATE', version: '2.0.0-rc.1+build' }),
      ),
    );
    expect(sent).toEqual([
      {
        operation: 'BulkArchive',
        variables: {
          input: {
            mode: 'EACH',
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
            items: [
              { kind: 'AGENT', id: 'reviewer', version: '1.0.0' },
              { kind: 'TEMPLATE', id: 'train', version: '2.0.0-rc.1+build' },
            ],
            reason: 'r',
          },
        },
      },
    ]);
    expect(lines).toEqual([
      'item                             outcome',
      'agent:reviewer@1.0.0             would change',
      'template:train@2.0.0-rc.1+build  unchanged',
      '!',
      '! 1 item would change, 1 unchanged, 0 refused.',
    ]);
  });
});

describe('bulk', () => {
  it('shows what became of each item, and exits with 1 if one was refused', async () => {
    const visibilityChange = { versionsShown: ['1.0.0'], versionsHidden: [] };
    const { lines } = await exchange(
      'bulk visibility public agent:reviewer agent:gone template:train --each',
      answer(
        item('reviewer', changed({ visibilityChange, impact })),
        item('gone', refusal),
        item('train', changed({ changed: false }), { kind: 'TEMPLATE' }),
      ),
    );
    expect(lines).toEqual([
      'item            outcome',
      'agent:reviewer  changed',
      'agent:gone      refused    There is no agent gone. (NOT_FOUND)',
      'template:train  unchanged',
      'agent:reviewer: Newly readable by everyone: 1.0.0.',
      'agent:reviewer: Impact: 1 run of the last 30 days no longer resolves.',
      '!',
      '! 1 item changed, 1 unchanged, 1 refused.',
      'exit 1',
    ]);
  });

  it('prints the items as JSON', async () => {
    const { lines } = await exchange('bulk status active agent:gone --json', answer(item('gone', refusal)));
    expect(JSON.parse(lines.slice(0, -3).join('\n'))).toEqual({
      dryRun: false,
      changedCount: 0,
      unchangedCount: 0,
      refusedCount: 1,
      items: [
        {
          kind: 'AGENT',
          entryId: 'gone',
          version: null,
          result: { __typename: 'NotFound', code: 'NOT_FOUND', message: 'There is no agent gone.' },
        },
      ],
    });
    expect(lines.slice(-3)).toEqual(['!', '! 0 items changed, 0 unchanged, 1 refused.', 'exit 1']);
    const dry = await exchange(
      'bulk status active agent:reviewer --json --dry-run',
      answer(item('reviewer', changed())),
    );
    expect(JSON.parse(dry.lines.slice(0, -2).join('\n')).dryRun).toBe(true);
  });

  it('passes on why all were refused', async () => {
    const conflict = { result: { __typename: 'BulkRefused', code: 'BULK_REFUSED', message: 'Nothing was changed.' } };
    for (const line of [
      'bulk status active agent:reviewer',
      'bulk tag agent:reviewer --add x',
      'bulk archive agent:reviewer@1.0.0 --reason r',
      'bulk visibility public agent:reviewer',
    ])
      expect((await exchange(line, conflict)).lines).toEqual(['! ✗ Nothing was changed. (BULK_REFUSED)', 'exit 1']);
  });

  it('reads items from a file, with those of the command line first', async () => {
    const file = join(folder, 'items.txt');
    await writeFile(file, '# the old ones\n\n  agent:triage  \r\ntemplate:train\n');
    const { sent } = await exchange(['bulk', 'status', 'disabled', 'agent:reviewer', '--file', file], answer());
    expect(sent).toMatchObject([
      {
        variables: {
          input: {
            items: [
              { kind: 'AGENT', id: 'reviewer' },
              { kind: 'AGENT', id: 'triage' },
              { kind: 'TEMPLATE', id: 'train' },
            ],
          },
        },
      },
    ]);
  });

  it('says which line of a file is wrong', async () => {
    const file = join(folder, 'wrong.txt');
    await writeFile(file, 'agent:reviewer\nreviewer\n');
    expect((await exchange(['bulk', 'status', 'disabled', '--file', file])).lines).toEqual([
      `! ✗ ${file}, line 2: Must be like agent:code-reviewer or template:release-train; got "reviewer".`,
      'exit 2',
    ]);
  });

  it.each([
    ['bulk status disabled', 'Name at least one item, such as agent:code-reviewer, or a --file with one a line.'],
    ['bulk status disabled --file /nowhere/items.txt', '/nowhere/items.txt cannot be read (ENOENT).'],
    ['bulk status disabled agent:reviewer@1.0.0', 'A version is allowed only with "archive"; got reviewer@1.0.0.'],
    ['bulk tag template:train@1.0.0 --add x', 'A version is allowed only with "archive"; got train@1.0.0.'],
    ['bulk archive agent:reviewer --reason r', 'Name the version to archive, such as reviewer@1.0.0.'],
  ])('%s is refused', async (line, message) => {
    expect((await exchange(line)).lines).toEqual([`! ✗ ${message}`, 'exit 2']);
  });

  it.each([
    ['reviewer', 'Must be like agent:code-reviewer or template:release-train; got "reviewer".'],
    ['agents:reviewer', 'Must be like agent:code-reviewer or template:release-train; got "agents:reviewer".'],
    ['agent:', 'Must be like agent:code-reviewer or template:release-train; got "agent:".'],
    ['agent:Reviewer', 'Must be like agent:code-reviewer or template:release-train; got "agent:Reviewer".'],
    ['agent:reviewer@', 'Must have a version such as 1.2.0 after the "@"; got "agent:reviewer@".'],
    ['agent:reviewer@1.0', 'Must have a version such as 1.2.0 after the "@"; got "agent:reviewer@1.0".'],
  ])('%s is not an item', async (text, message) => {
    expect((await exchange(`bulk archive ${text} --reason r`)).lines).toEqual([
      `! ✗ Command-argument value '${text}' is invalid for argument 'items'. ${message}`,
      '!   registry bulk archive --help',
      'exit 2',
    ]);
  });

  it('requires a token', async () => {
    expect((await transcriptOf({})('bulk status active agent:reviewer')).slice(0, 1)).toEqual([
      '! ✗ A token is required to change entries; REGISTRY_TOKEN is not set.',
    ]);
  });
});
