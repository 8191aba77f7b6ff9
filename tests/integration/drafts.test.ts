import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { discard, remove } from '../support/lifecycle.ts';
import { addAgent } from '../support/locks.ts';
import { promoteAgent, publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const draftsQuery = `query ($kind: RegistryKind, $first: Int, $after: String, $last: Int, $before: String) {
  drafts(kind: $kind, first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { node { version status
      ... on AgentVersion { agent { agentId namespace } } ... on TemplateVersion { template { templateId } } } } } }`;

describe.skipIf(!hasEngine)('the drafts of a namespace', () => {
  let registry: TestRegistry;
  const fresh = uniqueNames('drafts');

  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  /** A publisher of a namespace without drafts. */
  const publisherOf = (namespace: string) => registry.actor({ namespace });
  const draftAgent = (actor: Actor, agentId: string, version: string, more: object = {}) =>
    actor.do(publishAgent, { input: { ...agent({ agentId, version, ...more }), draft: true } });
  const draftTemplate = async (actor: Actor, templateId: string) => {
    await addAgent(actor, 'reviewer', '1.0.0');
    return actor.do(publishTemplate, { input: { ...template({ templateId }), draft: true } });
  };
  const page = async (actor: Actor, variables: object = {}) => {
    const { data, errors } = await actor.ask(draftsQuery, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.drafts;
  };
  const named = ({ edges }: { edges: { node: Node }[] }) =>
    edges.map(({ node }) => `${node.agent?.agentId ?? node.template?.templateId}@${node.version}`);
  interface Node {
    version: string;
    agent?: { agentId: string };
    template?: { templateId: string };
  }
  const list = async (actor: Actor, variables: object = {}): Promise<string[]> => named(await page(actor, variables));

  it('are of both kinds, also of entries without a published version, latest upload first', async () => {
    const namespace = fresh();
    const publisher = await publisherOf(namespace);
    expect(await page(publisher)).toEqual({
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      edges: [],
    });
    await addAgent(publisher, 'known', '1.0.0');
    await draftAgent(publisher, 'known', '1.1.0');
    await draftAgent(publisher, 'unknown', '0.1.0');
    await draftTemplate(publisher, 'plan');
    const all = ['plan@1.0.0', 'unknown@0.1.0', 'known@1.1.0'];
    const found = await page(publisher);
    expect(named(found)).toEqual(all);
    expect(found.totalCount).toBe(3);
    expect(found.edges[1].node).toEqual({
      version: '0.1.0',
      status: 'DRAFT',
      agent: { agentId: 'unknown', namespace },
    });
    expect(await list(publisher, { kind: 'AGENT' })).toEqual(all.slice(1));
    expect(await list(publisher, { kind: 'TEMPLATE' })).toEqual(all.slice(0, 1));
  });

  it('are shown to its publishers and admins only', async () => {
    const namespace = fresh();
    const publisher = await publisherOf(namespace);
    await draftAgent(publisher, 'hidden', '1.0.0', { visibility: 'public' });
    expect(await list(await registry.actor({ namespace, role: 'publisher' }))).toEqual(['hidden@1.0.0']);
    expect(await list(await registry.actor({ namespace, role: 'admin' }))).toEqual(['hidden@1.0.0']);
    const others = [
      await registry.actor({ namespace, role: 'viewer' }),
      await registry.actor({ namespace: fresh(), role: 'admin' }),
      registry.anyone,
    ];
    for (const other of others) expect(await page(other)).toMatchObject({ totalCount: 0, edges: [] });
  });

  it('are paged in both directions, and a cursor is for the same list only', async () => {
    const publisher = await publisherOf(fresh());
    for (const id of ['one', 'two', 'three', 'four', 'five']) await draftAgent(publisher, id, '1.0.0');
    const whole = ['five@1.0.0', 'four@1.0.0', 'three@1.0.0', 'two@1.0.0', 'one@1.0.0'];
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { pageInfo, ...found } = await page(publisher, { first: 2, after });
      seen.push(...named(found));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(whole);
    const last = await page(publisher, { last: 2 });
    expect(named(last)).toEqual(whole.slice(3));
    expect(await list(publisher, { last: 2, before: last.pageInfo.startCursor })).toEqual(whole.slice(1, 3));
    const { errors } = await publisher.ask(draftsQuery, { kind: 'AGENT', after: last.pageInfo.startCursor });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('`after`'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('leave the list when they are published or discarded, and when their entry is removed', async () => {
    const namespace = fresh();
    const publisher = await publisherOf(namespace);
    const admin = await registry.actor({ namespace, role: 'admin' });
    for (const id of ['published', 'discarded', 'removed']) await addAgent(publisher, id, '1.0.0');
    for (const id of ['published', 'discarded', 'removed']) await draftAgent(publisher, id, '1.1.0');
    expect(await list(publisher)).toEqual(['removed@1.1.0', 'discarded@1.1.0', 'published@1.1.0']);
    await publisher.do(promoteAgent, { input: { id: 'published', version: '1.1.0' } });
    expect(await list(publisher)).toEqual(['removed@1.1.0', 'discarded@1.1.0']);
    await discard(publisher, { id: 'discarded', version: '1.1.0' });
    expect(await list(publisher)).toEqual(['removed@1.1.0']);
    await remove(admin, { id: 'removed', expectedCurrentVersion: '1.0.0', reason: 'Obsolete.' });
    expect(await list(publisher)).toEqual([]);
  });

  it('come first again when they are replaced', async () => {
    const publisher = await publisherOf(fresh());
    await draftAgent(publisher, 'older', '1.0.0');
    await draftAgent(publisher, 'newer', '1.0.0');
    await draftAgent(publisher, 'older', '1.0.0', { description: 'Replaced.' });
    expect(await list(publisher)).toEqual(['older@1.0.0', 'newer@1.0.0']);
  });

  it('are listed over REST and by the CLI', async () => {
    const namespace = fresh();
    const publisher = await publisherOf(namespace);
    await draftAgent(publisher, 'helper', '1.0.0');
    await draftTemplate(publisher, 'plan');
    const rest = restClient(registry.url, publisher.token);
    const { status, body } = await rest.get('/api/drafts?kind=AGENT&first=5');
    expect({ status, items: body.items }).toMatchObject({
      status: 200,
      items: [{ type: 'AgentVersion', version: '1.0.0', status: 'DRAFT', agent: { agentId: 'helper', namespace } }],
    });
    expect(body.items).toHaveLength(1);
    expect((await restClient(registry.url, null).get('/api/drafts')).body).toMatchObject({ items: [] });

    const cli = (...words: string[]) =>
      cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: publisher.token ?? '' }, 'drafts', ...words);
    const shown = await cli();
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out.split('\n').map((line) => line.trim().split(/\s+/).slice(0, 3).join(' '))).toEqual([
      'kind id version',
      'template plan 1.0.0',
      'agent helper 1.0.0',
      '',
    ]);
    const first = JSON.parse((await cli('--json', '--first', '1')).out);
    expect(first.drafts).toMatchObject([{ kind: 'template', id: 'plan', namespace, version: '1.0.0' }]);
    const second = JSON.parse((await cli('--json', '--first', '1', '--after', first.after)).out);
    expect(second).toMatchObject({ drafts: [{ kind: 'agent', id: 'helper' }], after: null });
    await discard(publisher, { id: 'plan', version: '1.0.0' }, 'Template');
    const none = await cli('--kind', 'template');
    expect(none).toMatchObject({
      code: 0,
      out: '',
      err: 'No drafts that you have access to. `registry publish … --draft` uploads one.\n',
    });
  });
});
