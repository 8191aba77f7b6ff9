import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEngagement } from '../../src/registry/engagement.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { addAgent, addTemplate } from '../support/locks.ts';
import { instantiateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { openSecondGateway } from '../support/secondGateway.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const counts = 'views pulls instantiations';
const fields = `days ${counts} includesOthers perDay { ${counts} }`;
const read = 'query ($id: String!) { agent(agentId: $id, namespace: "default") { name } }';

describe.skipIf(!hasEngine)('engagement', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let globex: Actor;
  let initech: Actor;
  const fresh = uniqueNames('engaging');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    globex = await registry.actor({ namespace: 'globex' });
    initech = await registry.actor({ namespace: 'initech' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  async function publish(): Promise<string> {
    const id = fresh();
    await addAgent(alice, id, '1.0.0', { visibility: 'public' });
    return id;
  }
  const view = (who: Actor, id: string) => who.ask(read, { id });
  const written = () => registry.services.engagement?.flush();
  /** Asked for by a list, which is no view. */
  async function seen(who: Actor, id: string, days = 30, kinds = 'agents') {
    await written();
    const { data } = await who.ask(
      `query ($days: Int) { ${kinds}(first: 100, filter: { namespace: "default" }) { edges { node { slug engagement(days: $days) { ${fields} } } } } }`,
      { days },
    );
    return data[kinds].edges.find(({ node }: { node: { slug: string } }) => node.slug === id).node.engagement;
  }
  const none = { days: 30, views: 0, pulls: 0, instantiations: 0, includesOthers: false, perDay: [] };

  it('counts every view, from memory too, and no list', async () => {
    const id = await publish();
    expect(await seen(alice, id)).toEqual(none);
    for (let times = 0; times < 3; times += 1) await view(alice, id);
    const rest = restClient(registry.url, await registry.token());
    for (let times = 0; times < 2; times += 1) await rest.get(`/api/agents/${id}`);
    await rest.get(`/api/agents/${id}/versions`);
    await alice.ask(`query ($id: String!) { a: agent(agentId: $id) { name } b: agent(agentId: $id) { name } }`, { id });
    expect(await seen(alice, id)).toEqual({
      ...none,
      views: 6,
      perDay: [{ views: 6, pulls: 0, instantiations: 0 }],
    });
  });

  it('needs no statement for a read, and one for many', async () => {
    const [a, b] = [await publish(), await publish()];
    await view(alice, a);
    await written();
    registry.statements('background');
    for (const id of [a, b, a]) await view(alice, id);
    expect(registry.statements('background').filter((each) => each.includes('engagement'))).toEqual([]);
    await written();
    expect(registry.statements('background').filter((each) => each.includes('record_engagement'))).toHaveLength(1);
    expect((await seen(alice, a)).views).toBe(3);
  });

  it('counts a download of a version once, however many files it has', async () => {
    const id = await publish();
    const rest = restClient(registry.url, await registry.token());
    for (const file of ['agent.json', 'prompts/system.md', 'missing.md'])
      await rest.get(`/api/agents/${id}/versions/1.0.0/files/${encodeURIComponent(file)}`);
    await rest.get(`/api/agents/${id}/versions/1.0.0`);
    expect(await seen(alice, id)).toMatchObject({ views: 0, pulls: 2 });
  });

  it('counts instantiations of templates and of their agents', async () => {
    const id = await publish();
    await addTemplate(alice, `${id}-t`, '1.0.0', { [id]: '*' }, { visibility: 'public' });
    for (let times = 0; times < 2; times += 1)
      await alice.do(instantiateTemplate, { input: { templateId: `${id}-t` } });
    await alice.do(instantiateTemplate, { input: { templateId: `${id}-t`, dryRun: true } });
    expect((await seen(alice, id)).instantiations).toBe(2);
    expect((await seen(alice, `${id}-t`, 30, 'templates')).instantiations).toBe(2);
  });

  it('includes other namespaces once three are among them, and not before', async () => {
    const id = await publish();
    await view(alice, id);
    await view(registry.anyone, id);
    for (let times = 0; times < 4; times += 1) await view(globex, id);
    expect(await seen(alice, id)).toMatchObject({ views: 2, includesOthers: false });
    expect(await seen(globex, id)).toMatchObject({ views: 4, includesOthers: false });
    expect(await seen(registry.anyone, id)).toMatchObject({ views: 0, includesOthers: false });

    await view(initech, id);
    for (const who of [alice, globex, registry.anyone])
      expect(await seen(who, id)).toMatchObject({ views: 7, includesOthers: true });
    expect(await seen(alice, id, 29)).toMatchObject({ views: 2, includesOthers: false });
    expect((await seen(alice, id)).perDay).toEqual([{ views: 2, pulls: 0, instantiations: 0 }]);
  });

  it.skipIf(engine !== 'postgres')('is counted by several gateways, and written when one stops', async () => {
    const id = await publish();
    const second = await openSecondGateway(registry);
    await view(second.here(alice), id);
    await view(alice, id);
    await second.close();
    expect(await seen(alice, id)).toMatchObject({ views: 2 });
  });

  it('keeps counts while the database is away, and no more than it may', async () => {
    let isAway = true;
    const calls: unknown[][] = [];
    const call = async (_: unknown, query: { parameters: readonly unknown[] }) => {
      if (isAway) throw new Error('away');
      calls.push(JSON.parse(query.parameters[0] as string));
      return [];
    };
    const counter = openEngagement({ call } as never, { flushMs: 60_000, maxCounts: 2 });
    for (const id of ['a', 'b', 'c', 'a']) counter.count('view', id, null);
    await counter.flush();
    counter.count('pull', 'a', null);
    isAway = false;
    await counter.close();
    expect(calls).toMatchObject([
      [
        { entry: 'a', namespace: '', views: 2, pulls: 1 },
        { entry: 'b', views: 1, pulls: 0 },
      ],
    ]);
  });

  it('is written by the registry itself only', async () => {
    await expect(
      registry.services.db.call(
        { kind: 'user', id: '11111111-1111-4111-8111-111111111111', role: 'admin', namespace: 'default' },
        { sql: `select record_engagement('[]')`, parameters: [] } as never,
      ),
    ).rejects.toThrow();
  });
});
