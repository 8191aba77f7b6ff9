import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { counted, impact } from '../support/impact.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { runsOf } from '../support/runs.ts';

describe.skipIf(!hasEngine)('the impact of a change', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let other: Actor;
  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    other = await registry.actor({ role: 'publisher', namespace: 'globex' });
    await admin.do(publishAgent, { input: agent() });
    await admin.do(publishAgent, { input: agent({ version: '1.1.0' }) });
    await admin.do(publishTemplate, { input: template({ templateId: 'own-round' }) });
    await other.do(publishTemplate, { input: template({ templateId: 'shared-round' }) });
    await other.do(publishTemplate, { input: template({ templateId: 'hidden-plan', visibility: 'private' }) });
    await runsOf(admin).start('own-round', { change: 'x' });
    await runsOf(other).start('hidden-plan', { change: 'x' });
    await runsOf(other).start('own-round', { change: 'x' });
  });
  afterAll(() => registry?.close());

  const ask = async (document: string, input: object, as = admin) => {
    const answer = await as.do(document, { input });
    expect(answer.message).toBeUndefined();
    return answer.impact;
  };
  const back = { id: 'reviewer', toVersion: '1.0.0', reason: 'It fails.', dryRun: true };
  const own = counted({ templates: 1, templateVersions: 1, runs: 1 });
  const shared = counted({ templates: 1, templateVersions: 1 });
  const hidden = counted({ templates: 1, templateVersions: 1, runs: 2 });
  const all = counted({ templates: 3, templateVersions: 3, runs: 3 });
  const line = (namespace: string, entryId: string, effect: string, after: string | null) => ({
    kind: 'TEMPLATE',
    effect,
    namespace,
    entryId,
    version: '1.0.0',
    isCurrent: true,
    range: '^1.0.0',
    before: '1.1.0',
    after,
  });

  it('of a rollback: by namespace, and only counts of what belongs to others', async () => {
    const found = await ask(impact.rollbackAgent, back);
    expect(found).toEqual({
      days: 30,
      unresolved: counted(),
      changed: all,
      namespaces: [
        { namespace: null, unresolved: counted(), changed: hidden },
        { namespace: 'default', unresolved: counted(), changed: own },
        { namespace: 'globex', unresolved: counted(), changed: shared },
      ],
      namespaceTotal: 3,
      dependents: [
        line('default', 'own-round', 'CHANGED', '1.0.0'),
        line('globex', 'shared-round', 'CHANGED', '1.0.0'),
      ],
      dependentTotal: 2,
      truncated: false,
    });
    expect(JSON.stringify(found)).not.toContain('hidden-plan');
  });

  it('of a status', async () => {
    const found = await ask(impact.setAgentStatus, { id: 'reviewer', status: 'DISABLED', dryRun: true });
    expect([found.unresolved, found.changed]).toEqual([all, counted()]);
    expect(found.dependents).toEqual([
      line('default', 'own-round', 'UNRESOLVED', null),
      line('globex', 'shared-round', 'UNRESOLVED', null),
    ]);
    const deprecated = await ask(impact.setAgentStatus, { id: 'reviewer', status: 'DEPRECATED', dryRun: true });
    expect([deprecated.unresolved, deprecated.changed]).toEqual([counted(), counted()]);
    expect(await ask(impact.setAgentStatus, { id: 'reviewer', status: 'ACTIVE', dryRun: true })).toBeNull();
  });

  it('of a visibility: only for others', async () => {
    const found = await ask(impact.setAgentVisibility, { id: 'reviewer', visibility: 'PRIVATE', dryRun: true });
    expect(found.namespaces).toEqual([
      { namespace: null, unresolved: hidden, changed: counted() },
      { namespace: 'globex', unresolved: shared, changed: counted() },
    ]);
  });

  it('of a version that becomes public: others depend on it instead of an older one', async () => {
    const of = (version: string, visibility: string) =>
      admin.do(publishAgent, { input: agent({ agentId: 'opened', version, visibility }) });
    await of('1.0.0', 'public');
    const plan = {
      variables: { type: 'object', properties: {} },
      defaultPlan: { steps: [{ id: 'only', agent: 'opened' }] },
    };
    const supportedAgents = { opened: '<1.2.0' };
    await other.do(publishTemplate, {
      input: template({ templateId: 'opened-round', ...plan, expectedOutputs: {}, supportedAgents }),
    });
    await of('1.1.0', 'private');
    await of('1.2.0', 'public');
    const found = await ask(impact.setAgentVisibility, { id: 'opened', visibility: 'PUBLIC', versions: ['1.1.0'] });
    expect(found.dependents).toEqual([
      { ...line('globex', 'opened-round', 'CHANGED', '1.1.0'), range: '<1.2.0', before: '1.0.0' },
    ]);
  });

  it('of a publish, as validate and the dry run say before', async () => {
    const next = agent({ version: '1.2.0' });
    const foreseen = await ask(impact.publishAgent, { ...next, dryRun: true });
    expect(foreseen.changed).toEqual(all);
    expect(foreseen.dependents[0]).toMatchObject({ before: '1.1.0', after: '1.2.0' });
    expect(await ask(impact.validateAgent, next)).toEqual(foreseen);
    const viewer = await registry.actor({ role: 'viewer' });
    expect(await ask(impact.validateAgent, next, viewer)).toEqual(foreseen);

    const unpublished = { ...next, draft: true, dryRun: true };
    expect((await ask(impact.publishAgent, unpublished)).changed).toEqual(counted());
    expect((await ask(impact.publishAgent, { ...agent({ version: '2.0.0' }), dryRun: true })).changed).toEqual(
      counted(),
    );
    const concealed = agent({ version: '1.2.0', visibility: 'private' });
    const kept = await ask(impact.validateAgent, concealed);
    expect([kept.changed, kept.unresolved]).toEqual([own, counted({ templates: 2, templateVersions: 2, runs: 2 })]);
    expect(await ask(impact.publishAgent, { ...concealed, dryRun: true })).toEqual(kept);
    expect(await ask(impact.publishAgent, agent({ version: '1.1.0' }))).toBeNull();
  });

  it('of what is done, and of a promotion, is that of its dry run', async () => {
    const foreseen = await ask(impact.rollbackAgent, back);
    expect(await ask(impact.rollbackAgent, { ...back, dryRun: false })).toEqual(foreseen);
    const forth = await ask(impact.promoteAgent, { id: 'reviewer', version: '1.1.0', dryRun: true });
    expect(forth.dependents[0]).toMatchObject({ effect: 'CHANGED', before: '1.0.0', after: '1.1.0' });
    expect(await ask(impact.promoteAgent, { id: 'reviewer', version: '1.1.0' })).toEqual(forth);
  });

  it('of the archive, and of a removal', async () => {
    const reason = 'It fails.';
    await ask(impact.publishAgent, agent({ version: '1.1.1' }));
    const older = { id: 'reviewer', version: '1.1.0', reason };
    expect((await ask(impact.archiveAgent, { ...older, dryRun: true })).changed).toEqual(counted());
    await ask(impact.rollbackAgent, { id: 'reviewer', toVersion: '1.0.0', reason });
    const archived = await ask(impact.archiveAgent, { id: 'reviewer', version: '1.1.1', reason });
    expect(archived.changed).toEqual(counted());
    await ask(impact.promoteAgent, { id: 'reviewer', version: '1.1.0' });
    const back = await ask(impact.unarchiveAgent, { id: 'reviewer', version: '1.1.1', dryRun: true });
    expect(back.changed).toEqual(counted());
    const removed = await ask(impact.removeAgent, { id: 'reviewer', reason, dryRun: true });
    expect(removed.unresolved).toEqual(all);
    expect(removed.dependents).toEqual([
      line('default', 'own-round', 'UNRESOLVED', null),
      line('globex', 'shared-round', 'UNRESOLVED', null),
    ]);
    // A range that only the archived version satisfies.
    await admin.do(publishAgent, { input: agent({ agentId: 'pinned' }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'pinner', dependencies: { pinned: '1.0.0' } }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'pinned', version: '1.1.0' }) });
    const pin = { id: 'pinned', version: '1.0.0', reason };
    const found = await ask(impact.archiveAgent, pin);
    expect(found.unresolved).toEqual(counted({ agents: 1, agentVersions: 1 }));
    expect(found.dependents).toMatchObject([{ entryId: 'pinner', before: '1.0.0', after: null }]);
  });

  it('is answered by REST', async () => {
    const rest = restClient(registry.url, admin.token);
    const { status, body } = await rest.post('/api/agents/reviewer/rollback', { ...back, id: undefined });
    expect([status, body.impact.changed]).toEqual([200, all]);
    expect(body.impact.dependents).toHaveLength(2);
  });

  it('is printed by the CLI', async () => {
    const cli = (...words: string[]) =>
      cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' }, ...words);
    const rolledBack = ['rollback', 'agent', 'reviewer', '--to', '1.0.0', '--reason', 'It fails.', '--dry-run'];
    const { code, out } = await cli(...rolledBack);
    expect([code, out.trimEnd().split('\n')]).toEqual([
      0,
      [
        'reviewer would be rolled back from 1.1.0 to 1.0.0.',
        'Impact: 3 templates (3 versions) and 3 runs of the last 30 days would resolve to another version.',
        'Of these, in other namespaces: 1 version and 2 runs that you do not have access to.',
        '  default/own-round@1.0.0: ^1.0.0 resolves to 1.0.0 instead of 1.1.0',
        '  globex/shared-round@1.0.0: ^1.0.0 resolves to 1.0.0 instead of 1.1.0',
      ],
    ]);
    const asData = await cli(...rolledBack, '--json');
    expect(JSON.parse(asData.out).impact).toMatchObject({ changed: all, dependentTotal: 2 });
    const disabled = await cli('disable', 'agent', 'reviewer', '--dry-run');
    expect(disabled.out).toContain(
      'Impact: 3 templates (3 versions) and 3 runs of the last 30 days would no longer resolve.\n',
    );
    expect((await cli('deprecate', 'agent', 'reviewer', '--dry-run')).out).toBe('reviewer would be deprecated.\n');

    const folder = await mkdtemp(join(tmpdir(), 'nofx-impact-'));
    const { manifest, files } = agent({ version: '1.2.0' });
    await mkdir(join(folder, 'reviewer', 'prompts'), { recursive: true });
    await writeFile(join(folder, 'reviewer', 'agent.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'reviewer', 'prompts', 'system.md'), files[0]?.content ?? '');
    const published = await cli('publish', 'agents', '--dir', folder, '--dry-run');
    expect(published.out).toContain(
      'reviewer@1.2.0\nImpact: 3 templates (3 versions) and 3 runs of the last 30 days would resolve to another version.\n',
    );
    await rm(folder, { recursive: true });
  });

  it('of an agent that agents depend on', async () => {
    await admin.do(publishAgent, { input: agent({ agentId: 'helper' }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'writer', dependencies: { helper: '^1.0.0' } }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'local', dependencies: { helper: '1.0.0' } }) });
    const found = await ask(impact.publishAgent, { ...agent({ agentId: 'helper', version: '1.0.1' }), dryRun: true });
    expect(found.changed).toEqual(counted({ agents: 1, agentVersions: 1 }));
    expect(found.dependents).toMatchObject([{ kind: 'AGENT', entryId: 'writer', before: '1.0.0', after: '1.0.1' }]);
  });

  it('looks an id up in the namespace of who names it first', async () => {
    await other.do(publishAgent, { input: agent({ agentId: 'helper' }) });
    await other.do(publishAgent, { input: agent({ agentId: 'caller', dependencies: { helper: '*' } }) });
    const mine = await ask(impact.publishAgent, { ...agent({ agentId: 'helper', version: '1.0.1' }), dryRun: true });
    expect(mine.changed).toEqual(counted({ agents: 1, agentVersions: 1 }));
    const theirs = await ask(
      impact.publishAgent,
      { ...agent({ agentId: 'helper', version: '1.0.1' }), dryRun: true },
      other,
    );
    expect(theirs.dependents).toMatchObject([{ namespace: 'globex', entryId: 'caller', range: '*' }]);
  });

  it('of a template: what depends on it, and its own runs', async () => {
    const inner = (version: string) => template({ templateId: 'inner', version });
    await admin.do(publishTemplate, { input: inner('1.0.0') });
    const dependencies = { inner: '^1.0.0' };
    await admin.do(publishTemplate, { input: template({ templateId: 'outer', dependencies }) });
    await runsOf(admin).start('inner', { change: 'x' });
    await runsOf(admin).start('outer', { change: 'x' });
    const found = await ask(impact.publishTemplate, { ...inner('1.1.0'), dryRun: true });
    expect(found).toMatchObject({ unresolved: counted(), changed: { ...own, runs: 2 } });
    const off = await ask(impact.setTemplateStatus, { id: 'inner', status: 'DISABLED', dryRun: true });
    expect(off).toMatchObject({ unresolved: { ...own, runs: 2 }, changed: counted() });
    expect(off.dependents).toMatchObject([{ kind: 'TEMPLATE', entryId: 'outer', before: '1.0.0', after: null }]);
  });

  it('counts neither drafts nor what is disabled, nor old runs', async () => {
    const start = await ask(impact.rollbackAgent, back);
    await admin.do(publishTemplate, {
      input: { ...template({ templateId: 'own-round', version: '2.0.0' }), draft: true },
    });
    expect(await ask(impact.rollbackAgent, back)).toEqual(start);
    const run = await runsOf(admin).start('own-round', { change: 'x' });
    expect((await ask(impact.rollbackAgent, back)).changed.runs).toBe(start.changed.runs + 1);
    await registry.database.asOwner(
      `alter table nofx.runs disable trigger user; alter table nofx.runs no force row level security;
       update nofx.runs set created_at = now() - interval '31 days' where id = '${atob(run.id).split(':').at(-1)}';
       alter table nofx.runs enable trigger user; alter table nofx.runs force row level security`,
    );
    expect(await ask(impact.rollbackAgent, back)).toEqual(start);
    await ask(impact.setTemplateStatus, { id: 'own-round', status: 'DISABLED' });
    const off = await ask(impact.rollbackAgent, back);
    await ask(impact.setTemplateStatus, { id: 'own-round', status: 'ACTIVE' });
    expect(off.changed.templates).toBe(start.changed.templates - 1);
  });

  it('lists up to 50 versions, with their total, in as many statements as for one', async () => {
    await admin.do(publishAgent, { input: agent({ agentId: 'popular' }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'popular', version: '1.0.1' }) });
    const supportedAgents = { reviewer: '^1.0.0', popular: '^1.0.0' };
    await admin.do(publishTemplate, { input: template({ templateId: 'many', version: '1.0.51', supportedAgents }) });
    const rollBack = { ...back, id: 'popular' };
    registry.statements();
    await ask(impact.rollbackAgent, rollBack);
    const statements = registry.statements().length;
    await registry.database.asOwner(`
      insert into nofx.template_versions (id, entry_id, version, status, manifest, digest)
        select md5(number::text)::uuid, version.entry_id, '1.0.' || number, 'ACTIVE', version.manifest, version.digest
        from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id,
          generate_series(0, 50) as number
        where entry.slug = 'many';
      insert into nofx.template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
        select md5(number::text)::uuid, link.slug, link.agent_registry_id, link.range, link.matches
        from nofx.template_version_agents link join nofx.template_registry entry on entry.current_version_id = link.template_version_id,
          generate_series(0, 50) as number
        where entry.slug = 'many' and link.slug = 'popular'`);
    registry.statements();
    const found = await ask(impact.rollbackAgent, rollBack);
    expect(registry.statements()).toHaveLength(statements);
    expect([found.dependents.length, found.dependentTotal, found.changed]).toEqual([
      50,
      52,
      counted({ templates: 1, templateVersions: 52 }),
    ]);
    expect(found.dependents[0]).toMatchObject({ version: '1.0.51', isCurrent: true });
  });
});
