import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unpackTar } from 'modern-tar';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerPool } from '../../server/graphql/answerBytes.ts';
import type { Actor } from '../support/actor.ts';
import { setChannel } from '../support/channels.ts';
import { childEnv } from '../support/childEnv.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate } from '../support/locks.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = promisify(execFile);

describe.skipIf(!hasEngine)('GET /api/export', () => {
  const answers = createAnswerPool();
  let here: TestRegistry;
  let there: TestRegistry;
  let admin: Actor;
  let adminThere: Actor;
  let folder: string;

  beforeAll(async () => {
    [here, there] = [await openRegistry(() => ({ answers })), await openRegistry()];
    admin = await here.actor({ role: 'admin' });
    adminThere = await there.actor({ role: 'admin' });
    folder = await mkdtemp(join(tmpdir(), 'nofx-rest-export-'));
    await addAgent(admin, 'worker', '1.0.0');
    await addAgent(admin, 'worker', '1.1.0', { description: 'Works on what it is given, twice.' });
    await addAgent(admin, 'hidden', '1.0.0', { visibility: 'private' });
    await setChannel(admin, { id: 'worker', version: '1.0.0' });
    await setChannel(admin, { id: 'worker', version: '1.0.0', gate: { minRuns: 3 } });
    await addTemplate(admin, 'round', '1.0.0', { worker: 'stable' });
    const globex = await here.actor({ role: 'admin', namespace: 'globex' });
    await addAgent(globex, 'secret', '1.0.0', { visibility: 'private' });
    await addAgent(globex, 'shown', '1.0.0');
  });
  afterEach(() => expect([...here.masked.splice(0), ...there.masked.splice(0)]).toEqual([]));
  afterAll(async () => {
    await here?.close();
    await there?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = ({ url, token }: Actor, ...words: string[]) =>
    cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token ?? '' }, ...words);
  const ask = ({ url, token }: Actor, query = '', headers: Record<string, string> = {}) =>
    fetch(new URL(`/api/export${query}`, url), {
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    });
  const membersOf = async (tar: Uint8Array) =>
    (await unpackTar(tar)).map(({ header, data }) => {
      const text = Buffer.from(data ?? []).toString();
      return [header.name, header.name === 'export.json' ? { ...JSON.parse(text), exportedAt: null } : text] as const;
    });
  const idsIn = async (response: Response) =>
    (await membersOf(await response.bytes()))
      .filter(([name]) => name.endsWith('.ndjson'))
      .flatMap(([, text]) => text.trim().split('\n'))
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'entry')
      .map(({ namespace, id }) => `${namespace}/${id}`)
      .sort();

  it.each([
    ['', []],
    ['?namespace=globex,default', ['--namespace', 'globex', 'default']],
    ['?allNamespaces=true', ['--all-namespaces']],
    ['?since=0', ['--since', '0']],
  ])('%s has the bytes that the command writes, but for the time', async (query, options) => {
    const file = join(folder, 'cli.tar');
    const { code, out } = await cli(admin, 'export', '--out', file, '--json', ...options);
    expect(code).toBe(0);
    const response = await ask(admin, query);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/x-tar',
      'cache-control': 'private, no-store, no-transform',
      'x-registry-cursor': JSON.parse(out).cursor,
    });
    const mine = await response.bytes();
    const written = await readFile(file);
    expect(mine.length).toBe(written.length);
    expect(await membersOf(mine)).toEqual(await membersOf(written));
  });

  it('is imported as it comes from curl', async () => {
    const url = new URL('/api/export', admin.url).href;
    const script = `curl -sSf -H "authorization: Bearer $FROM" "${url}" | node scripts/registry/main.ts import - --json`;
    const { stdout } = await command('bash', ['-c', `set -o pipefail; ${script}`], {
      cwd: root,
      env: childEnv({
        REGISTRY_URL: adminThere.url,
        REGISTRY_TOKEN: adminThere.token ?? '',
        FROM: admin.token ?? '',
        TMPDIR: folder,
      }),
    });
    expect(JSON.parse(stdout)).toMatchObject({
      entries: { imported: 3, skipped: 0 },
      versions: { imported: 4 },
      channels: { set: 1 },
    });
  });

  it('carries what changed since, and what was removed', async () => {
    const first = await ask(admin);
    const cursor = first.headers.get('x-registry-cursor') ?? '';
    await first.bytes();
    await addAgent(admin, 'gone', '1.0.0');
    await remove(admin, { id: 'gone' });
    await setChannel(admin, { id: 'worker', version: '1.1.0', gate: null });
    const members = await membersOf(await (await ask(admin, `?since=${encodeURIComponent(cursor)}`)).bytes());
    const records = members
      .filter(([name]) => name.endsWith('.ndjson'))
      .flatMap(([, text]) => text.trim().split('\n'))
      .map((line) => JSON.parse(line));
    expect(records).toMatchObject([
      { type: 'removed', id: 'gone', wasRemoved: true },
      { type: 'entry', id: 'worker', channels: [{ name: 'stable', version: '1.1.0', gate: null }] },
      { type: 'version', version: '1.1.0' },
    ]);
  });

  it('has only what its reader may see', async () => {
    expect(await idsIn(await ask(here.anyone))).toEqual(['default/round', 'default/worker']);
    expect(await idsIn(await ask(here.anyone, '?allNamespaces=true'))).toEqual([
      'default/round',
      'default/worker',
      'globex/shown',
    ]);
    const globex = await here.actor({ namespace: 'globex', role: 'viewer' });
    expect(await idsIn(await ask(globex, '?allNamespaces=true'))).toEqual([
      'default/round',
      'default/worker',
      'globex/secret',
      'globex/shown',
    ]);
    expect(await idsIn(await ask(admin, '?namespace=globex'))).toEqual(['globex/shown']);
    const bytes = Buffer.from(await (await ask(admin, '?allNamespaces=true')).bytes());
    expect(bytes.includes('secret')).toBe(false);
  });

  it.each([
    ['?namespace=a&allNamespaces=true', {}, 400, 'BAD_USER_INPUT'],
    ['?since=nonsense', {}, 400, 'BAD_USER_INPUT'],
    ['?after=1', {}, 400, 'BAD_USER_INPUT'],
    ['', { accept: 'application/json' }, 406, 'BAD_USER_INPUT'],
    ['', { authorization: 'Bearer nonsense' }, 401, 'UNAUTHENTICATED'],
  ])('refuses %s %j', async (query, headers, status, code) => {
    const response = await ask(admin, query, headers);
    expect([response.status, (await response.json()).code]).toEqual([status, code]);
  });

  it.each([
    ['?since=nonsense', /^`since` is not a valid cursor of the event log\./],
    ['?namespace=globex&namespace=A%20B', /^`namespace` must be a namespace such as "globex"; got "A B"\.$/],
  ])('names the parameter of %s', async (query, detail) => {
    const response = await ask(admin, query);
    expect([response.status, (await response.json()).detail]).toEqual([400, expect.stringMatching(detail)]);
  });

  it('is refused by the import when the connection was cut, and when the registry stopped it', async () => {
    const bytes = await (await ask(admin)).bytes();
    const file = join(folder, 'cut.tar');
    for (const length of [bytes.length - 1_024, bytes.length - 2_048, Math.floor(bytes.length / 2 / 512) * 512]) {
      await writeFile(file, bytes.subarray(0, length));
      const { code, err } = await cli(adminThere, 'import', file);
      expect(code).toBe(1);
      expect(err).toContain('Nothing was imported. (ARCHIVE_INVALID: TRUNCATED)');
    }
  });

  it('ends with the reason where the platform would cut it off, and an import says it', {
    timeout: 180_000,
  }, async () => {
    const limited = await openRegistry(() => ({ streamSeconds: 8 }));
    try {
      const owner = await limited.actor({ role: 'admin' });
      await addLarge(owner, 30);
      const response = await ask(owner);
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body ?? []) {
        if (chunks.length === 0) await sleep(8_500);
        chunks.push(chunk);
      }
      const file = join(folder, 'stopped.tar');
      await writeFile(file, Buffer.concat(chunks));
      const [name, text] = (await membersOf(Buffer.concat(chunks))).at(-1) ?? ['', ''];
      expect([name, JSON.parse(text)]).toMatchObject(['error.json', { code: 'UNAVAILABLE' }]);
      const { code, err } = await cli(adminThere, 'import', file);
      expect(code).toBe(1);
      expect(err).toContain('The registry stopped it: The export takes longer than the 8 seconds');
      expect(err).toContain('Nothing was imported. (ARCHIVE_INVALID: STOPPED)');
    } finally {
      await limited.close();
    }
  });

  it('reads no further than its reader, and stops when that leaves', { timeout: 180_000 }, async () => {
    await addLarge(admin, 24);
    const response = await ask(admin);
    const reader = response.body?.getReader();
    await reader?.read();
    await sleep(1_000);
    expect(answers.reserved()).toBeGreaterThan(0);
    await reader?.cancel();
    for (let tries = 0; answers.reserved() > 0 && tries < 100; tries += 1) await sleep(50);
    expect(answers.reserved()).toBe(0);
  });
});

/** Publishes agents of about a megabyte each. */
async function addLarge(actor: Actor, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { manifest } = agent({ agentId: `large-${index}`, version: '1.0.0' });
    // In short words: random base64 looks like a key of some service now and then.
    const content = randomBytes(450_000).toString('hex').replace(/.{8}/g, '$& ');
    const { created, ...answer } = await actor.do(publishAgent, {
      input: { manifest, files: [{ path: 'prompts/system.md', content }] },
    });
    if (!created) throw new Error(JSON.stringify(answer));
  }
}
