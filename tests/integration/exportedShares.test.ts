import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { decline, readShared, share, unshare } from '../support/shares.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const privately = { visibility: 'private' };

/** `acme` shares with `globex` here; `acme` of another registry imports, where it shares with others. */
describe.skipIf(!hasEngine)('an export', () => {
  let here: TestRegistry;
  let there: TestRegistry;
  let admin: Actor;
  let adminThere: Actor;
  let globex: Actor;
  let folder: string;
  let id: string;
  const fresh = uniqueNames('lent');

  beforeAll(async () => {
    [here, there] = [await openRegistry(), await openRegistry()];
    admin = await here.actor({ namespace: 'acme', role: 'admin' });
    globex = await here.actor({ namespace: 'globex', role: 'admin' });
    adminThere = await there.actor({ namespace: 'acme', role: 'admin' });
    folder = await mkdtemp(join(tmpdir(), 'nofx-shares-'));
  });
  beforeEach(async () => {
    id = fresh();
    await addAgent(admin, id, '1.0.0', privately);
    await addAgent(admin, id, '1.1.0', privately);
  });
  afterEach(() => expect([...here.masked.splice(0), ...there.masked.splice(0)]).toEqual([]));
  afterAll(async () => {
    await here?.close();
    await there?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = ({ url, token }: Actor, ...words: string[]) =>
    cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token ?? '' }, ...words);
  /** The counts, the cursor, and the bytes of an export, which nothing compresses. */
  async function exported(actor: Actor, ...words: string[]) {
    const out = join(folder, `${fresh()}.tar`);
    const { code, out: text, err } = await cli(actor, 'export', '--out', out, '--json', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return { ...JSON.parse(text), bytes: await readFile(out, 'latin1') };
  }
  const give = (sharedWith = 'globex') => share(admin, { id, sharedWith, mayInstantiate: true });

  it('names no namespace that an entry is shared with, also to its admins', async () => {
    const before = await exported(admin);
    await give();
    const whole = await exported(admin);
    expect(whole.bytes).toContain(id);
    expect(whole.bytes).not.toMatch(/globex|sharedWith|mayInstantiate/);
    await decline(globex, { id, namespace: 'acme' });
    await give();
    await unshare(admin, { id, sharedWith: 'globex' });
    expect(await exported(admin, '--since', before.cursor)).toMatchObject({ entries: 0, versions: 0, removed: 0 });
  });

  it('leaves the shares of the registry that it is imported into', async () => {
    await give();
    const { out } = await exported(admin);
    expect((await cli(adminThere, 'import', out)).code).toBe(0);
    const sharesThere = async () => (await readShared(adminThere, 'acme', id))?.shares;
    expect(await sharesThere()).toEqual([]);
    await share(adminThere, { id, sharedWith: 'initech' });
    await addAgent(admin, id, '1.2.0', privately);
    await unshare(admin, { id, sharedWith: 'globex' });
    expect((await cli(adminThere, 'import', (await exported(admin)).out)).code).toBe(0);
    expect(await readShared(adminThere, 'acme', id)).toMatchObject({
      currentVersion: { version: '1.2.0' },
      shares: [{ namespace: 'initech' }],
    });
  });

  it('has for the other namespace what was shared since, whole, and what it can no longer read', async () => {
    const all = ['--namespace', 'acme', '--since'];
    const { cursor } = await exported(globex);
    await give();
    const shared = await exported(globex, ...all, cursor);
    expect(shared).toMatchObject({ entries: 1, versions: 2, removed: 0 });
    expect(shared.bytes).not.toMatch(/globex|sharedWith|mayInstantiate/);
    await decline(globex, { id, namespace: 'acme' });
    const declined = await exported(globex, ...all, shared.cursor);
    expect(declined).toMatchObject({ entries: 0, versions: 0, removed: 1 });
    expect(declined.bytes).toContain('"wasRemoved":false');
  });
});
