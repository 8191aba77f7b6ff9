import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../packages/client/index.ts';
import type { RegistryEvent } from '../../src/db/event.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPglite, runOnPglite } from '../../src/db/pglite.ts';
import { anonymous } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const run = promisify(execFile);
const page =
  'query ($after: String) { registryEvents(first: 100, after: $after) { edges { node { number version } } } }';

describe.skipIf(!hasEngine)('a log that was restored from a backup', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('restored');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = async (agentId: string, version = '1.0.0') =>
    (await alice.do(publishAgent, { input: agent({ agentId, version }) })).event as { cursor: string };

  /** As if the database had been restored to when the log ended `count` events earlier. */
  const restore = (count: number) =>
    registry.database.asOwner(`
      alter table nofx.registry_events disable trigger user;
      delete from nofx.registry_events where seq > (select head - ${count} from nofx.registry_feed);
      update nofx.registry_feed set head = head - ${count};
      update nofx.registry_feed set hash = (select hash from nofx.registry_events where seq = head);
      alter table nofx.registry_events enable trigger user;`);

  const refusal = async (after: string) => (await registry.anyone.ask(page, { after })).errors?.[0];

  it('refuses a cursor that is ahead of it, instead of waiting', async () => {
    const agentId = fresh();
    const before = await publish(agentId);
    const { cursor } = await publish(agentId, '1.1.0');
    await restore(1);
    expect(await refusal(cursor)).toMatchObject({
      message: expect.stringContaining('ahead of the event log'),
      extensions: { code: 'STALE_CURSOR' },
    });
    expect(await refusal(before.cursor)).toBeUndefined();
    await expect(registry.services.feed.subscribe(anonymous, cursor, {})).rejects.toMatchObject({
      code: 'STALE_CURSOR',
    });
  });

  it('refuses a cursor whose number belongs to another event now, without an announced restore', async () => {
    const agentId = fresh();
    const before = await publish(agentId);
    const { cursor } = await publish(agentId, '1.1.0');
    await restore(1);
    for (const version of ['2.0.0', '2.1.0']) await publish(fresh(), version);
    expect(await refusal(cursor)).toMatchObject({
      message: expect.stringContaining('identifies an event that the log does not contain'),
      extensions: { code: 'STALE_CURSOR' },
    });
    const { data } = await registry.anyone.ask(page, { after: before.cursor });
    expect(data.registryEvents.edges).toMatchObject([{ node: { version: '2.0.0' } }, { node: { version: '2.1.0' } }]);
  });

  it('delivers nothing that it has lost, even if another reader has just read it', async () => {
    const { feed } = registry.services;
    const agentId = fresh();
    const before = await publish(agentId);
    await publish(agentId, '1.1.0');
    const early = await feed.subscribe(anonymous, before.cursor, {});
    expect((await early.next()).value).toMatchObject({ version: '1.1.0' });
    await restore(1);
    const late = await feed.subscribe(anonymous, before.cursor, {});
    const next = late.next();
    await publish(agentId, '3.0.0');
    expect((await next).value).toMatchObject({ version: '3.0.0' });
    await Promise.all([early.return?.(), late.return?.()]);
  });

  it.each(['shorter', 'grown since', 'in a new epoch'])('ends a live stream when it is %s', async (how) => {
    const { feed } = registry.services;
    const agentId = fresh();
    const events = await feed.subscribe(anonymous, null, {});
    const first = events.next();
    await publish(agentId);
    await publish(agentId, '1.1.0');
    expect((await first).value as RegistryEvent).toMatchObject({ version: '1.0.0' });
    expect((await events.next()).value).toMatchObject({ version: '1.1.0' });
    const waits = events.next();
    if (how === 'in a new epoch') await registry.database.asOwner('select nofx.new_epoch()');
    else await restore(1);
    if (how === 'grown since') for (const version of ['2.0.0', '2.1.0', '2.2.0']) await publish(fresh(), version);
    await feed.advance();
    expect(await waits).toEqual({ value: undefined, done: true });
  });

  it('makes the typed client reconnect and report that it must start again', async () => {
    const client = createClient({ url: registry.url });
    const seen: unknown[] = [];
    const agentId = fresh();
    const first = await publish(agentId);
    const following = (async () => {
      for await (const { version } of client.registryEvents({ after: first.cursor })) seen.push(version);
    })();
    await publish(agentId, '1.1.0');
    await expect.poll(() => seen).toEqual(['1.1.0']);
    await restore(1);
    await publish(fresh(), '2.0.0');
    await expect(following).rejects.toMatchObject({ code: 'STALE_CURSOR' });
    expect(seen).toEqual(['1.1.0']);
  });

  it('starts a new epoch at the command of its owner only', async () => {
    const { cursor } = await publish(fresh());
    expect(await refusal(cursor)).toBeUndefined();
    if (engine === 'postgres') {
      const { ownerUrl, url } = registry.database;
      const script = (address: string) =>
        run(process.execPath, ['scripts/newEpoch.ts'], { env: { ...process.env, DATABASE_URL: address } });
      await expect(script(url ?? '')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('permission') });
      expect(await refusal(cursor)).toBeUndefined();
      expect((await script(ownerUrl ?? '')).stdout).toMatch(/Started a new epoch after event \d+/);
    } else {
      await registry.database.asOwner('select nofx.new_epoch()');
    }
    expect(await refusal(cursor)).toMatchObject({ message: expect.stringContaining('earlier epoch') });
  });

  it.runIf(engine === 'pglite')('starts a new epoch in an embedded database that no process uses', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-epoch-'));
    const pglite = await createPglite({ folder: join(folder, 'postgres') });
    await migrate(runOnPglite(pglite));
    await pglite.close();
    const { DATABASE_URL: _, ...env } = process.env;
    const { stdout } = await run(process.execPath, ['scripts/newEpoch.ts'], {
      env: { ...env, REGISTRY_DATA_DIR: folder },
    });
    expect(stdout).toContain('after event 0');
    await rm(folder, { recursive: true });
  });
});
