import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publishShared } from '../../server/open/publishShared.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

describe.skipIf(!hasEngine)('search', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
    const outcomes = await publishShared(registry.services);
    expect(outcomes.filter(({ outcome }) => outcome !== 'published')).toEqual([]);
  }, 60_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const search = async (query: string, more = '') =>
    (
      await registry.anyone.ask(
        `query ($query: String!) { search(query: $query${more}) { totalCount facets { kinds { value count } tags { value count } categories { value count } }
          edges { cursor score highlight node { __typename ... on RegistryEntry { slug category } } } pageInfo { hasNextPage endCursor } } }`,
        { query },
      )
    ).data.search;
  const slugs = (found: { edges: { node: { slug: string } }[] }) => found.edges.map(({ node }) => node.slug);

  it.each([
    ['code reviewer', 'code-reviewer'],
    ['code revewer', 'code-reviewer'],
    ['sumarize logs', 'log-summarizer'],
    ['incidnet', 'incident-response'],
    ['postmort', 'postmortem-writer'],
    ['SQL', 'sql-analyst'],
  ])('finds for %j, among the first, %s', async (query, slug) => {
    expect(slugs(await search(query)).slice(0, 3)).toContain(slug);
  });

  it('takes one statement, for the facets of all hits and a page of them', async () => {
    registry.statements();
    const found = await search('review', ', first: 2');
    expect(registry.statements()).toHaveLength(1);
    expect(found.edges).toHaveLength(2);
    expect(found.totalCount).toBeGreaterThan(2);
    expect(found.facets.kinds.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(
      found.totalCount,
    );
    expect(found.edges[0].score).toBeGreaterThanOrEqual(found.edges[1].score);
    expect(found.edges[0].highlight).toMatch(/<mark>/i);
  });

  it('pages without loss or repetition', async () => {
    const all = slugs(await search('review', ', first: 100'));
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const page = await search('review', `, first: 2${after}`);
      paged.push(...slugs(page));
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(paged).toEqual(all);
  });

  it('narrows by kind and filter', async () => {
    const templates = await search('', ', kinds: [TEMPLATE], first: 100');
    expect(new Set(templates.edges.map((edge: { node: { __typename: string } }) => edge.node.__typename))).toEqual(
      new Set(['Template']),
    );
    const { value } = templates.facets.categories[0];
    const narrowed = await search('', `, first: 100, filter: { category: "${value}" }`);
    for (const { node } of narrowed.edges) expect(node.category).toBe(value);
  });

  it.each([
    '',
    '   ',
    '%',
    "'",
    "' or 1=1 --",
    '"',
    '!!!',
    '-',
    'zzzzqqqq',
    '\\',
    '<b>',
    '\u0000',
    '🤖',
    ':*',
    '& | !',
  ])('answers %j without harm', async (query) => {
    const found = await search(query);
    expect(found.totalCount).toBeGreaterThanOrEqual(0);
  });

  it('escapes text in highlights', async () => {
    const { agent } = await import('../support/definitions.ts');
    const { publishAgent } = await import('../support/operations.ts');
    const alice = await registry.actor();
    await alice.do(publishAgent, {
      input: agent({
        agentId: 'marked',
        name: 'Marked',
        description: 'Shows <img src=x onerror=alert(1)> unharmed & whole.',
      }),
    });
    const { edges } = await search('unharmed');
    expect(edges[0].highlight).toContain('&lt;img');
    expect(edges[0].highlight).toContain('<mark>unharmed</mark>');
  });

  it('refuses a query that is too long', async () => {
    const { errors } = await registry.anyone.ask('query ($query: String!) { search(query: $query) { totalCount } }', {
      query: 'a'.repeat(201),
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
