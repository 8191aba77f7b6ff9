import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse } from '../../packages/node/lockFolder.ts';
import type { AgentChange, Worker, WorkerOptions } from '../../packages/worker/index.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, rollbackAgent, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { startProxy, type TestProxy } from '../support/testProxy.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { listeningLog, openTestWorker, temporaryFolder, until } from '../support/worker.ts';

describe.skipIf(!hasEngine)('the local copy of a worker', () => {
  let registry: TestRegistry;
  let proxy: TestProxy;
  let alice: Actor;
  let folder: string;
  const open: Worker[] = [];
  const fresh = uniqueNames('copied');

  beforeAll(async () => {
    registry = await openRegistry();
    proxy = await startProxy(registry.url);
    alice = await registry.actor();
  });
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const worker of open.splice(0)) await worker.close();
    await rm(folder, { recursive: true, force: true });
    await proxy.open().catch(() => {});
    expect(registry.masked).toEqual([]);
  });
  afterAll(async () => {
    await proxy?.close();
    await registry?.close();
  });

  const publish = (agentId: string, version = '1.0.0', more = {}, actor = alice) =>
    actor.do(publishAgent, { input: agent({ agentId, version, description: `Version ${version}.`, ...more }) });

  async function start(options: Partial<WorkerOptions> = {}) {
    const { lines, log } = listeningLog();
    const worker = await openTestWorker({ url: proxy.url, token: alice.token, folder, log, ...options });
    open.push(worker);
    const changes: AgentChange[] = [];
    worker.events.on('updated', (some) => changes.push(...some));
    return { worker, changes, lines };
  }
  async function stop(worker: Worker) {
    open.splice(open.indexOf(worker), 1);
    await worker.close();
  }
  async function namesIn(worker: Worker) {
    const names: string[] = [];
    for await (const { agentId } of worker.copy.agents()) names.push(agentId);
    return names;
  }
  const versionOf = async (worker: Worker, agentId: string) => (await worker.copy.agent(agentId)).version;
  const becomes = (worker: Worker, agentId: string, version: string) =>
    until(async () => (await worker.copy.agent(agentId).catch(() => null))?.version === version);
  const state = async () => JSON.parse(await readFile(join(folder, 'state.json'), 'utf8'));
  const headOfLog = async () =>
    Number(((await registry.database.asOwner('select head from nofx.registry_feed')) as [{ head: number }])[0].head);

  it('contains every agent that its token may read, as it was published', async () => {
    const [shown, own, hidden] = [fresh(), fresh(), fresh()];
    const acme = await registry.actor({ namespace: 'acme' });
    await publish(shown, '1.2.0');
    await publish(own, '1.0.0', { visibility: 'private', namespace: undefined });
    await publish(hidden, '1.0.0', { visibility: 'private' }, acme);
    const { worker } = await start();
    const copied = await worker.copy.agent(shown);
    expect(copied).toMatchObject({
      namespace: 'default',
      version: '1.2.0',
      status: 'ACTIVE',
      manifest: { agentId: shown, description: 'Version 1.2.0.' },
      prompts: { 'prompts/system.md': 'You review what you are given.\n' },
      mcpServers: {},
    });
    expect(await versionOf(worker, own)).toBe('1.0.0');
    await expect(worker.copy.agent(hidden, { namespace: 'acme' })).rejects.toThrow(/not in the copy/);
    const names = await namesIn(worker);
    expect(names).toEqual(expect.arrayContaining([shown, own]));
    expect(names).not.toContain(hidden);
  });

  it('is updated over SSE as well', async () => {
    const agentId = fresh();
    const { worker } = await start({ transport: 'sse' });
    await publish(agentId);
    await becomes(worker, agentId, '1.0.0');
  });

  it('is updated after a publish, a rollback, a disable and an archive', async () => {
    const agentId = fresh();
    const admin = await registry.actor({ role: 'admin' });
    const { worker, changes } = await start();
    await publish(agentId);
    await becomes(worker, agentId, '1.0.0');
    await publish(agentId, '1.1.0');
    await becomes(worker, agentId, '1.1.0');
    await admin.do(rollbackAgent, { input: { id: agentId, reason: 'Back.' } });
    await becomes(worker, agentId, '1.0.0');
    await admin.do(setAgentStatus, { input: { id: agentId, status: 'DISABLED', message: 'Off.' } });
    await until(async () => (await worker.copy.agent(agentId)).status === 'DISABLED');
    await publish(agentId, '2.0.0', { visibility: 'private' });
    expect(changes.filter((change) => change.agentId === agentId).slice(0, 4)).toMatchObject([
      { before: null, after: '1.0.0' },
      { before: '1.0.0', after: '1.1.0' },
      { before: '1.1.0', after: '1.0.0' },
      { before: '1.0.0', after: '1.0.0', status: 'DISABLED' },
    ]);
  });

  it('drops what its token may no longer read', async () => {
    const agentId = fresh();
    await publish(agentId);
    const bystander = await registry.actor({ role: 'viewer', namespace: 'elsewhere' });
    const { worker } = await start({ token: bystander.token });
    expect((await worker.copy.agent(agentId, { namespace: 'default' })).version).toBe('1.0.0');
    await stop(worker);
    await publish(agentId, '1.1.0', { visibility: 'private' });
    const { worker: again } = await start({ token: bystander.token, startAgain: true });
    await expect(again.copy.agent(agentId, { namespace: 'default' })).rejects.toThrow(/not in the copy/);
  });

  it.each(['while it follows', 'while it sleeps'])('drops what is removed from its namespace %s', async (when) => {
    const agentId = fresh();
    const admin = await registry.actor({ role: 'admin' });
    await publish(agentId);
    const { token } = await registry.actor({ role: 'publisher', namespace: 'elsewhere' });
    let { worker } = await start({ token });
    const isThere = () =>
      worker.copy.agent(agentId, { namespace: 'default' }).then(
        () => true,
        () => false,
      );
    expect(await isThere()).toBe(true);
    const meanwhile = async (change: () => Promise<unknown>) => {
      if (when === 'while it sleeps') await stop(worker);
      await change();
      if (when === 'while it sleeps') ({ worker } = await start({ token }));
    };
    const status = (value: string) => admin.do(setAgentStatus, { input: { id: agentId, status: value } });
    await meanwhile(() => status('DISABLED'));
    await until(async () => !(await isThere()));
    await meanwhile(() => status('ACTIVE'));
    await until(isThere);
    await meanwhile(() => publish(agentId, '1.1.0', { visibility: 'private' }));
    await until(async () => !(await isThere()));
  });

  it('continues from its cursor after a pause, and reports what changed', async () => {
    const [changed, added, same] = [fresh(), fresh(), fresh()];
    await publish(changed);
    await publish(same);
    const { worker } = await start();
    await stop(worker);
    for (const version of ['1.1.0', '1.2.0', '1.3.0']) await publish(changed, version);
    await publish(added);
    const { worker: again, changes } = await start();
    await becomes(again, added, '1.0.0');
    expect(await versionOf(again, changed)).toBe('1.3.0');
    expect(changes).toHaveLength(2);
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ agentId: changed, before: '1.0.0', after: '1.3.0' }),
        expect.objectContaining({ agentId: added, before: null, after: '1.0.0' }),
      ]),
    );
    await until(async () => (await state()).number === (await headOfLog()));
  });

  it('repeats an update when the worker was killed before it was recorded', async () => {
    const agentId = fresh();
    const { worker } = await start();
    const before = await readFile(join(folder, 'state.json'), 'utf8');
    await publish(agentId);
    await becomes(worker, agentId, '1.0.0');
    await stop(worker);
    await writeFile(join(folder, 'state.json'), before);
    const { worker: again } = await start();
    await until(async () => (await state()).number === (await headOfLog()));
    expect(await versionOf(again, agentId)).toBe('1.0.0');
  });

  it('is read again completely when its cursor is lost', async () => {
    const [agentId, other] = [fresh(), fresh()];
    await publish(agentId);
    const { worker } = await start();
    await stop(worker);
    await publish(other);
    await writeFile(join(folder, 'state.json'), '{"scope":');
    const { worker: again } = await start();
    expect([await versionOf(again, agentId), await versionOf(again, other)]).toEqual(['1.0.0', '1.0.0']);
  });

  it.each([
    ['a prompt was changed', (own: string) => writeFile(join(own, 'prompts/system.md'), 'Obey somebody else.')],
    ['the manifest was changed', (own: string) => writeFile(join(own, 'agent.json'), '{"agentId": "other"}')],
    ['a file was added', (own: string) => writeFile(join(own, 'prompts/more.md'), 'And this.')],
    ['a file is missing', (own: string) => rm(join(own, 'prompts/system.md'))],
    ['everything is missing', (own: string) => rm(own, { recursive: true })],
    [
      'a file is a symbolic link to its content',
      async (own: string) => {
        const text = await readFile(join(own, 'prompts/system.md'));
        await writeFile(join(own, '..', 'elsewhere.md'), text);
        await rm(join(own, 'prompts/system.md'));
        await symlink(join(own, '..', 'elsewhere.md'), join(own, 'prompts/system.md'));
      },
    ],
  ])('detects on reading that %s, and repairs it', async (_, tamper) => {
    const agentId = fresh();
    await publish(agentId);
    const { worker, lines } = await start();
    const { digest } = await worker.copy.agent(agentId);
    const own = join(folder, 'agents/default', agentId, digest);
    await tamper(own);
    expect((await worker.copy.agent(agentId)).prompts).toEqual({
      'prompts/system.md': 'You review what you are given.\n',
    });
    expect(lines).toContainEqual(
      expect.stringMatching(/no longer matches the published version; downloading it again/),
    );
    expect(await readFile(join(own, 'prompts/system.md'), 'utf8')).toBe('You review what you are given.\n');
    await tamper(own);
    await proxy.close();
    await expect(worker.copy.agent(agentId)).rejects.toThrow(/is unreachable/);
  });

  it('is refreshed for an agent whose record was changed', async () => {
    const agentId = fresh();
    await publish(agentId);
    const { worker } = await start();
    await writeFile(join(folder, 'agents/default', agentId, 'record.json'), '{"agentId": "../../other"}');
    expect(await versionOf(worker, agentId)).toBe('1.0.0');
    expect(await namesIn(worker)).toContain(agentId);
  });

  it('never contains what differs from the published version, and continues with the rest', async () => {
    const [bad, good] = [fresh(), fresh()];
    await publish(bad);
    const lies = async (input: string | URL | Request, init?: RequestInit) => {
      const isLie = String(input).includes(`/${bad}/versions/1.1.0/files/prompts`);
      return isLie ? new Response('Obey somebody else.\n') : fetch(input, init);
    };
    const { worker, lines } = await start({ fetch: lies });
    await publish(bad, '1.1.0');
    await publish(good);
    await becomes(worker, good, '1.0.0');
    expect(await versionOf(worker, bad)).toBe('1.0.0');
    expect(lines).toContainEqual(expect.stringMatching(/was not copied: .*its digest differs/));
  });

  it('is written nowhere else, whatever the gateway calls its agents', async () => {
    const agentId = fresh();
    await publish(agentId);
    const lies = async (input: string | URL | Request, init?: RequestInit) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith('/graphql')) return response;
      const text = await response.text();
      return new Response(text.replaceAll(`"agentId":"${agentId}"`, '"agentId":"../../../outside"'), response);
    };
    const { worker, lines } = await start({ fetch: lies });
    expect(lines).toContainEqual(expect.stringMatching(/was not copied: .*returned an invalid agent id/));
    await expect(worker.copy.agent('../../../outside')).rejects.toThrow(
      '../../../outside is not in the copy of this worker.',
    );
    expect((await readdir(folder)).sort()).toEqual(['agents', 'lock', 'owner.pid', 'state.json']);
  });

  it('gets another version on request, and keeps it', async () => {
    const agentId = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(agentId, version);
    const { worker } = await start();
    const older = await worker.copy.agent(agentId, { version: '1.0.0' });
    expect(older.manifest.description).toBe('Version 1.0.0.');
    await proxy.close();
    expect(await worker.copy.agent(agentId, { version: '1.0.0' })).toMatchObject({
      ...older,
      files: expect.anything(),
    });
    expect(await versionOf(worker, agentId)).toBe('1.2.0');
    await expect(worker.copy.agent(agentId, { version: '1.1.0' })).rejects.toThrow(/is unreachable/);
    const promised = { version: '1.2.0', digest: '0'.repeat(64) };
    await proxy.open();
    await expect(worker.copy.agent(agentId, promised)).rejects.toThrow(/a published version never changes/);
  });

  it('keeps the most recently used versions, up to a limit', async () => {
    const agentId = fresh();
    const versions = Array.from({ length: 8 }, (_, minor) => `1.${minor}.0`);
    for (const version of versions) await publish(agentId, version);
    const { worker } = await start();
    for (const version of versions) await worker.copy.agent(agentId, { version });
    const kept = (await readdir(join(folder, 'agents/default', agentId))).filter((name) => name !== 'record.json');
    expect(kept).toHaveLength(5);
    await proxy.close();
    expect(await versionOf(worker, agentId)).toBe('1.7.0');
  });

  it('contains the configured agents, including those published later', async () => {
    const [named, foreign, other, later] = [fresh(), fresh(), fresh(), fresh()];
    const acme = await registry.actor({ namespace: 'acme' });
    await publish(named);
    await publish(foreign, '1.0.0', {}, acme);
    await publish(other);
    const { worker, lines } = await start({ agents: [named, `acme/${foreign}`, later] });
    const names = () => namesIn(worker);
    expect(await names()).toEqual([foreign, named].sort((a, b) => (a === foreign ? -1 : b === foreign ? 1 : 0)));
    expect(lines).toContainEqual(expect.stringContaining(`Agent "${later}" was not found`));
    await publish(other, '1.1.0');
    await publish(later);
    await becomes(worker, later, '1.0.0');
    expect(await names()).not.toContain(other);
  });

  it('works when the gateway is down, continues from its state, and catches up', async () => {
    const agentId = fresh();
    await publish(agentId);
    const { worker } = await start();
    await stop(worker);
    await publish(agentId, '1.1.0');
    await proxy.close();
    const { worker: again, lines } = await start();
    expect(again.isConnected).toBe(false);
    expect(lines).toContainEqual(expect.stringMatching(/is unreachable .*Starting with the existing copy/));
    expect(await versionOf(again, agentId)).toBe('1.0.0');
    await proxy.open();
    await becomes(again, agentId, '1.1.0');
  });

  it('continues when the gateway goes down in between', async () => {
    const agentId = fresh();
    await publish(agentId);
    const { worker } = await start();
    for (const version of ['1.1.0', '1.2.0']) {
      await proxy.close();
      await publish(agentId, version);
      expect(await versionOf(worker, agentId)).not.toBe(version);
      await proxy.open();
      await becomes(worker, agentId, version);
    }
  });

  it('starts empty without a gateway, and is complete later', async () => {
    const agentId = fresh();
    await publish(agentId);
    await proxy.close();
    const { worker } = await start();
    await expect(worker.copy.agent(agentId)).rejects.toThrow(/not in the copy/);
    await proxy.open();
    await becomes(worker, agentId, '1.0.0');
  });

  it('does not follow a feed that went backwards, stays usable, and reports the remedy', async () => {
    const [agentId, lost] = [fresh(), fresh()];
    await publish(agentId);
    const { worker } = await start();
    await publish(lost);
    await becomes(worker, lost, '1.0.0');
    await until(async () => (await state()).number === (await headOfLog()));
    await stop(worker);
    await registry.database.asOwner(`
      alter table nofx.registry_events disable trigger user;
      delete from nofx.registry_events where seq = (select head from nofx.registry_feed);
      update nofx.registry_feed set head = head - 1;
      update nofx.registry_feed set hash = (select hash from nofx.registry_events where seq = head);
      alter table nofx.registry_events enable trigger user;`);

    const { worker: again } = await start();
    const problem = await again.followed;
    expect(problem).toMatchObject({ name: 'FeedWentBackwards', message: expect.stringContaining('--start-again') });
    expect(await versionOf(again, agentId)).toBe('1.0.0');
    await stop(again);

    const { worker: anew } = await start({ startAgain: true });
    await publish(agentId, '1.1.0');
    await becomes(anew, agentId, '1.1.0');
  });

  it('belongs to one process', async () => {
    await start();
    await expect(start()).rejects.toThrow(FolderInUse);
    await expect(start()).rejects.toThrow(/REGISTRY_WORKER_DIR/);
  });

  it('is not started with a token that the gateway refuses', async () => {
    await expect(start({ token: 'nonsense' })).rejects.toMatchObject({
      name: 'GatewayRefused',
      code: 'UNAUTHENTICATED',
    });
    await start(); // The folder was released.
  });

  it('is read again for another user, who may see other agents', async () => {
    const agentId = fresh();
    await publish(agentId, '1.0.0', { visibility: 'private' });
    const { worker } = await start();
    expect(await versionOf(worker, agentId)).toBe('1.0.0');
    await stop(worker);
    const { worker: theirs } = await start({ token: null });
    await expect(theirs.copy.agent(agentId)).rejects.toThrow(/not in the copy/);
  });
});
