import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const entries = '{ total active deprecated disabled public }';
const versions = '{ total drafts archived }';
const stats = `query ($days: Int, $first: Int, $kind: RegistryKind) { registryStats {
  agents ${entries} templates ${entries} agentVersions ${versions} templateVersions ${versions} ratings
  published { days count } runs { days total queued running succeeded failed cancelled }
  mostUsed(days: $days, first: $first, kind: $kind) { entry { slug } runs succeeded failed } isExact } }`;
const change = (field: string, input: string) =>
  `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ... on Error { message } } }`;

describe.skipIf(!hasEngine)('the numbers of a dashboard', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let stranger: Actor;

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    stranger = await registry.actor({ role: 'admin', namespace: 'globex' });
    await admin.do(publishAgent, { input: agent() });
    await admin.do(publishAgent, { input: agent({ version: '1.1.0' }) });
    await admin.do(publishAgent, { input: { ...agent({ version: '2.0.0' }), draft: true } });
    for (const agentId of ['off', 'older', 'gone']) await admin.do(publishAgent, { input: agent({ agentId }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'inner', visibility: 'private' }) });
    const setStatus = change('setAgentStatus', 'SetStatusInput');
    await admin.do(setStatus, { input: { id: 'off', status: 'DISABLED', message: 'Wrong.' } });
    await admin.do(setStatus, { input: { id: 'older', status: 'DEPRECATED' } });
    await admin.do(change('removeAgent', 'RemoveEntryInput'), { input: { id: 'gone', reason: 'Not needed.' } });
    await admin.do(change('archiveAgentVersion', 'ArchiveVersionInput'), {
      input: { id: 'reviewer', version: '1.0.0', reason: 'Old.' },
    });
    for (const templateId of ['often', 'seldom']) {
      await admin.do(publishTemplate, { input: template({ templateId }) });
    }
    await admin.do(rateTemplate, { input: { templateId: 'often', rating: 5 } });
    await stranger.do(rateTemplate, { input: { templateId: 'often', namespace: 'default', rating: 1 } });
    // Versions are never changed, except here: one release is older than 7 days.
    await registry.database.asOwner(`alter table nofx.agent_versions disable trigger user;
      update nofx.agent_versions set published_at = now() - interval '8 days' where version = '1.0.0' and entry_id in
        (select id from nofx.agent_registry where slug = 'older');
      alter table nofx.agent_versions enable trigger user`);
    await run('often', 'SUCCEEDED', '1 hour');
    await run('often', 'SUCCEEDED', '5 days');
    await run('often', 'FAILED', '20 days');
    await run('often', 'RUNNING', '1 minute');
    await run('seldom', 'CANCELLED', '60 days');
    await run('seldom', 'QUEUED', '2 days');
    await run('seldom', 'SUCCEEDED', '100 days');
    await run('often', 'SUCCEEDED', '1 hour', 'globex');
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** A run that was created that long ago, with two steps of the agent `reviewer`. */
  const run = (slug: string, status: string, ago: string, namespace = 'default') =>
    registry.database.asOwner(`with made as (
        insert into nofx.runs (namespace, template_id, template_version_id, created_by, status, created_at)
        select '${namespace}', id, current_version_id, gen_random_uuid(), '${status}', now() - interval '${ago}'
        from nofx.template_registry where slug = '${slug}' returning id
      )
      insert into nofx.steps (run_id, step_id, position, name, agent_id, agent_version_id)
      select made.id, 's' || position, position, 'A step', agent.id, agent.current_version_id
      from made, nofx.agent_registry as agent, generate_series(0, 1) as position where agent.slug = 'reviewer'`);

  const seenBy = async (who: Actor, variables: object = {}) => (await who.ask(stats, variables)).data.registryStats;
  const none = { total: 0, queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };

  it('are those of a namespace and of what is public, for its admin', async () => {
    expect(await seenBy(admin)).toEqual({
      agents: { total: 4, active: 2, deprecated: 1, disabled: 1, public: 2 },
      templates: { total: 2, active: 2, deprecated: 0, disabled: 0, public: 2 },
      agentVersions: { total: 6, drafts: 1, archived: 1 },
      templateVersions: { total: 2, drafts: 0, archived: 0 },
      ratings: 2,
      published: [
        { days: 1, count: 6 },
        { days: 7, count: 6 },
        { days: 30, count: 7 },
        { days: 90, count: 7 },
      ],
      runs: [
        { ...none, days: 1, total: 2, running: 1, succeeded: 1 },
        { ...none, days: 7, total: 4, queued: 1, running: 1, succeeded: 2 },
        { ...none, days: 30, total: 5, queued: 1, running: 1, succeeded: 2, failed: 1 },
        { days: 90, total: 6, queued: 1, running: 1, succeeded: 2, failed: 1, cancelled: 1 },
      ],
      mostUsed: [
        { entry: { slug: 'reviewer' }, runs: 5, succeeded: 2, failed: 1 },
        { entry: { slug: 'often' }, runs: 4, succeeded: 2, failed: 1 },
        { entry: { slug: 'seldom' }, runs: 1, succeeded: 0, failed: 0 },
      ],
      isExact: true,
    });
  });

  it('are those of what is public, without runs, for anyone', async () => {
    expect(await seenBy(registry.anyone)).toEqual({
      agents: { total: 2, active: 1, deprecated: 1, disabled: 0, public: 2 },
      templates: { total: 2, active: 2, deprecated: 0, disabled: 0, public: 2 },
      agentVersions: { total: 3, drafts: 0, archived: 1 },
      templateVersions: { total: 2, drafts: 0, archived: 0 },
      ratings: 2,
      published: [
        { days: 1, count: 4 },
        { days: 7, count: 4 },
        { days: 30, count: 5 },
        { days: 90, count: 5 },
      ],
      runs: [1, 7, 30, 90].map((days) => ({ ...none, days })),
      mostUsed: [],
      isExact: true,
    });
  });

  it('have the runs of no other namespace', async () => {
    const { runs, mostUsed } = await seenBy(stranger);
    expect(runs).toEqual([1, 7, 30, 90].map((days) => ({ ...none, days, total: 1, succeeded: 1 })));
    expect(mostUsed.map(({ entry, runs }: { entry: { slug: string }; runs: number }) => [entry.slug, runs])).toEqual([
      ['reviewer', 1],
      ['often', 1],
    ]);
  });

  it('name the entries of one kind, of some days, up to a number', async () => {
    const slugs = async (variables: object) =>
      (await seenBy(admin, variables)).mostUsed.map(({ entry }: { entry: { slug: string } }) => entry.slug);
    expect(await slugs({ kind: 'TEMPLATE' })).toEqual(['often', 'seldom']);
    expect(await slugs({ kind: 'AGENT' })).toEqual(['reviewer']);
    expect(await slugs({ first: 1 })).toEqual(['reviewer']);
    expect(await slugs({ kind: 'TEMPLATE', days: 1 })).toEqual(['often']);
  });

  it.each([
    [{ days: 0 }, '`days` must be from 1 to 365.'],
    [{ days: 366 }, '`days` must be from 1 to 365.'],
    [{ first: 0 }, '`first` must be from 1 to 20.'],
    [{ first: 21 }, '`first` must be from 1 to 20.'],
  ])('are refused for %o', async (variables, message) => {
    const { errors } = await admin.ask(stats, variables);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('cost two statements without the most used entries', async () => {
    registry.statements();
    await admin.ask('{ registryStats { agents { total } ratings runs { total } } }');
    expect(registry.statements()).toHaveLength(2);
  });

  it('are served as JSON, with the numbers that GraphQL has', async () => {
    const response = await fetch(new URL('/api/stats?days=7', registry.url), {
      headers: { authorization: `Bearer ${await registry.token({ role: 'admin' })}` },
    });
    const { mostUsed, ...counts } = await response.json();
    const { mostUsed: _, ...expected } = await seenBy(admin);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect(counts).toEqual(expected);
    expect(mostUsed[0]).toEqual({
      entry: { type: 'Agent', slug: 'reviewer', namespace: 'default', name: 'Reviewer' },
      runs: 4,
      succeeded: 2,
      failed: 0,
    });
  });
});
