import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../packages/manifest/index.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';
import { exported } from '../../support/transfer.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-sync-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const admin = { viewer: { id: 'u', role: 'ADMIN', namespace: 'default' } };
const entries = (...nodes: object[]) => ({
  entries: { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: false, endCursor: null } },
});
const entry = (slug: string, version: string | null = '1.0.0', status = 'ACTIVE') => ({
  ...{ slug, status, currentVersion: version && { version } },
});
const none = { templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 };
const impact = {
  ...{ days: 30, unresolved: { ...none, runs: 1 }, changed: none, namespaces: [], namespaceTotal: 0 },
  ...{ dependents: [], dependentTotal: 0, truncated: false },
};
const disabled = (more: object = {}) => ({
  result: {
    __typename: 'SetAgentStatusPayload',
    entry: null,
    event: null,
    visibilityChange: null,
    impact: null,
    ...more,
  },
});
const refused = { result: { __typename: 'Forbidden', code: 'FORBIDDEN', message: 'Not yours.' } };

/** A version as the gateway describes it, its files, and how to write them. */
function version(id: string, number: string, more: object = {}) {
  const { files, digest, digestRule } = exported(id, number, { manifest: more });
  const contents = Object.fromEntries((files ?? []).map(({ path, content }) => [path, content]));
  const bytes = (content: string) => new TextEncoder().encode(content);
  const listed = Object.entries(contents).map(([path, content]) => ({
    path,
    size: bytes(content).length,
    sha256: sha256Hex(bytes(content)),
  }));
  return { contents, there: { version: number, status: 'ACTIVE', digest, digestRule, files: listed } };
}
async function write(id: string, contents: Record<string, string>) {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, id, path)), { recursive: true });
    await writeFile(join(folder, id, path), content);
  }
}
const sync = async (options: string, ...answers: object[]) => {
  const { lines, sent } = await exchange(['sync', 'agents', '--dir', folder, ...options.split(' ')], ...answers);
  return { sent, lines: lines.map((line) => line.replaceAll(folder, '<folder>')) };
};
const found = (more: object) => ({ agent: more, template: null });

describe('sync --prune', () => {
  it('shows the plan with its impact, and changes nothing without a terminal', async () => {
    const { contents, there } = version('one', '1.0.0');
    await write('one', contents);
    const { lines, sent } = await sync(
      '--prune',
      admin,
      entries(entry('one'), entry('gone'), entry('off', null, 'DISABLED')),
      found({ exact: there }),
      disabled({ impact }),
    );
    expect(sent.at(-1)).toEqual({
      operation: 'SetAgentStatus',
      variables: {
        input: {
          id: 'gone',
          status: 'DISABLED',
          message: 'No longer among the definitions that are synced.',
          dryRun: true,
          idempotencyKey: 'prune:<uuid>',
        },
      },
    });
    expect(lines).toEqual([
      'id    local  remote  state        action',
      'one   1.0.0  1.0.0   unchanged    -',
      'gone  -      1.0.0   remote only  disable  only your namespace would see it, and it could not be instantiated',
      'gone: Impact: 1 run of the last 30 days would no longer resolve.',
      '! Not listed: 1 disabled entry.',
      '!',
      '! 1 unchanged, 1 remote only.',
      '! Nothing was changed. Carry out the plan with --yes.',
      'exit 1',
    ]);
  });

  it('disables with the reason, and goes on after a refusal', async () => {
    const { contents, there } = version('one', '1.0.0');
    await write('one', contents);
    const all = entries(
      entry('one'),
      entry('gone'),
      entry('kept'),
      entry('off', null, 'DISABLED'),
      entry('off2', null, 'DISABLED'),
    );
    const { lines, sent } = await exchange(
      ['sync', 'agents', '--dir', folder, '--prune', '--yes', '--reason', 'moved'],
      admin,
      all,
      found({ exact: there }),
      disabled(),
      refused,
    );
    expect(sent.slice(-2)).toEqual([
      {
        operation: 'SetAgentStatus',
        variables: {
          input: { id: 'gone', status: 'DISABLED', message: 'moved', dryRun: false, idempotencyKey: 'prune:<uuid>' },
        },
      },
      {
        operation: 'SetAgentStatus',
        variables: {
          input: { id: 'kept', status: 'DISABLED', message: 'moved', dryRun: false, idempotencyKey: 'prune:<uuid>' },
        },
      },
    ]);
    expect(lines).toEqual([
      'id    local  remote  state        action',
      'one   1.0.0  1.0.0   unchanged    -',
      'gone  -      1.0.0   remote only  disable  only your namespace would see it, and it could not be instantiated',
      'kept  -      1.0.0   remote only  disable  only your namespace would see it, and it could not be instantiated',
      'gone is disabled.',
      'kept is not disabled: Not yours. (FORBIDDEN)',
      '! Not listed: 2 disabled entries.',
      '!',
      '! 1 unchanged, 2 remote only.',
      'exit 1',
    ]);
  });

  it('passes on what stops the others, too', async () => {
    const { contents, there } = version('one', '1.0.0');
    await write('one', contents);
    const { lines } = await sync(
      '--prune --yes',
      admin,
      entries(entry('one'), entry('gone')),
      found({ exact: there }),
      { errors: [{ message: 'Busy.' }] },
    );
    expect(lines.slice(-2)).toEqual(['! ✗ The gateway refused the request: Busy.', 'exit 1']);
  });

  it.each([
    ['VIEWER', 'viewer'],
    [null, 'no role'],
  ])('requires the role admin, not %s', async (role, named) => {
    await write('one', version('one', '1.0.0').contents);
    expect((await sync('--prune', { viewer: { ...admin.viewer, role } })).lines).toEqual([
      `! ✗ The role "admin" is required for --prune; your token has "${named}".`,
      'exit 1',
    ]);
  });

  it('requires a folder of definitions', async () => {
    await write('one', version('one', '1.0.0').contents);
    const { lines } = await exchange(['sync', 'agents', '--prune', '--dir', join(folder, 'one')], admin, entries());
    expect(lines).toEqual(['! ✗ --prune requires a folder of definitions; --dir names a single one.', 'exit 2']);
  });
});

describe('sync', () => {
  it('says that an entry is disabled, that a version is taken, and that a draft is replaced', async () => {
    await write('one', version('one', '1.0.0').contents);
    await write('two', version('two', '1.0.0').contents);
    await write('two2', version('two2', '1.0.0').contents);
    const other = version('one', '1.0.0', { description: 'Other.' }).there;
    const draft = { ...version('two', '1.0.0').there, status: 'DRAFT' };
    const same = { ...version('two2', '1.0.0').there };
    const published = {
      result: {
        __typename: 'PublishAgentPayload',
        created: true,
        warnings: [],
        event: null,
        visibilityChange: null,
        impact: null,
        version: null,
      },
    };
    const { lines } = await sync(
      '--check',
      admin,
      entries(entry('one', '1.0.0', 'DISABLED'), entry('two', null)),
      found({ exact: other }),
      found({ exact: draft }),
      found({ exact: same }),
      published,
    );
    expect(lines).toEqual([
      'id    local  remote  state      action',
      'one   1.0.0  1.0.0   changed    -        1.0.0 is already published with other content; change the version number. disabled; `registry enable agent one` makes it active',
      'two   1.0.0  -       new        publish  replaces a draft',
      'two2  1.0.0  -       unchanged  -',
      '!',
      '! 1 new, 1 unchanged, 1 changed.',
      'exit 1',
    ]);
  });

  it('of one definition leaves the others alone', async () => {
    const { contents, there } = version('one', '1.0.0');
    await write('one', contents);
    const { lines } = await exchange(
      ['sync', 'agents', '--json', '--dir', join(folder, 'one')],
      admin,
      entries(entry('one'), entry('gone'), entry('off', null, 'DISABLED')),
      found({ exact: there }),
    );
    expect(JSON.parse(lines.slice(0, -2).join('\n'))).toEqual([
      {
        id: 'one',
        version: '1.0.0',
        current: '1.0.0',
        state: 'unchanged',
        reason: '',
        action: null,
        outcome: null,
        impact: null,
      },
    ]);
    expect(lines.slice(-2)).toEqual(['!', '! 1 unchanged.']);
  });
});

describe('sync --pull', () => {
  it.each(['../outside', '..', '.git', '/outside', 'a/b', '\u001b]0;x\u0007'])(
    'refuses an entry with the id %j',
    async (id) => {
      const { contents, there } = version('reviewer', '1.0.0');
      const { lines, sent } = await sync('--pull --yes', admin, entries(entry(id)), found({ current: there }), {
        files: contents,
      });
      expect(lines.at(-2)).toBe('! ✗ The gateway returned an invalid id of an agent.');
      expect(sent.map(({ operation }) => operation)).toEqual(['Viewer', 'AgentsOfNamespace']);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('does not write through a link in the place of a folder', async () => {
    const { contents, there } = version('reviewer', '1.0.0');
    const elsewhere = await mkdtemp(join(tmpdir(), 'nofx-elsewhere-'));
    await symlink(elsewhere, join(folder, 'reviewer'));
    const { lines } = await sync(
      '--pull --yes --force',
      admin,
      entries(entry('reviewer')),
      found({ current: there, exact: null }),
      found({ current: there, exact: null }),
      { files: contents },
    );
    expect(await readdir(elsewhere)).toEqual([]);
    expect(lines).toContain('reviewer: not written: <folder>/reviewer is a link.');
    await rm(elsewhere, { recursive: true });
  });

  it('writes what is only in the registry', async () => {
    const { contents, there } = version('reviewer', '1.0.0');
    const { lines, sent } = await sync('--pull --yes', admin, entries(entry('reviewer')), found({ current: there }), {
      files: contents,
    });
    expect(sent.map(({ operation }) => operation)).toEqual(['Viewer', 'AgentsOfNamespace', 'VersionFilesById']);
    expect(lines).toEqual([
      'id        local  remote  state        action',
      'reviewer  -      1.0.0   remote only  write',
      'reviewer: wrote 1.0.0 to <folder>/reviewer: 2 files',
      '!',
      '! 1 remote only.',
    ]);
    expect(await readFile(join(folder, 'reviewer/agent.json'), 'utf8')).toBe(contents['agent.json']);
  });

  it('writes what is newer in the registry', async () => {
    const old = version('reviewer', '1.0.0');
    const now = version('reviewer', '1.1.0');
    await write('reviewer', old.contents);
    const { lines } = await sync(
      '--pull --yes --json',
      admin,
      entries(entry('reviewer', '1.1.0'), entry('bare', null)),
      found({ exact: old.there }),
      found({ current: now.there }),
      { files: now.contents },
    );
    expect(JSON.parse(lines.slice(0, -2).join('\n'))).toEqual([
      {
        id: 'reviewer',
        version: '1.0.0',
        current: '1.1.0',
        state: 'remote newer',
        reason: 'wrote 1.1.0 to <folder>/reviewer: 2 files',
        action: 'write',
        outcome: 'written',
        impact: null,
      },
      {
        id: 'bare',
        version: null,
        current: null,
        state: 'remote only',
        reason: '',
        action: null,
        outcome: null,
        impact: null,
      },
    ]);
    expect((await readdir(join(folder, 'reviewer'), { recursive: true })).sort()).toEqual([
      'agent.json',
      'prompts',
      'prompts/system.md',
    ]);
  });

  it('keeps local changes, and says how to overwrite them', async () => {
    const mine = version('reviewer', '1.0.0', { description: 'Mine.' });
    const theirs = version('reviewer', '1.0.0');
    await write('reviewer', mine.contents);
    const answers = [
      admin,
      entries(entry('reviewer')),
      found({ exact: theirs.there }),
      found({ current: theirs.there }),
      found({ exact: theirs.there }),
    ] as const;
    expect((await sync('--pull --yes', ...answers)).lines).toEqual([
      'id        local  remote  state    action',
      'reviewer  1.0.0  1.0.0   changed  -       differs from what was published; --force overwrites it with 1.0.0',
      '!',
      '! 1 changed.',
      'exit 1',
    ]);
    const { lines } = await sync('--pull --yes --force', ...answers, found({ current: theirs.there }), {
      files: theirs.contents,
    });
    expect(lines).toEqual([
      'id        local  remote  state    action',
      'reviewer  1.0.0  1.0.0   changed  write   differs from what was published; overwritten',
      'reviewer: wrote 1.0.0 to <folder>/reviewer: 2 files',
      '!',
      '! 1 changed.',
    ]);
    expect(await readFile(join(folder, 'reviewer/agent.json'), 'utf8')).toBe(theirs.contents['agent.json']);
  });

  it('leaves a version that is newer here, and overwrites what is not valid only with --force', async () => {
    await write('ahead', version('ahead', '2.0.0').contents);
    await write('broken', { 'agent.json': '{' });
    const broken = version('broken', '1.0.0');
    const { lines } = await sync(
      '--pull --check',
      admin,
      entries(entry('ahead'), entry('broken')),
      found({ exact: null }),
      found({ current: broken.there }),
    );
    expect(lines.filter((line) => /^(id|ahead|broken|! \d|exit)/.test(line))).toEqual([
      'id      local  remote  state    action',
      'ahead   2.0.0  1.0.0   new      -',
      'broken  -      1.0.0   changed  -       not valid; --force overwrites it with 1.0.0',
      '! 1 new, 1 changed.',
      'exit 1',
    ]);
  });

  it('says what was not written: without a current version any more, or not as published', async () => {
    const { contents, there } = version('reviewer', '1.0.0');
    const gone = await sync('--pull --yes', admin, entries(entry('reviewer')), found({ current: null }));
    expect(gone.lines).toEqual([
      'id        local  remote  state        action',
      'reviewer  -      1.0.0   remote only  write',
      'reviewer: not written: it has no current version any more.',
      '!',
      '! 1 remote only.',
      'exit 1',
    ]);
    const changed = await sync('--pull --yes', admin, entries(entry('reviewer')), found({ current: there }), {
      files: { ...contents, 'agent.json': contents['agent.json']?.replace('reviewer', 'rexiewer') },
    });
    expect(changed.lines).toEqual([
      'id        local  remote  state        action',
      'reviewer  -      1.0.0   remote only  write',
      'reviewer: not written: agent.json is not the published file: its digest differs.',
      '!',
      '! 1 remote only.',
      'exit 1',
    ]);
    const missing = await sync('--pull --yes', admin, entries(entry('reviewer')), found({ current: there }), {
      files: { 'agent.json': contents['agent.json'] },
    });
    expect(missing.lines.slice(-2)).toEqual([
      '! ✗ The gateway refused the request: prompts/system.md cannot be downloaded: HTTP 404',
      'exit 1',
    ]);
    expect(await readdir(folder)).toEqual([]);
  });
});

it('sync requires a token', async () => {
  expect((await transcriptOf({})('sync agents')).slice(0, 1)).toEqual([
    '! ✗ A token is required to compare with your namespace; REGISTRY_TOKEN is not set.',
  ]);
});
