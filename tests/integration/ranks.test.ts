import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const templates = `query ($order: RegistryOrder, $first: Int, $after: String, $last: Int, $before: String, $filter: RegistryFilter) {
  templates(orderBy: $order, first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor startCursor } edges { node { templateId } }
  }
}`;
const agents = `query ($order: RegistryOrder) {
  agents(orderBy: $order, first: 100) { edges { node { agentId } } }
}`;

describe.skipIf(!hasEngine)('lists by rank', () => {
  let registry: TestRegistry;
  let owner: Actor;
  const tenants: Actor[] = [];

  beforeAll(async () => {
    registry = await openRegistry();
    owner = await registry.actor({ role: 'publisher', namespace: 'acme' });
    for (const namespace of ['one', 'two', 'three', 'four']) {
      tenants.push(await registry.actor({ role: 'publisher', namespace }));
    }
  });
  afterAll(async () => {
    expect(registry?.masked).toEqual([]);
    await registry?.close();
  });

  const publish = async (templateId: string, agentId: string, visibility = 'public') => {
    const definition = template({ templateId, visibility, supportedAgents: { [agentId]: '^1.0.0' } });
    definition.manifest.defaultPlan = {
      steps: [{ id: 'only', name: 'Only', agent: agentId, outputs: { findings: {} } }],
    };
    expect(await owner.do(publishAgent, { input: agent({ agentId, visibility }) })).toMatchObject({ created: true });
    expect(await owner.do(publishTemplate, { input: definition })).toMatchObject({ created: true });
  };
  const rate = async (templateId: string, ...stars: number[]) => {
    for (const rating of stars) {
      const rater = await registry.actor({ role: 'viewer', namespace: 'raters' });
      const input = { templateId, namespace: 'acme', rating };
      expect(await rater.do(rateTemplate, { input })).toHaveProperty('rating');
    }
  };
  const use = async (actor: Actor | undefined, templateId: string, times = 1) => {
    const input = { templateId, namespace: 'acme', variables: { change: 'one' } };
    for (let count = 0; count < times; count += 1)
      expect(await actor?.do(instantiateTemplate, { input })).toHaveProperty('run');
  };
  const list = async (actor: Actor, field: string, direction = 'DESC') => {
    const { data } = await actor.ask(templates, { order: { field, direction }, first: 100 });
    return data.templates.edges.map(({ node }: { node: { templateId: string } }) => node.templateId);
  };

  it('by rating: the Bayesian mean, so that one vote does not win, over all pages', async () => {
    for (const name of ['one-vote', 'many-votes', 'not-rated', 'disliked', 'mixed'])
      await publish(name, `${name}-agent`);
    await rate('one-vote', 5); // (17.5 + 5) / 6 = 3.75
    await rate('many-votes', 5, 5, 4, 5, 4, 5); // (17.5 + 28) / 11 = 4.14
    await rate('disliked', 1, 2); // (17.5 + 3) / 7 = 2.93
    await rate('mixed', 4, 3); // (17.5 + 7) / 7 = 3.5, as without a vote
    const order = { field: 'RATING', direction: 'DESC' };
    const all = await list(registry.anyone, 'RATING');
    expect([all[0], all[1], all[4]]).toEqual(['many-votes', 'one-vote', 'disliked']);
    expect(all.slice(2, 4).sort()).toEqual(['mixed', 'not-rated']);
    expect(await list(registry.anyone, 'RATING', 'ASC')).toEqual([...all].reverse());

    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data } = await registry.anyone.ask(templates, { order, first: 2, after });
      expect(data.templates.totalCount).toBe(5);
      paged.push(...data.templates.edges.map(({ node }: { node: { templateId: string } }) => node.templateId));
      if (!data.templates.pageInfo.hasNextPage) break;
      after = data.templates.pageInfo.endCursor;
    }
    expect(paged).toEqual(all);
    const { data } = await registry.anyone.ask(templates, { order, last: 2 });
    expect(data.templates.edges.map(({ node }: { node: { templateId: string } }) => node.templateId)).toEqual(
      all.slice(-2),
    );

    // A vote that changes counts once.
    const rater = await registry.actor({ role: 'viewer', namespace: 'raters' });
    for (const rating of [5, 1])
      await rater.do(rateTemplate, { input: { templateId: 'one-vote', namespace: 'acme', rating } });
    const [rank] = await registry.database.asOwner(
      `select rating from nofx.entry_ranks join nofx.template_registry as entry on entry.id = entry_id where slug = 'one-vote'`,
    );
    expect(rank).toEqual({ rating: (17.5 + 6) / 7 });
  });

  it('by use: of a public entry only when three namespaces have used it; agents too', async () => {
    for (const name of ['used-by-two', 'used-by-three', 'used-more', 'never-used'])
      await publish(name, `${name}-agent`);
    await use(tenants[0], 'used-by-two', 9);
    await use(tenants[1], 'used-by-two', 9);
    for (const tenant of tenants.slice(0, 3)) await use(tenant, 'used-by-three');
    for (const tenant of tenants) await use(tenant, 'used-more');
    for (const field of ['POPULAR', 'TRENDING']) {
      const order = await list(registry.anyone, field);
      expect(order.slice(0, 2)).toEqual(['used-more', 'used-by-three']);
      expect(order.indexOf('used-by-two')).toBeGreaterThan(1);
      const { data } = await registry.anyone.ask(agents, { order: { field, direction: 'DESC' } });
      const ids = data.agents.edges.map(({ node }: { node: { agentId: string } }) => node.agentId);
      expect(ids.slice(0, 2)).toEqual(['used-more-agent', 'used-by-three-agent']);
    }
    await use(tenants[2], 'used-by-two');
    expect((await list(registry.anyone, 'POPULAR'))[0]).toBe('used-by-two');
    // A dry run is no use.
    const before = await registry.database.asOwner('select sum(used) from nofx.entry_ranks');
    const input = { templateId: 'never-used', namespace: 'acme', variables: { change: 'one' }, dryRun: true };
    await tenants[0]?.do(instantiateTemplate, { input });
    expect(await registry.database.asOwner('select sum(used) from nofx.entry_ranks')).toEqual(before);
  });

  it('of private entries by the use of their namespace, which nobody else sees', async () => {
    await publish('inner-used', 'inner-agent', 'private');
    await publish('inner-unused', 'inner-agent-two', 'private');
    await use(owner, 'inner-used', 2);
    const mine = (await list(owner, 'TRENDING')).filter((id: string) => id.startsWith('inner'));
    expect(mine).toEqual(['inner-used', 'inner-unused']);
    expect((await list(registry.anyone, 'TRENDING')).filter((id: string) => id.startsWith('inner'))).toEqual([]);
    const hidden = await registry.database.db.read({ kind: 'anonymous' }, {
      sql: `select 1 from entry_ranks join template_registry as entry on entry.id = entry_id where slug = 'inner-used'`,
      parameters: [],
    } as never);
    expect(hidden).toEqual([]);
  });

  it('weigh a use by its age', async () => {
    // One use now, three uses 40 days ago, ten uses 400 days ago.
    const [row] = await registry.database.asOwner(`
      with days as (select extract(epoch from now() - timestamptz '2020-01-01 00:00:00+00') / 86400 as today),
      uses as (select 'now' as name, array[today] as at from days
        union all select 'month', array_fill(today - 40, array[3]) from days
        union all select 'year', array_fill(today - 400, array[10]) from days),
      scores as (select name, (
        with recursive sums(step, sum) as (select 0, 0::float8
          union all select step + 1, nofx.add_use(sum, (at[step + 1] / 30)::float8) from sums where step < cardinality(at))
        select sum from sums order by step desc limit 1) as score from uses)
      select array_agg(name order by score desc) as order, max(score) filter (where name = 'now')
        - max(score) filter (where name = 'month') as distance from scores`);
    const { order, distance } = row as { order: string[]; distance: number };
    expect(order).toEqual(['now', 'month', 'year']);
    expect(distance).toBeCloseTo(40 / 30 - Math.log(3), 10);
  });

  it('are refused for the ratings of agents, and for a cursor of another order', async () => {
    const { errors } = await registry.anyone.ask(agents, { order: { field: 'RATING', direction: 'DESC' } });
    expect(errors).toMatchObject([
      {
        message: 'Agents are not rated. Order them by NAME, CREATED_AT, UPDATED_AT, POPULAR or TRENDING.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    const { data } = await registry.anyone.ask(templates, { order: { field: 'RATING', direction: 'DESC' }, first: 1 });
    const after = data.templates.pageInfo.endCursor;
    const other = await registry.anyone.ask(templates, {
      order: { field: 'POPULAR', direction: 'DESC' },
      first: 1,
      after,
    });
    expect(other.errors).toMatchObject([
      { message: '`after` is a cursor of another list, filter or order. Omit it to start again.' },
    ]);
  });

  it.runIf(engine === 'postgres')('do not make runs wait for each other', async () => {
    await publish('contended', 'contended-agent');
    const { default: pg } = await import('pg');
    const other = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
    await other.connect();
    try {
      await other.query('begin; update nofx.entry_ranks set used = used');
      await use(tenants[0], 'contended');
    } finally {
      await other.end();
    }
  });
});
