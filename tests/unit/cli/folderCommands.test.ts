import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-folder-'));
  await write('one');
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function write(agentId: string, more: object = {}) {
  await mkdir(join(folder, agentId), { recursive: true });
  const manifest = { agentId, name: agentId, description: 'It does something.', version: '1.0.0', ...more };
  await writeFile(join(folder, agentId, 'agent.json'), JSON.stringify(manifest));
}

/** The output of a command on the folder, for a gateway that answers so; digests and sizes as `…`. */
async function said(line: string, ...answers: object[]): Promise<string[]> {
  server = createServer((_, response) => {
    const answer = answers.shift() ?? { errors: [{ message: 'No more answers.', extensions: { code: 'X' } }] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify('errors' in answer ? answer : { data: answer }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = {
    REGISTRY_URL: `http://127.0.0.1:${port}/graphql`,
    REGISTRY_TOKEN: 'abc',
    GITHUB_WORKSPACE: folder,
  };
  const lines = await transcriptOf(environment)([...line.split(' '), '--dir', folder]);
  return lines.map((each) => each.replaceAll(folder, '<folder>').replace(/<digest> +1 +\d+ B/, '…'));
}

const noCommit = '! <folder> is not in a git repository, so no commit is recorded. Pass one with --commit.';
const published = (more: object = {}) => ({
  result: {
    ...{ __typename: 'PublishAgentPayload', created: true, warnings: [], event: null, visibilityChange: null },
    ...{ impact: null, version: { version: '1.0.0', status: 'ACTIVE', digest: 'd' }, ...more },
  },
});
const issue = {
  file: 'agent.json',
  path: 'name',
  code: 'reserved',
  message: 'This name is reserved.',
  severity: 'ERROR',
};
const invalid = {
  result: { __typename: 'ManifestInvalid', code: 'MANIFEST_INVALID', message: 'Not valid.', issues: [issue] },
};

/** The same manifest in a folder of another name. */
async function writeIn(name: string, manifest: object) {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'agent.json'), JSON.stringify(manifest));
}

describe('two folders', () => {
  const manifest = { agentId: 'one', name: 'One', description: 'It does something else.', version: '1.0.0' };

  it('with the same version of an agent are both refused, with where the other one is', async () => {
    await writeIn('two', manifest);
    const lines = await said('validate agents');
    expect(lines.filter((line) => line.includes('duplicate_version'))).toEqual([
      'error[duplicate_version]: one@1.0.0 is also defined in two. Change the id or the version, or remove one of them.',
      'error[duplicate_version]: one@1.0.0 is also defined in one. Change the id or the version, or remove one of them.',
    ]);
    expect(lines).toContain('✗ 2 agents: 0 valid, 2 refused with 2 errors.');
    expect((await said('publish agents --dry-run')).filter((line) => line.includes('would be'))).toEqual([]);
  });

  it('may have two versions of an agent', async () => {
    await writeIn('two', { ...manifest, version: '1.1.0' });
    expect((await said('validate agents')).at(0)).toBe('✓ 2 agents: 2 valid.');
  });
});

describe('validate', () => {
  const report = { result: { __typename: 'ValidatePayload' } };

  it('files a report of each definition, and says how many were filed before a problem', async () => {
    expect(await said('validate agents', report)).toEqual([
      '✓ 1 agent: 1 valid.',
      '! Filed 1 validation report at <gateway>/graphql.',
    ]);
    expect(await said('validate agents')).toEqual([
      '✓ 1 agent: 1 valid.',
      '! Warning: No validation reports were filed: No more answers.',
    ]);
    for (const id of ['two', 'six']) await write(id);
    expect(await said('validate agents', report)).toEqual([
      '✓ 3 agents: 3 valid.',
      '! Warning: Only 1 validation report was filed: No more answers.',
    ]);
    expect(await said('validate agents', report, report)).toEqual([
      '✓ 3 agents: 3 valid.',
      '! Warning: Only 2 validation reports were filed: No more answers.',
    ]);
  });

  it('shows what is wrong in the style that was asked for, and exits with 1', async () => {
    await write('two', { version: 'one' });
    const pretty = await said('validate agents', report, report);
    expect(pretty[0]).toMatch(/^error\[\w+\]: /);
    expect(pretty.slice(-3)).toEqual([
      '✗ 2 agents: 1 valid, 1 refused with 1 error.',
      '! Filed 2 validation reports at <gateway>/graphql.',
      'exit 1',
    ]);
    const github = await said('validate agents --format github', report, report);
    expect(github[0]).toMatch(/^::error file=two\/agent\.json,line=1,col=\d+,title=\w+::/);
    expect(github[1]).toBe('2 agents: 1 valid, 1 refused with 1 error.');
  });
});

describe('publish', () => {
  it('shows issues that only the registry knows', async () => {
    const lines = await said('publish agents', invalid);
    expect(lines.slice(0, 3)).toEqual([
      'id   version  outcome  digest        files  size',
      'one  1.0.0    refused  …  Not valid.',
      noCommit,
    ]);
    expect(lines.slice(3)).toEqual([
      '! error[reserved]: This name is reserved.',
      expect.stringContaining('one/agent.json:1:'),
      ...lines.slice(5, -3),
      '!',
      '! 1 refused.',
      'exit 1',
    ]);
  });

  it('lists the breaking changes that were refused', async () => {
    const breaking = [
      { level: 'BREAKING', path: 'skills', rule: 'skill-removed', reason: 'It is gone.', fingerprint: 'f1' },
    ];
    const refused = { __typename: 'IncompatibleChange', code: 'INCOMPATIBLE_CHANGE', message: 'Too much.', breaking };
    expect(
      (await said('publish agents', { result: refused })).filter((line) => /skill-removed|gone|refused/.test(line)),
    ).toEqual([
      'one  1.0.0    refused  …  Too much.',
      '!   BREAKING skills  skill-removed f1',
      '!            It is gone.',
      '! 1 refused.',
    ]);
  });

  it('takes a version that it may not see to be what was asked for', async () => {
    const [, row] = await said('publish agents --draft --commit 0123456', published({ version: null }));
    expect(row).toBe('one  1.0.0    drafted  …');
  });

  it('stops at the first problem that concerns all, and says what was not sent', async () => {
    for (const id of ['two', 'six']) await write(id, id === 'two' ? { version: 'one' } : {});
    const lines = await said('publish agents --commit 0123456', published());
    expect(lines.filter((line) => /^(one|six|two)/.test(line))).toEqual([
      expect.stringMatching(/^one +1\.0\.0 +published/),
      expect.stringMatching(/^six +1\.0\.0 +not sent/),
      expect.stringMatching(/^two +- +refused +- +1 +\d+ B +1 error, see above$/),
    ]);
    expect(lines.slice(-3)).toEqual([
      '! 1 published, 1 refused, 1 not sent. Commit 0123456.',
      '! ✗ The gateway refused the request: No more answers. (X)',
      'exit 1',
    ]);
  });
});

describe('sync', () => {
  const viewer = { viewer: { id: 'u', role: 'PUBLISHER', namespace: 'default' } };
  const entries = (...slugs: string[]) => ({
    entries: {
      edges: slugs.map((slug) => ({ node: { slug, currentVersion: slug === 'bare' ? null : { version: '0.9.0' } } })),
      pageInfo: { hasNextPage: false, endCursor: null },
    },
  });
  const nothing = { agent: null, template: null };

  it('compares all pages, and says what would be refused', async () => {
    const first = entries('one', 'gone');
    const more = { entries: { ...first.entries, pageInfo: { hasNextPage: true, endCursor: 'c' } } };
    const lines = await said('sync agents --check', viewer, more, entries('bare'), nothing, invalid);
    expect(lines.slice(0, 4)).toEqual([
      'id    local  remote  state        action',
      'one   1.0.0  0.9.0   refused      -       Not valid.',
      'gone  -      0.9.0   remote only  -',
      'bare  -      -       remote only  -',
    ]);
    expect(lines.slice(-2)).toEqual(['! 1 refused, 2 remote only.', 'exit 1']);
  });

  it.each([
    ['--force', '--force is allowed only with --pull.'],
    ['--reason why', '--reason is allowed only with --prune.'],
  ])('refuses %s alone', async (option, message) =>
    expect(await said(`sync agents ${option}`)).toEqual([`! ✗ ${message}`, 'exit 2']),
  );

  it('says that the token was not recognized', async () => {
    expect((await said('sync agents', { viewer: null })).slice(0, 1)).toEqual([
      '! ✗ The gateway did not recognize your token.',
    ]);
  });

  it('says what it checked without a gateway', async () => {
    await write('two', { version: 'one' });
    const run = transcriptOf({ REGISTRY_URL: 'http://127.0.0.1:9/graphql', REGISTRY_TOKEN: 'abc' });
    const lines = await run(['sync', 'agents', '--dir', folder]);
    expect(lines).toContain('! Checked locally only: 1 valid, 1 not valid. Not compared with the registry.');
    expect(lines.at(-1)).toBe('exit 3');
  });
});
