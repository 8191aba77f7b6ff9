import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileInput } from '../../../packages/cli/bundle.ts';
import { type Collected, collect } from '../../../packages/cli/collect.ts';
import { sourceOf } from '../../../packages/cli/commit.ts';
import { localOutcome } from '../../../packages/cli/publish/localOutcome.ts';
import { outcomes, outcomeTable } from '../../../packages/cli/publish/outcome.ts';
import { publishAll } from '../../../packages/cli/publish/publishAll.ts';
import { viaGateway } from '../../../packages/cli/publish/viaGateway.ts';
import { createClient, type PublishAgentInput } from '../../../packages/client/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function agent(agentId: string, more: object = {}, files: Record<string, string | Uint8Array> = {}) {
  const manifest = { agentId, name: agentId, description: 'It does something.', version: '1.0.0', ...more };
  for (const [path, content] of Object.entries({ 'agent.json': JSON.stringify(manifest), ...files })) {
    await mkdir(join(folder, agentId, path, '..'), { recursive: true });
    await writeFile(join(folder, agentId, path), content);
  }
}

describe('the files of a bundle', () => {
  it.each([
    ['plain text', 'hello\r\n', 'UTF8'],
    ['a byte order mark', '\uFEFFhello', 'UTF8'],
    ['an incomplete character', Uint8Array.of(0xe2, 0x82), 'BASE64'],
    ['any bytes', Uint8Array.of(0, 255, 1), 'BASE64'],
    ['nothing', '', 'UTF8'],
  ] as const)('are byte for byte what is on disk: %s', (_, content, encoding) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const sent = fileInput({ path: 'assets/a', bytes });
    expect(sent.encoding).toBe(encoding);
    expect(new Uint8Array(Buffer.from(sent.content, encoding === 'BASE64' ? 'base64' : 'utf8'))).toEqual(bytes);
  });
});

describe('collecting definitions', () => {
  it('sorts dependencies first, and keeps what is not valid', async () => {
    await agent('a-needs-b', { dependencies: { 'b-needs-c': '^1.0.0' } });
    await agent('b-needs-c', { dependencies: { 'c-alone': '^1.0.0' } });
    await agent('c-alone');
    await agent('d-broken', { version: 'v1' });
    const collected = await collect('AGENT', folder);
    expect(collected.map(({ slug }) => slug)).toEqual(['c-alone', 'b-needs-c', 'a-needs-b', 'd-broken']);
    expect(collected.map(({ definition }) => definition !== null)).toEqual([true, true, true, false]);
  });

  it('accepts one definition as well as a folder of them', async () => {
    await agent('c-alone');
    expect((await collect('AGENT', join(folder, 'c-alone'))).map(({ slug }) => slug)).toEqual(['c-alone']);
  });

  it.each([
    ['nowhere', 2, /nowhere is not a readable folder \(ENOENT\)\.$/],
    ['.', 1, /contains no definitions\. It must contain agent\.json, or folders that each contain agent\.json\.$/],
  ])('says that there is nothing in %s', async (name, exitCode, message) => {
    const problem = await collect('AGENT', join(folder, name)).catch((error: unknown) => error);
    expect(problem).toMatchObject({ exitCode, message: expect.stringMatching(message) });
  });

  it('reports a missing manifest once', async () => {
    await agent('empty', {}, { 'prompts/a.md': 'x' });
    await rm(join(folder, 'empty', 'agent.json'));
    const [collected] = await collect('AGENT', folder);
    expect(collected?.issues.map(({ code }) => code)).toEqual(['missing_file']);
    expect(collected?.slug).toBe('empty');
  });
});

describe('the commit', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      encoding: 'utf8',
    }).trim();

  it('is the commit of the repository, and marks uncommitted changes', async () => {
    await agent('c-alone');
    git('init', '-q');
    expect(await sourceOf(folder)).toEqual({
      commit: null,
      isChanged: false,
      reason: 'is in a git repository without a commit',
    });
    git('add', '.');
    git('commit', '-qm', 'one');
    expect(await sourceOf(join(folder, 'c-alone'))).toEqual({
      commit: git('rev-parse', 'HEAD'),
      isChanged: false,
      reason: null,
    });
    await writeFile(join(folder, 'elsewhere'), '');
    expect(await sourceOf(join(folder, 'c-alone'))).toMatchObject({ isChanged: false });
    await writeFile(join(folder, 'c-alone', 'new'), '');
    expect(await sourceOf(join(folder, 'c-alone'))).toMatchObject({ isChanged: true });
  });

  it('is null outside a repository', async () => {
    expect(await sourceOf(folder)).toEqual({ commit: null, isChanged: false, reason: 'is not in a git repository' });
  });
});

describe('publishing', () => {
  const inputs: PublishAgentInput[] = [];

  /** A gateway that returns one result after another. */
  const clientThat = (...results: unknown[]) =>
    createClient({
      url: 'http://gateway.invalid/graphql',
      token: 'abc',
      fetch: async (_url, init) => {
        inputs.push(JSON.parse(String(init?.body)).variables.input);
        const result = results.shift();
        if (result instanceof Error) throw result;
        return Response.json({ data: { result } });
      },
    });
  const payload = (created: boolean, status = 'ACTIVE', warnings: unknown[] = []) => ({
    __typename: 'PublishAgentPayload',
    created,
    warnings,
    event: null,
    version: { version: '1.0.0', status, digest: 'd' },
  });
  const exists = { __typename: 'VersionExists', code: 'VERSION_EXISTS', message: 'Other content.' };
  const options = { commitSha: 'abcdef0', draft: false };
  const published = async (collected: Collected[], ...results: unknown[]) =>
    publishAll(viaGateway(clientThat(...results)), collected, options);

  beforeEach(async () => {
    inputs.length = 0;
    for (const id of ['one', 'two', 'six']) await agent(id, {}, { 'assets/logo.bin': Uint8Array.of(255) });
  });

  it('reports what was published, drafted, unchanged and refused, and continues after a refusal', async () => {
    await agent('draft');
    await agent('zero', { version: '1' });
    const collected = await collect('AGENT', folder);
    const { rows, stoppedBy } = await published(
      collected,
      payload(true, 'DRAFT'),
      payload(true),
      exists,
      payload(false),
    );
    expect(stoppedBy).toBeNull();
    expect(rows.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual([
      ['draft', 'drafted', ''],
      ['one', 'published', ''],
      ['six', 'refused', 'Other content.'],
      ['two', 'unchanged', ''],
      ['zero', 'refused', '1 error, see above'],
    ]);
    expect(outcomes(rows)).toBe('1 published, 1 drafted, 1 unchanged, 2 refused.');
  });

  it('sends every file, including the manifest, with an idempotency key for each definition', async () => {
    await published(await collect('AGENT', folder), payload(true), payload(true), payload(true));
    expect(inputs[0]?.files?.map(({ path, encoding }) => [path, encoding])).toEqual([
      ['agent.json', 'UTF8'],
      ['assets/logo.bin', 'BASE64'],
    ]);
    expect(inputs[0]?.commitSha).toBe('abcdef0');
    const keys = inputs.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_.:-]{8,128}$/);
  });

  it('repeats the key when a response was lost, and uses another in the next run', async () => {
    const collected = (await collect('AGENT', folder)).slice(0, 1);
    await published(collected, new TypeError('lost'), payload(true));
    await published(collected, payload(false));
    const [first, again, next] = inputs.map(({ idempotencyKey }) => idempotencyKey);
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  it('stops when the gateway is unreachable, and names what was not sent', async () => {
    const gone = () => new TypeError('gone');
    const { rows, stoppedBy } = await published(await collect('AGENT', folder), payload(true), gone(), gone(), gone());
    expect(rows.map(({ outcome }) => outcome)).toEqual(['published', 'not sent', 'not sent']);
    expect(stoppedBy).toMatchObject({ name: 'GatewayUnreachable' });
  });

  it('prints a row for each definition: id, version, outcome, digest, files, size and the reason', async () => {
    await agent('zero', { version: '1' });
    const shown = outcomeTable((await collect('AGENT', folder)).map((each) => localOutcome(each, false)));
    const lines = stripVTControlCharacters(shown).split('\n');
    expect(lines[0]?.trim().split(/\s+/)).toEqual(['id', 'version', 'outcome', 'digest', 'files', 'size']);
    expect(lines[1]).toMatch(/^one +1\.0\.0 +would be published +[0-9a-f]{12} +2 +\d+ B$/);
    expect(lines[4]).toMatch(/^zero +- +refused +- +1 +\d+ B +1 error, see above$/);
  });
});
