import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundlesBucket } from '../../packages/manifest/contract/bundleUpload.ts';
import { childEnv } from '../support/childEnv.ts';
import { type EdgeRegistry, openEdgeRegistry } from '../support/edgeFunctions.ts';
import { refusing } from '../unit/artifacts/storageServer.ts';

/**
 * `registry publish --via storage`: the CLI as users run it, a stand-in of Storage, the functions in Deno, Postgres.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
let edge: EdgeRegistry;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  edge = await openEdgeRegistry();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-via-storage-'));
  edge.project.beforeFunction = () => {};
  environment = {
    SUPABASE_URL: edge.project.url,
    SUPABASE_PUBLISHABLE_KEY: edge.project.publishableKey,
    REGISTRY_TOKEN: await edge.registry.token(),
  };
  return () => rm(folder, { recursive: true, force: true });
});
afterAll(() => edge?.close());

interface Said {
  code: number | null;
  out: string;
  err: string;
}

function publish(words: readonly string[], env: Record<string, string> = environment): Promise<Said> {
  const child = spawn(process.execPath, ['scripts/registry/main.ts', 'publish', ...words, '--via', 'storage'], {
    cwd: root,
    env: childEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Said = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...said, code }));
  });
}

/** A definition of the repository, under another name. */
async function definition(id: string, more: object = {}): Promise<string> {
  const home = join(folder, id);
  await cp(join(root, 'packages/shared/agents/code-reviewer'), home, { recursive: true });
  const file = join(home, 'agent.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, agentId: id, dependencies: {}, ...more }));
  return home;
}
const uploads = () =>
  [...(edge.project.storage.buckets.get(bundlesBucket)?.objects.keys() ?? [])].filter((place) =>
    place.startsWith('incoming/'),
  );

describe('publishing via storage', () => {
  it('publishes all agents, then all templates of the repository, and the gateway serves them', async () => {
    const agents = await publish(['agents', '--commit', 'abcdef0123']);
    expect(agents).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ published\. Commit abcdef0123\.$/m) });
    expect(agents.out).toMatch(/^code-reviewer +\d+\.\d+\.\d+ +published +[0-9a-f]{12} /m);
    expect(await publish(['templates'])).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ published\./m) });
    const { data } = await edge.registry.anyone.ask(
      '{ agent(agentId: "code-reviewer") { currentVersion { commitSha prompts { content } } } templates { edges { node { templateId } } } }',
    );
    expect(data.agent.currentVersion).toMatchObject({
      commitSha: 'abcdef0123',
      prompts: [{ content: expect.any(String) }],
    });
    expect(data.templates.edges.length).toBeGreaterThan(3);
    expect(uploads()).toEqual([]);
  });

  it('reports unchanged the second time, and drafted for a draft', async () => {
    const dir = await definition('twice-told');
    expect((await publish(['agents', '--dir', dir])).out).toMatch(/^twice-told .* published /m);
    expect((await publish(['agents', '--dir', dir])).out).toMatch(/^twice-told .* unchanged /m);
    const draft = await definition('half-told');
    expect((await publish(['agents', '--dir', draft, '--draft'])).out).toMatch(/^half-told .* drafted /m);
  });

  it('sends nothing in a dry run', async () => {
    const before = edge.project.storage.requests.length;
    expect(await publish(['agents', '--dry-run'], {})).toMatchObject({ code: 0 });
    expect(edge.project.storage.requests.length).toBe(before);
  });

  it('publishes the others when one is refused', async () => {
    await definition('needs-much', { dependencies: { nobody: '^9.0.0' } });
    await definition('needs-nothing');
    const { code, out } = await publish(['agents', '--dir', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/^needs-much .* refused .* Unresolved dependencies: nobody@\^9\.0\.0/m);
    expect(out).toMatch(/^needs-nothing .* published /m);
  });

  it('publishes once, despite lost responses and a short outage of storage', async () => {
    let calls = 0;
    edge.project.beforeFunction = async () => {
      calls += 1;
      if (calls > 2) return;
      // The function responds, and the response is lost.
      edge.project.loseAnswer = true;
    };
    edge.project.storage.instead.push(refusing(503, 'LockTimeout'));
    const dir = await definition('hard-to-hear');
    const { out, code } = await publish(['agents', '--dir', dir]);
    expect([code, calls]).toEqual([0, 3]);
    expect(out).toMatch(/^hard-to-hear .* published /m);
    const { data } = await edge.registry.anyone.ask(
      '{ registryEvents(first: 10, filter: { entryId: "hard-to-hear" }) { edges { node { action } } } }',
    );
    expect(data.registryEvents.edges).toEqual([{ node: { action: 'PUBLISHED' } }]);
  });

  it('succeeds when the webhook was faster', async () => {
    const dir = await definition('raced');
    let raced = false;
    edge.project.beforeFunction = async () => {
      if (raced) return;
      raced = true;
      const [name] = uploads().filter((place) => place.includes('raced'));
      const record = { bucket_id: bundlesBucket, name, owner_id: '4f0c6b3e-7a86-4f0f-9a2b-0d3d8a1f2b3c' };
      await edge.call(
        'registry_agents_sync',
        { type: 'INSERT', schema: 'storage', table: 'objects', record },
        { 'x-registry-webhook-secret': edge.environment.REGISTRY_WEBHOOK_SECRET ?? '' },
      );
    };
    expect(await publish(['agents', '--dir', dir])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^raced .* unchanged /m),
    });
  });
});

describe('publishing via storage fails with an explanation', () => {
  const without = (name: string) => ({ ...environment, [name]: '' });

  it.each([
    ['SUPABASE_URL', () => without('SUPABASE_URL'), /^✗ SUPABASE_URL is required to publish via storage\.$/m],
    [
      'the key',
      () => without('SUPABASE_PUBLISHABLE_KEY'),
      /^✗ SUPABASE_PUBLISHABLE_KEY is required to publish via storage\.$/m,
    ],
    ['the token', () => without('REGISTRY_TOKEN'), /^✗ REGISTRY_TOKEN is required to publish via storage\.$/m],
    [
      'all of them',
      () => ({}),
      /^✗ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_TOKEN are required to publish via storage\.$/m,
    ],
    [
      'a valid token',
      () => ({ ...environment, REGISTRY_TOKEN: 'nonsense' }),
      /^✗ REGISTRY_TOKEN is not a valid token\.$/m,
    ],
  ])('without %s', async (_, env, sentence) => {
    const { code, out, err } = await publish(['agents', '--dir', await definition('never-sent')], env());
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });

  it('for a viewer, who may not upload', async () => {
    const REGISTRY_TOKEN = await edge.registry.token({ role: 'viewer' });
    const { code, err } = await publish(['agents', '--dir', await definition('by-a-viewer')], {
      ...environment,
      REGISTRY_TOKEN,
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^✗ Supabase Storage refused the upload: new row violates row-level security policy \(403\)$/m);
    expect(err).not.toContain(REGISTRY_TOKEN);
  });

  it('for a user that the function does not accept', async () => {
    const [header, payload] = (environment.REGISTRY_TOKEN ?? '').split('.');
    const REGISTRY_TOKEN = `${header}.${payload}.${Buffer.from('forged').toString('base64url')}`;
    const { code, err } = await publish(['agents', '--dir', await definition('forged')], {
      ...environment,
      REGISTRY_TOKEN,
    });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^✗ The function registry_agents_sync refused the request: .* \(UNAUTHENTICATED\)$/m),
    ]);
  });

  it('without a function', async () => {
    edge.project.functions.delete('registry_templates_sync');
    const { code, err } = await publish(['templates']);
    edge.project.functions.set('registry_templates_sync', edge.functions.registry_templates_sync.url);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /^✗ The function registry_templates_sync was not found or does not respond as expected \(404\)\.$/m,
      ),
    ]);
  });

  it('without Supabase', async () => {
    const dir = await definition('nowhere');
    const { code, err } = await publish(['agents', '--dir', dir], {
      ...environment,
      SUPABASE_URL: 'http://127.0.0.1:1',
    });
    expect([code, err]).toEqual([1, expect.stringMatching(/^✗ Supabase Storage is unavailable\.$/m)]);
  });
});
