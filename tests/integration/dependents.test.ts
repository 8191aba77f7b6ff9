import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';

describe.skipIf(!hasEngine)('dependencies and dependents', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let other: Actor;
  const templates = (templateId: string, more: object = {}) => template({ templateId, name: templateId, ...more });
  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    other = await registry.actor({ namespace: 'globex' });
    await alice.do(publishAgent, { input: agent() });
    for (const input of [
      templates('base'),
      templates('base', { version: '1.1.0' }),
      templates('lint'),
      templates('release', { dependencies: { base: '1.0.0' } }),
      templates('release', { version: '1.1.0', dependencies: { base: '^1.1.0', lint: '*' } }),
      templates('nightly', { dependencies: { base: '*' }, visibility: 'private' }),
      templates('former', { dependencies: { base: '*' } }),
      templates('former', { version: '2.0.0' }),
      { ...templates('sketch', { dependencies: { base: '*' } }), draft: true },
    ])
      await alice.do(publishTemplate, { input });
    await other.do(publishTemplate, { input: templates('shared', { dependencies: { base: '^1.0.0' } }) });
    await other.do(publishTemplate, {
      input: templates('secret', { dependencies: { base: '*' }, visibility: 'private' }),
    });
  });
  afterAll(() => registry?.close());

  const page = '{ totalCount pageInfo { hasNextPage endCursor } edges { node { namespace slug } } }';
  const names = ({ edges }: { edges: { node: { namespace: string; slug: string } }[] }) =>
    edges.map(({ node }) => `${node.namespace}/${node.slug}`);
  const related = async (as: Actor, id: string, field: string, more = '', namespace = 'default') => {
    const query = `{ template(templateId: "${id}", namespace: "${namespace}") { list: ${field}${more} ${page} } }`;
    const { data, errors } = await as.ask(query);
    expect(errors).toBeUndefined();
    return data.template.list;
  };

  it('are those of the current version, and that the caller can see', async () => {
    const mine = await related(alice, 'base', 'dependents');
    expect([names(mine), mine.totalCount]).toEqual([['default/nightly', 'default/release', 'globex/shared'], 3]);
    expect(names(await related(other, 'base', 'dependents'))).toEqual([
      'default/release',
      'globex/secret',
      'globex/shared',
    ]);
    expect(names(await related(registry.anyone, 'base', 'dependents'))).toEqual(['default/release', 'globex/shared']);
    const needed = await related(alice, 'release', 'dependencies');
    expect([names(needed), needed.totalCount]).toEqual([['default/base', 'default/lint'], 2]);
    expect(names(await related(other, 'shared', 'dependencies', '', 'globex'))).toEqual(['default/base']);
    expect((await related(alice, 'base', 'dependencies')).totalCount).toBe(0);
  });

  it('come in pages', async () => {
    const first = await related(alice, 'base', 'dependents', '(first: 2)');
    expect([names(first), first.pageInfo.hasNextPage]).toEqual([['default/nightly', 'default/release'], true]);
    const next = await related(alice, 'base', 'dependents', `(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect([names(next), next.pageInfo.hasNextPage]).toEqual([['globex/shared'], false]);
  });

  it('of a version are the published versions whose range it satisfies', async () => {
    const query = `{ template(templateId: "base") { a: version(version: "1.0.0") { ...D } b: version(version: "1.1.0") { ...D } } }
      fragment D on TemplateVersion { dependents { totalCount edges { node { version template { templateId } } } } }`;
    const { data } = await registry.anyone.ask(query);
    const found = ({
      dependents,
    }: {
      dependents: { edges: { node: { version: string; template: { templateId: string } } }[] };
    }) => dependents.edges.map(({ node }) => `${node.template.templateId}@${node.version}`).sort();
    expect(found(data.template.a)).toEqual(['former@1.0.0', 'release@1.0.0', 'shared@1.0.0']);
    expect(found(data.template.b)).toEqual(['former@1.0.0', 'release@1.1.0', 'shared@1.0.0']);
    expect(data.template.b.dependents.totalCount).toBe(3);
  });

  it('of an id that another namespace has too are its own', async () => {
    const third = await registry.actor({ namespace: 'initech' });
    await third.do(publishTemplate, { input: templates('base') });
    await third.do(publishTemplate, { input: templates('user', { dependencies: { base: '*' } }) });
    expect(names(await related(third, 'base', 'dependents', '', 'initech'))).toEqual(['initech/user']);
    expect(names(await related(third, 'base', 'dependents'))).not.toContain('initech/user');
    expect(names(await related(third, 'user', 'dependencies', '', 'initech'))).toEqual(['initech/base']);
  });

  it('are there for agents, and answered by REST', async () => {
    await alice.do(publishAgent, { input: agent({ agentId: 'writer', dependencies: { reviewer: '^1.0.0' } }) });
    const { data } = await registry.anyone.ask(`{
      used: agent(agentId: "reviewer") { dependents ${page} currentVersion { dependents { edges { node { version } } } } }
      user: agent(agentId: "writer") { dependencies ${page} } }`);
    expect([names(data.used.dependents), names(data.user.dependencies)]).toEqual([
      ['default/writer'],
      ['default/reviewer'],
    ]);
    expect(data.used.currentVersion.dependents.edges).toEqual([{ node: { version: '1.0.0' } }]);
    const rest = restClient(registry.url, null);
    const dependents = await rest.get('/api/agents/reviewer/dependents');
    expect([dependents.status, dependents.body.items.map((item: { agentId: string }) => item.agentId)]).toEqual([
      200,
      ['writer'],
    ]);
    const dependencies = await rest.get('/api/templates/release/dependencies');
    expect(dependencies.body.items.map((item: { templateId: string }) => item.templateId)).toEqual(['base', 'lint']);
  });

  it('of a list of templates take as many statements as of one', async () => {
    const query = `query ($first: Int) { templates(first: $first) { edges { node { dependents { edges { node { slug } } }
      dependencies { edges { node { slug } } } currentVersion { dependents { edges { node { version } } } } } } } }`;
    const count = async (first: number) => {
      registry.statements();
      expect((await alice.ask(query, { first })).errors).toBeUndefined();
      return registry.statements().length;
    };
    expect(await count(9)).toBe(await count(1));
  });
});
