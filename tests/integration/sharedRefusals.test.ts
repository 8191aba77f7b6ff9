import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../../packages/node/readFolder.ts';
import { publishShared } from '../../server/open/publishShared.ts';
import { startPublishingShared } from '../../server/open/startPublishingShared.ts';
import { StorageUnavailable } from '../../src/errors.ts';
import { publish } from '../../src/registry/publish.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

describe.skipIf(!hasEngine)('a definition that is refused at startup', () => {
  let registry: TestRegistry;
  let folder: string;
  beforeAll(async () => {
    registry = await openRegistry();
    folder = await mkdtemp(join(tmpdir(), 'nofx-shared-'));
    await mkdir(join(folder, 'agents/starts-again'), { recursive: true });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A start with the definition as it is now. */
  async function start(version: string, description: string): Promise<string[]> {
    const manifest = { agentId: 'starts-again', name: 'It', description, version };
    await writeFile(join(folder, 'agents/starts-again/agent.json'), JSON.stringify(manifest));
    return (await publishShared(registry.services, folder)).map(({ outcome }) => outcome);
  }
  const actions = async () => {
    const rows = await registry.database.asOwner(
      "select action from nofx.registry_events where slug = 'starts-again' order by inserted",
    );
    return (rows as { action: string }[]).map(({ action }) => action);
  };

  it('is reported once for the same content, and again when it has changed', async () => {
    expect(await start('1.0.0', 'The first.')).toEqual(['published']);
    for (let times = 0; times < 3; times += 1) expect(await start('1.0.0', 'Another.')).toEqual(['refused']);
    expect(await actions()).toEqual(['PUBLISHED', 'VALIDATION_FAILED']);
    expect(await start('1.0.0', 'Yet another.')).toEqual(['refused']);
    expect(await actions()).toEqual(['PUBLISHED', 'VALIDATION_FAILED', 'VALIDATION_FAILED']);
    expect(await start('1.1.0', 'Yet another.')).toEqual(['published']);
    expect(await start('1.0.0', 'Yet another.')).toEqual(['refused']);
    expect(await start('1.0.0', 'Yet another.')).toEqual(['refused']);
    expect(await actions()).toEqual([
      'PUBLISHED',
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
      'PUBLISHED',
      'VALIDATION_FAILED',
    ]);
  });
});

describe.skipIf(!hasEngine)('the shared definitions', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry?.close());

  it('are read from the database in a statement a kind at the next start, and stored again where a file was lost', async () => {
    const { services } = registry;
    const start = async () =>
      (await publishShared(services)).map(({ slug, version, outcome }) => `${slug}@${version} ${outcome}`).sort();
    const first = await start();
    expect(first).toContain('code-reviewer@1.0.0 published');
    const [{ sha256 }] = (await registry.database.asOwner(
      "select file->>'sha256' as sha256 from nofx.agent_versions, jsonb_array_elements(files) file order by 1 limit 1",
    )) as [{ sha256: string }];
    const content = await services.artifacts.get(sha256);
    expect(await services.artifacts.remove([sha256])).toEqual([sha256]);
    registry.statements('background');

    expect(await start()).toEqual(first.map((each) => each.replace('published', 'unchanged')));
    expect(registry.statements('background').filter((text) => /_versions/.test(text))).toHaveLength(2);
    expect(await services.artifacts.get(sha256)).toEqual(content);
  });

  it('are published again where a file was changed, of a draft, and of an entry that was removed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-shared-'));
    const write = async (slug: string, more: object, text: string) => {
      await mkdir(join(folder, 'agents', slug, 'prompts'), { recursive: true });
      const manifest = { agentId: slug, name: slug, description: 'It.', version: '1.0.0', ...more };
      await writeFile(join(folder, 'agents', slug, 'agent.json'), JSON.stringify(manifest));
      await writeFile(join(folder, 'agents', slug, 'prompts/system.md'), text);
    };
    const outcomes = async () =>
      (await publishShared(registry.services, folder)).map(({ slug, outcome }) => `${slug} ${outcome}`).sort();
    for (const slug of ['changed', 'kept', 'removed', 'uploaded']) await write(slug, {}, 'First.\n');
    const { manifest, files } = await readFolder('AGENT', join(folder, 'agents/uploaded'));
    const caller = { viewer: systemUser, correlationId: randomUUID() };
    await publish(registry.services, caller, 'AGENT', { manifest, files, draft: true });
    await write('drafted', { status: 'draft' }, 'First.\n');
    expect(await outcomes()).toEqual([
      'changed published',
      'drafted published',
      'kept published',
      'removed published',
      'uploaded published',
    ]);
    expect(await outcomes()).toEqual([
      'changed unchanged',
      'drafted unchanged',
      'kept unchanged',
      'removed unchanged',
      'uploaded unchanged',
    ]);

    await write('changed', {}, 'Second.\n');
    await write('drafted', {}, 'First.\n');
    const admin = await registry.actor({ role: 'admin' });
    const removed = await admin.do(
      'mutation { removeAgent(input: { id: "removed", reason: "Over." }) { __typename } }',
    );
    expect(removed).toEqual({ __typename: 'RemoveAgentPayload' });
    expect(await outcomes()).toEqual([
      'changed refused',
      'drafted published',
      'kept unchanged',
      'removed refused',
      'uploaded unchanged',
    ]);
    await rm(folder, { recursive: true });
  });

  it('are published once storage is available again', async () => {
    const other = await openRegistry();
    let isAway = true;
    const { artifacts } = other.services;
    const check = async () => {
      if (isAway) throw new StorageUnavailable('File storage is unavailable. Try again.');
    };
    const services = { ...other.services, artifacts: { ...artifacts, check } };
    const count = async () => {
      const { agents, templates } = (await other.anyone.ask('{ agents { totalCount } templates { totalCount } }')).data;
      return [agents.totalCount, templates.totalCount];
    };
    const all = await Promise.all(['agents', 'templates'].map((each) => readdir(`packages/shared/${each}`)));
    const stop = await startPublishingShared(services, { answerMs: 1_000, againMs: 10 });
    expect(await count()).toEqual([0, 0]);
    isAway = false;
    await expect.poll(count, { timeout: 20_000 }).toEqual(all.map(({ length }) => length));
    stop();
    await other.close();
  });

  it('end the start when the database refuses what the registry writes', async () => {
    const other = await openRegistry();
    await other.database.asOwner('revoke insert on nofx.agent_versions from authenticated');
    await expect(startPublishingShared(other.services)).rejects.toThrow(
      /^The database refuses what the registry writes: a grant or policy of the migrations is missing\./,
    );
    await other.close();
  });
});
