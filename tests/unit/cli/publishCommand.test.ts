import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { impactOf, none } from '../../support/cliAnswers.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-publish-'));
  await write('one');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(agentId: string, more: object = {}) {
  await mkdir(join(folder, agentId), { recursive: true });
  const manifest = { agentId, name: agentId, description: 'It does something.', version: '1.0.0', ...more };
  await writeFile(join(folder, agentId, 'agent.json'), JSON.stringify(manifest));
}
const plain = (line: string) => line.replaceAll(folder, '<folder>').replace(/(<digest>|[0-9a-f]{12}) +1 +\d+ B/, '…');
const words = (options: string) => ['publish', 'agents', '--dir', folder, ...options.split(' ').filter(Boolean)];
async function publish(options: string, ...answers: object[]) {
  const { lines, sent } = await exchange(words(options), ...answers);
  return { sent, lines: lines.map(plain) };
}

const impact = impactOf({ changed: { ...none, runs: 1 } });
const published = (more: object = {}) => ({
  result: {
    ...{ __typename: 'PublishAgentPayload', created: true, warnings: [], event: null, visibilityChange: null },
    ...{ impact: null, version: { version: '1.0.0', status: 'ACTIVE', digest: 'd' }, ...more },
  },
});
const refused = (code: string, more: object = {}) => ({
  result: { __typename: 'Refused', code, message: 'No.', ...more },
});
const sha = 'ABCDEF0123456789';

describe('publish', () => {
  it('sends every option, and says what was published, with its impact', async () => {
    const { lines, sent } = await publish(
      `--draft --acknowledge f1 f2 --commit ${sha}`,
      published({
        version: { version: '1.0.0', status: 'DRAFT', digest: 'd' },
        impact,
        warnings: [{ code: 'w', message: 'Large.' }],
      }),
    );
    expect(
      sent.map(({ operation, variables }) => [
        operation,
        { ...(variables as { input: object }).input, manifest: 'm', files: [], idempotencyKey: 'k' },
      ]),
    ).toEqual([
      [
        'PublishAgent',
        {
          manifest: 'm',
          files: [],
          commitSha: 'abcdef0123456789',
          draft: true,
          dryRun: false,
          idempotencyKey: 'k',
          acknowledge: ['f1', 'f2'],
        },
      ],
    ]);
    expect(lines).toEqual([
      'id   version  outcome  digest        files  size',
      'one  1.0.0    drafted  …  Large.',
      '',
      'one@1.0.0',
      'Impact: 1 run of the last 30 days resolves to another version.',
      '!',
      '! 1 drafted. Commit <digest>.',
    ]);
  });

  it('prints the outcomes as JSON', async () => {
    const { lines } = await publish(
      '--json --commit abcdef0',
      published({ visibilityChange: { versionsShown: ['1.0.0'], versionsHidden: [] } }),
    );
    const { outcomes, ...rest } = JSON.parse(lines.slice(0, -2).join('\n'));
    expect(rest).toEqual({ commitSha: 'abcdef0' });
    expect(outcomes.map(({ digest: _, bytes: __, ...row }: { digest: string; bytes: number }) => row)).toEqual([
      {
        id: 'one',
        version: '1.0.0',
        files: 1,
        outcome: 'published',
        reason: 'Newly readable by everyone: 1.0.0.',
        visibilityChange: { versionsShown: ['1.0.0'], versionsHidden: [] },
        impact: null,
      },
    ]);
    expect(lines.slice(-2)).toEqual(['!', '! 1 published. Commit abcdef0.']);
  });

  it('says nothing of a table when nothing was sent', async () => {
    const { lines } = await publish('--commit abcdef0', {
      errors: [{ message: 'Admins only.', extensions: { code: 'FORBIDDEN' } }],
    });
    expect(lines).toEqual(['! ✗ The gateway refused the request: Admins only. (FORBIDDEN)', 'exit 1']);
  });

  it('requires a token', async () => {
    expect((await transcriptOf({})(words(''))).slice(0, 1)).toEqual([
      '! ✗ A token is required to publish; REGISTRY_TOKEN is not set.',
    ]);
  });
});

describe('publish --dry-run', () => {
  it('says what the gateway answers', async () => {
    const { lines, sent } = await publish('--dry-run --commit abcdef0', published());
    expect(sent[0]?.variables).toMatchObject({ input: { dryRun: true, draft: false, acknowledge: [] } });
    expect(lines).toEqual([
      'id   version  outcome             digest        files  size',
      'one  1.0.0    would be published  …',
      '!',
      '! 1 would be published. Commit abcdef0.',
      '! Checked by the gateway at <gateway>/graphql.',
    ]);
    const { lines: printed } = await publish('--dry-run --json --commit abcdef0', published({ created: false }));
    expect(JSON.parse(printed.slice(0, -3).join('\n'))).toMatchObject({
      checkedBy: 'gateway',
      notAsked: null,
      outcomes: [{ id: 'one', outcome: 'unchanged' }],
    });
  });

  it('takes what would be published before for what is missing', async () => {
    await write('two', { dependencies: { one: '^1.0.0' } });
    const missing = (range: string) =>
      refused('DEPENDENCY_UNRESOLVED', {
        __typename: 'DependencyUnresolved',
        unresolved: [{ kind: 'AGENT', entryId: 'one', range, reason: 'r' }],
      });
    const { lines } = await publish('--dry-run --commit abcdef0', published(), missing('^1.0.0'));
    expect(lines.slice(1, 3)).toEqual([
      'one  1.0.0    would be published  …',
      'two  1.0.0    would be published  …  After one@1.0.0, which would be published first.',
    ]);
    const other = await publish('--dry-run --commit abcdef0', published(), missing('^2.0.0'));
    expect(other.lines.slice(1, 3)).toEqual([
      'one  1.0.0    would be published  …',
      'two  1.0.0    refused             …  No.',
    ]);
    const here = await publish('--dry-run --commit abcdef0', published({ created: false }), missing('^1.0.0'));
    expect(here.lines.slice(1, 3)).toEqual(['one  1.0.0    unchanged  …', 'two  1.0.0    refused    …  No.']);
  });

  it('checks locally without a token, without a gateway, and for storage', async () => {
    await write('draft', { name: '' });
    const say = async (environment: Record<string, string>, options: string) =>
      (await transcriptOf(environment)(words(`--dry-run --commit abcdef0 ${options}`))).map(plain).slice(-4);
    const away = { REGISTRY_URL: 'http://127.0.0.1:9/graphql', REGISTRY_TOKEN: 'abc' };
    expect(await say({}, '')).toEqual([
      '!',
      '! 1 refused, 1 would be published. Commit abcdef0.',
      '! Checked locally only: REGISTRY_TOKEN is not set.',
      'exit 1',
    ]);
    expect(await say(away, '')).toEqual([
      '!',
      '! 1 refused, 1 would be published. Commit abcdef0.',
      '! Checked locally only: The gateway at <gateway>/graphql is unreachable.',
      'exit 1',
    ]);
    expect(await say(away, '--via storage')).toEqual([
      '!',
      '! 1 refused, 1 would be published. Commit abcdef0.',
      '! Checked locally only: --via storage does not support a dry run at the gateway.',
      'exit 1',
    ]);
  });

  it('shows what would be a draft, by the option or by its manifest', async () => {
    await write('two', { status: 'draft' });
    const rows = async (options: string) =>
      (await transcriptOf({})(words(`--dry-run --commit abcdef0 ${options}`))).map(plain).slice(1, 3);
    expect(await rows('')).toEqual(['one  1.0.0    would be published  …', 'two  1.0.0    would be drafted    …']);
    expect(await rows('--draft')).toEqual(['one  1.0.0    would be drafted  …', 'two  1.0.0    would be drafted  …']);
  });
});
