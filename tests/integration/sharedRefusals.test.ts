import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publishShared } from '../../server/open/publishShared.ts';
import { startPublishingShared } from '../../server/open/startPublishingShared.ts';
import { StorageUnavailable } from '../../src/errors.ts';
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

  it('are published once storage is available again', async () => {
    let isAway = true;
    const { artifacts } = registry.services;
    const check = async () => {
      if (isAway) throw new StorageUnavailable('File storage is unavailable. Try again.');
    };
    const services = { ...registry.services, artifacts: { ...artifacts, check } };
    const count = async () => (await registry.anyone.ask('{ agents { totalCount } }')).data.agents.totalCount;
    const stop = await startPublishingShared(services, { answerMs: 1_000, againMs: 10 });
    expect(await count()).toBe(0);
    isAway = false;
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThanOrEqual(6);
    stop();
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
