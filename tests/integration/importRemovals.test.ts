import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { setVisibility } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('an import of what changed since', () => {
  let here: TestRegistry;
  let there: TestRegistry;
  let admin: Actor;
  let adminThere: Actor;
  let folder: string;

  beforeAll(async () => {
    [here, there] = [await openRegistry(), await openRegistry()];
    admin = await here.actor({ role: 'admin' });
    adminThere = await there.actor({ role: 'admin' });
    folder = await mkdtemp(join(tmpdir(), 'nofx-removals-'));
  });
  afterEach(() => expect([...here.masked.splice(0), ...there.masked.splice(0)]).toEqual([]));
  afterAll(async () => {
    await here?.close();
    await there?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = ({ url, token }: Actor, ...words: string[]) =>
    cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token ?? '' }, ...words);
  async function exportFrom(actor: Actor, out: string, ...words: string[]) {
    const { code, out: text, err } = await cli(actor, 'export', '--out', out, '--json', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(text);
  }
  async function importInto(actor: Actor, from: string, ...words: string[]) {
    const { code, out } = await cli(actor, 'import', from, '--json', ...words);
    return { code, ...JSON.parse(out) };
  }
  const versionThere = async (id: string): Promise<string | undefined> => {
    const { data } = await adminThere.ask(
      'query ($id: String!) { agent(agentId: $id) { currentVersion { version } } template(templateId: $id) { currentVersion { version } } }',
      { id },
    );
    return (data.agent ?? data.template)?.currentVersion.version;
  };

  it('removes what was removed since, once, and after everything else', async () => {
    for (const id of ['gone', 'kept']) await addAgent(admin, id, '1.0.0');
    await addTemplate(admin, 'gone-round', '1.0.0', { gone: '*' });
    const whole = join(folder, 'whole.tar');
    const { cursor } = await exportFrom(admin, whole);
    expect(await importInto(adminThere, whole)).toMatchObject({ code: 0, entries: { imported: 3 } });
    await remove(admin, { id: 'gone' });
    await remove(admin, { id: 'gone-round' }, 'Template');
    await addAgent(admin, 'kept', '1.1.0');
    const changes = join(folder, 'removed.tar');
    expect(await exportFrom(admin, changes, '--since', cursor)).toMatchObject({ entries: 1, versions: 1, removed: 2 });
    const isThere = async () => [await versionThere('gone'), await versionThere('gone-round')];
    expect(await importInto(adminThere, changes, '--dry-run')).toMatchObject({ code: 0, entries: { removed: 2 } });
    const keeping = await importInto(adminThere, changes, '--keep-removed');
    expect(keeping).toMatchObject({ code: 0, entries: { updated: 1, skipped: 2, removed: 0 } });
    expect(keeping.skipped).toMatchObject([
      { id: 'gone', reason: 'REMOVED_THERE' },
      { id: 'gone-round', reason: 'REMOVED_THERE' },
    ]);
    expect(await isThere()).toEqual(['1.0.0', '1.0.0']);
    expect(await versionThere('kept')).toBe('1.1.0');

    const { out, code } = await cli(adminThere, 'import', changes);
    expect([code, out.split('\n').slice(0, 2)]).toEqual([
      0,
      ['Entries: 0 imported, 0 updated, 1 already there, 0 skipped.', '2 entries removed.'],
    ]);
    expect(await isThere()).toEqual([undefined, undefined]);
    const { data } = await adminThere.ask('{ registryEvents(last: 2) { edges { node { action entryId reason } } } }');
    const reason = 'It was removed in the registry that it was imported from.';
    expect(data.registryEvents.edges).toEqual([
      { node: { action: 'REMOVED', entryId: 'gone', reason } },
      { node: { action: 'REMOVED', entryId: 'gone-round', reason } },
    ]);
    expect(await importInto(adminThere, changes)).toMatchObject({ code: 0, entries: { unchanged: 3, removed: 0 } });
  });

  it('leaves what may only be hidden from the exporter', async () => {
    await addAgent(admin, 'hidden', '1.0.0');
    const whole = join(folder, 'whole.tar');
    const { cursor } = await exportFrom(admin, whole);
    expect(await importInto(adminThere, whole)).toMatchObject({ code: 0 });
    const stranger = await here.actor({ namespace: 'globex' });
    await setVisibility(admin, { id: 'hidden', visibility: 'PRIVATE', reason: 'Not ready.' });
    const changes = join(folder, 'hidden.tar');
    const options = ['--since', cursor, '--namespace', 'default'];
    expect(await exportFrom(stranger, changes, ...options)).toMatchObject({ entries: 0, removed: 1 });
    const imported = await importInto(adminThere, changes);
    expect(imported).toMatchObject({ code: 0, entries: { skipped: 1, removed: 0 } });
    expect(imported.skipped).toMatchObject([{ id: 'hidden', reason: 'REMOVED_THERE' }]);
    expect(await versionThere('hidden')).toBe('1.0.0');
  });
});
