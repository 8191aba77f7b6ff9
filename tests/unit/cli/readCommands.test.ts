import { describe, expect, it } from 'vitest';
import { json } from '../../support/cliAnswers.ts';
import { transcriptOf } from '../../support/cliTranscript.ts';
import { exchange } from '../../support/scriptedGateway.ts';

const pageInfo = (hasNextPage: boolean) => ({ hasNextPage, endCursor: 'next' });
const viewer = { id: 'ann', role: 'ADMIN', namespace: 'team-a' };

describe('list', () => {
  const entry = (more: object = {}) => ({
    ...{ slug: 'reviewer', namespace: 'default', name: 'Reviewer', status: 'ACTIVE', visibility: 'PUBLIC' },
    ...{ updatedAt: 'T1', currentVersion: { version: '1.0.0' }, ...more },
  });
  const page = (nodes: object[], hasNextPage = false) => ({
    list: { totalCount: nodes.length, edges: nodes.map((node) => ({ node })), pageInfo: pageInfo(hasNextPage) },
  });

  it('asks with only what was given', async () => {
    const draft = entry({ slug: 'draft', currentVersion: null, status: 'DISABLED', visibility: 'PRIVATE' });
    const { lines, sent } = await exchange('list agents', page([entry(), draft], true));
    expect(sent).toEqual([
      {
        operation: 'Agents',
        variables: {
          first: 20,
          after: null,
          filter: { tags: null, category: null, namespace: null },
          orderBy: { field: 'NAME', direction: 'ASC' },
        },
      },
    ]);
    expect(lines).toEqual([
      'agent     version  namespace  status    visibility  updated  name',
      'reviewer  1.0.0    default    active    public      T1       Reviewer',
      'draft     -        default    disabled  private     T1       Reviewer',
      '! 2 agents, 2 shown.',
      '! Next page: --after next',
    ]);
  });

  it('asks with every option', async () => {
    const { lines, sent } = await exchange(
      'list template --sort rating --tag ci cd --category ops --namespace team-a --featured --shared-with-me --first 5 --after c',
      page([entry()]),
    );
    expect(sent).toEqual([
      {
        operation: 'Templates',
        variables: {
          first: 5,
          after: 'c',
          filter: { tags: ['ci', 'cd'], category: 'ops', namespace: 'team-a', featured: true, sharedWithMe: true },
          orderBy: { field: 'RATING', direction: 'DESC' },
        },
      },
    ]);
    expect(lines.slice(-1)).toEqual(['! 1 template, 1 shown.']);
  });

  it('says that there are none, and prints JSON', async () => {
    expect((await exchange('list templates', page([]))).lines).toEqual([
      '! There are no templates that match and that you have access to.',
    ]);
    expect(json((await exchange('list agents --json', page([entry()], true))).lines)).toEqual({
      ...{ totalCount: 1, agents: [entry()], after: 'next' },
    });
    expect(json((await exchange('list agents --json', page([]))).lines).after).toBeNull();
  });
});

describe('search', () => {
  const hit = (more: object = {}, highlight = '') => ({
    highlight,
    node: {
      __typename: 'Agent',
      slug: 'reviewer',
      name: 'Reviewer',
      description: 'Reviews.',
      currentVersion: { version: '1.0.0' },
      ...more,
    },
  });
  const found = (edges: object[], more: object = {}) => ({
    search: { totalCount: edges.length, totalCountIsExact: true, pageInfo: pageInfo(false), edges, ...more },
  });

  it('asks with only what was given', async () => {
    const { lines, sent } = await exchange(
      'search code review',
      found([hit({}, 'It <mark>reviews</mark> &quot;x&quot; &#x27;y&#39; &unknown;')]),
    );
    expect(sent).toEqual([
      {
        operation: 'Search',
        variables: {
          query: 'code review',
          kinds: null,
          filter: { tags: null, category: null, namespace: null },
          first: 10,
          after: null,
        },
      },
    ]);
    expect(lines).toEqual([
      'agent     reviewer@1.0.0  Reviewer',
      '          It reviews "x" \'y\' &unknown;',
      '! 1 result, 1 shown.',
    ]);
  });

  it('asks with every option, and names the next page', async () => {
    const { lines, sent } = await exchange(
      'search x --kind template --tag ci --category ops --namespace team-a --featured --first 1 --after c',
      found([hit({ __typename: 'Template', currentVersion: null })], { pageInfo: pageInfo(true), totalCount: 2 }),
    );
    expect(sent).toEqual([
      {
        operation: 'Search',
        variables: {
          query: 'x',
          kinds: ['TEMPLATE'],
          filter: { tags: ['ci'], category: 'ops', namespace: 'team-a', featured: true },
          first: 1,
          after: 'c',
        },
      },
    ]);
    expect(lines).toEqual([
      'template  reviewer  Reviewer',
      '          Reviews.',
      '! 2 results, 1 shown.',
      '! Next page: --after next',
    ]);
  });

  it('says that there are none, and prints JSON', async () => {
    expect((await exchange('search x', found([]))).lines).toEqual(['! No results.']);
    expect(json((await exchange('search x --json', found([hit()]))).lines)).toEqual(found([hit()]).search);
  });
});

const files = [
  { path: 'a.md', size: 900 },
  { path: 'b.md', size: 600 },
];
const agentVersion = (more: object = {}) => ({
  ...{ version: '1.0.0', status: 'ACTIVE', visibility: 'PUBLIC', publishedAt: 'T1', publishedBy: null },
  ...{ commitSha: null, digest: 'abcdefabcdefab', files, skills: [], mcpServers: [], ...more },
});
const head = (more: object = {}) => ({
  ...{ slug: 'reviewer', namespace: 'default', name: 'Reviewer', description: 'Reviews.', status: 'ACTIVE' },
  ...{ statusMessage: null, replacedBy: null, visibility: 'PUBLIC', category: null, tags: [], owner: null },
  ...{ repository: null, ...more },
});

describe('show', () => {
  it('shows what there is of an agent', async () => {
    const { lines, sent } = await exchange('show agent reviewer', { entry: head({ current: agentVersion() }) });
    expect(sent).toEqual([
      { operation: 'ShowAgent', variables: { id: 'reviewer', namespace: null, version: '', exact: false } },
    ]);
    expect(lines).toEqual([
      'agent default/reviewer  Reviewer',
      'Reviews.',
      '',
      'status       active',
      'visibility   public',
      '',
      'version      1.0.0 (active, public)',
      'published    T1',
      'digest       abcdefabcdef',
      'files        2, 1.5 kB',
    ]);
  });

  it('shows everything of an agent', async () => {
    const entry = head({
      ...{ status: 'DEPRECATED', statusMessage: 'old', replacedBy: { namespace: 'team-a', slug: 'pr' } },
      ...{ category: 'ops', tags: ['ci', 'cd'], owner: 'ann', repository: 'https://r.example/' },
      exact: agentVersion({
        ...{ publishedBy: 'ann', commitSha: 'abc', skills: [{ skillId: 'one' }, { skillId: 'two' }] },
        mcpServers: [{ name: 'files', transport: 'stdio' }],
      }),
    });
    const { lines, sent } = await exchange('show agent reviewer@stable --namespace team-a', { entry });
    expect(sent).toEqual([
      { operation: 'ShowAgent', variables: { id: 'reviewer', namespace: 'team-a', version: 'stable', exact: true } },
    ]);
    expect(lines).toEqual([
      'agent default/reviewer  Reviewer',
      'Reviews.',
      '',
      'status       deprecated: old',
      'replaced by  team-a/pr',
      'visibility   public',
      'category     ops',
      'tags         ci, cd',
      'owner        ann',
      'repository   https://r.example/',
      '',
      'version      1.0.0 (active, public)',
      'published    T1 by ann',
      'commit       abc',
      'digest       abcdefabcdef',
      'files        2, 1.5 kB',
      'skills       one, two',
      'MCP servers  files (stdio)',
    ]);
  });

  it('shows everything of a template', async () => {
    const { skills: _, mcpServers: __, ...version } = agentVersion();
    const coverage = { variables: { total: 2, covered: 1 }, environments: { total: 1, covered: 1 } };
    const entry = head({
      rating: { average: 4.25, count: 4 },
      current: {
        ...version,
        environments: [{ name: 'staging' }],
        tests: { results: [{}], coverage },
        supportedAgents: [
          { agentId: 'reviewer', range: '^1.0.0', resolvedVersion: { version: '1.2.0' } },
          { agentId: 'gone', range: '^1.0.0', resolvedVersion: null },
        ],
        defaultPlan: {
          steps: [
            { stepId: 'one', agent: 'reviewer', template: null, dependsOn: [] },
            { stepId: 'two', agent: null, template: { templateId: 'train' }, dependsOn: ['one'] },
          ],
        },
      },
    });
    const { lines } = await exchange('show template train', { entry });
    expect(lines).toEqual([
      'template default/reviewer  Reviewer',
      'Reviews.',
      '',
      'status       active',
      'visibility   public',
      'rating       4.3 of 5, 4 ratings',
      '',
      'version      1.0.0 (active, public)',
      'published    T1',
      'digest       abcdefabcdef',
      'files        2, 1.5 kB',
      'environments staging',
      'tests        1 test passed; they use 1 of 2 variables and 1 of 1 environment',
      'agent        reviewer ^1.0.0: 1.2.0',
      'agent        gone ^1.0.0: no matching version that you have access to',
      'step         one by reviewer',
      'step         two includes train after one',
    ]);
    const bare = { ...version, environments: [], tests: null, supportedAgents: [], defaultPlan: { steps: [] } };
    const unrated = await exchange('show template train', {
      entry: head({ rating: { average: null, count: 0 }, current: bare }),
    });
    expect(unrated.lines).toEqual([
      'template default/reviewer  Reviewer',
      'Reviews.',
      '',
      'status       active',
      'visibility   public',
      '',
      'version      1.0.0 (active, public)',
      'published    T1',
      'digest       abcdefabcdef',
      'files        2, 1.5 kB',
    ]);
  });

  it('says what is missing', async () => {
    expect((await exchange('show agent reviewer', { entry: null })).lines).toEqual([
      '! ✗ Agent reviewer was not found, or you do not have access to it.',
      'exit 1',
    ]);
    expect((await exchange('show template train@1.0.0 --namespace team-a', { entry: null })).lines).toEqual([
      '! ✗ Template train was not found in the namespace team-a, or you do not have access to it.',
      'exit 1',
    ]);
    expect((await exchange('show agent reviewer@9.9.9', { entry: head({ exact: null }) })).lines).toEqual([
      '! ✗ Version 9.9.9 of reviewer was not found, or you do not have access to it.',
      'exit 1',
    ]);
    expect((await exchange('show agent reviewer', { entry: head({ current: null }) })).lines.at(-1)).toBe(
      'No published version.',
    );
  });

  it('prints JSON', async () => {
    const { lines } = await exchange('show agent reviewer --json', { entry: head({ current: agentVersion() }) });
    expect(json(lines)).toEqual({ kind: 'agent', ...head(), version: agentVersion() });
  });
});

describe('versions', () => {
  const version = (number: string, more: object = {}) => ({
    ...{ version: number, status: 'ACTIVE', visibility: 'PUBLIC', publishedAt: 'T1', digest: 'abcdefabcdefab' },
    ...{ commitSha: null, ...more },
  });
  const entry = (versions: object[], hasNextPage = false, current: object | null = { version: '1.0.0' }) => ({
    entry: {
      ...{ slug: 'reviewer', namespace: 'default', currentVersion: current },
      versions: { edges: versions.map((node) => ({ node })), pageInfo: pageInfo(hasNextPage) },
    },
  });

  it('asks with only what was given', async () => {
    const { lines, sent } = await exchange(
      'versions agent reviewer',
      entry([version('1.1.0-rc.1', { commitSha: '0123456789abcdef' }), version('1.0.0')], true),
    );
    expect(sent).toEqual([
      {
        operation: 'AgentVersions',
        variables: { id: 'reviewer', namespace: null, first: 20, after: null, status: null },
      },
    ]);
    expect(lines).toEqual([
      'version        status  visibility  published  digest        commit',
      '1.1.0-rc.1     active  public      T1         abcdefabcdef  <digest>',
      '1.0.0       *  active  public      T1         abcdefabcdef  -',
      '! Next page: --after next',
    ]);
  });

  it('asks with every option, and says that there are none', async () => {
    const { lines, sent } = await exchange(
      'versions template train --status draft --namespace team-a --first 3 --after c',
      entry([], false, null),
    );
    expect(sent).toEqual([
      {
        operation: 'TemplateVersions',
        variables: { id: 'train', namespace: 'team-a', first: 3, after: 'c', status: 'DRAFT' },
      },
    ]);
    expect(lines).toEqual(['! reviewer has no draft version that you have access to.']);
    expect((await exchange('versions agent reviewer', entry([]))).lines).toEqual([
      '! reviewer has no version that you have access to.',
    ]);
    expect((await exchange('versions agent reviewer', { entry: null })).lines).toEqual([
      '! ✗ Agent reviewer was not found, or you do not have access to it.',
      'exit 1',
    ]);
  });

  it('prints JSON', async () => {
    const { lines } = await exchange(
      'versions agent reviewer --json',
      entry([version('1.1.0'), version('1.0.0')], true),
    );
    expect(json(lines)).toEqual({
      ...{ kind: 'agent', id: 'reviewer', namespace: 'default', after: 'next' },
      versions: [
        { ...version('1.1.0'), isCurrent: false },
        { ...version('1.0.0'), isCurrent: true },
      ],
    });
    expect(json((await exchange('versions agent reviewer --json', entry([]))).lines).after).toBeNull();
  });
});

describe('usage', () => {
  const usage = (quotas: object[]) => ({
    namespaceUsage: { namespace: 'team-a', totals: [{ meter: 'RUNS', total: 3 }], quotas },
  });
  const record = (number: number, more: object = {}) => ({
    ...{
      number,
      occurredAt: 'T1',
      meter: 'RUNS',
      quantity: 1,
      total: number,
      sourceType: 'RUN',
      sourceId: 'r1',
      ...more,
    },
  });
  const records = (nodes: object[], hasNextPage = false) => ({
    usageRecords: { edges: nodes.map((node) => ({ node })), pageInfo: pageInfo(hasNextPage) },
  });

  it('shows totals, and quotas if there are any', async () => {
    expect((await exchange('usage', usage([]))).lines).toEqual(['METER  TOTAL', 'runs   3', '! Usage of team-a:']);
    const quotas = [
      { quota: 'RUNS', used: 10, limit: 10, resetsAt: 'T9' },
      { quota: 'ENTRIES', used: 1, limit: 5, resetsAt: null },
    ];
    expect((await exchange('usage', usage(quotas))).lines).toEqual([
      'METER  TOTAL',
      'runs   3',
      '',
      'QUOTA    USED  LIMIT  RESETS',
      'runs     10    10     T9',
      'entries  1     5      -',
      '! Usage of team-a:',
    ]);
    expect(json((await exchange('usage --json', usage(quotas))).lines)).toEqual(usage(quotas).namespaceUsage);
  });

  it('asks for records with only what was given', async () => {
    const { lines, sent } = await exchange(
      'usage --records',
      records([record(1), record(2, { sourceId: null, sourceType: 'CORRECTION' })], true),
    );
    expect(sent).toEqual([
      {
        operation: 'UsageRecords',
        variables: { first: 20, after: null, filter: { meters: null, since: null, until: null } },
      },
    ]);
    expect(lines).toEqual([
      'NUMBER  TIME  METER  QUANTITY  TOTAL  SOURCE',
      '1       T1    runs   1         1      run r1',
      '2       T1    runs   1         2      correction',
      '! Next page: --after next',
    ]);
  });

  it('asks for records with every option', async () => {
    const { lines, sent } = await exchange(
      'usage --records --meter runs step_seconds --since 2026-11-01 --until 2026-12-01 --first 2 --after c',
      records([]),
    );
    expect(sent).toEqual([
      {
        operation: 'UsageRecords',
        variables: {
          first: 2,
          after: 'c',
          filter: {
            meters: ['RUNS', 'STEP_SECONDS'],
            since: '2026-11-01T00:00:00.000Z',
            until: '2026-12-01T00:00:00.000Z',
          },
        },
      },
    ]);
    expect(lines).toEqual(['! No new usage records.']);
  });

  it('prints records as JSON', async () => {
    const { lines } = await exchange('usage --records --json', records([record(1)], true));
    expect(json(lines)).toEqual({ records: [record(1)], after: 'next', more: true });
  });
});

describe('whoami and console', () => {
  it('whoami says who asks', async () => {
    const said = async (line: string, viewer: object | null) => (await exchange(line, { viewer })).lines;
    expect(await said('whoami', viewer)).toEqual(['ann: the role admin in the namespace team-a at <gateway>/graphql.']);
    expect(await said('whoami', { ...viewer, role: null })).toEqual([
      'ann: no role in the namespace team-a at <gateway>/graphql.',
    ]);
    expect(await said('whoami', null)).toEqual([
      'Anonymous at <gateway>/graphql: access to public entries only.',
      '! Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role publisher)',
    ]);
    expect(json(await said('whoami --json', viewer))).toEqual({ url: '<gateway>/graphql', viewer });
  });

  it('console prints a link that signs in once, with a code in place of the token', async () => {
    const linkCode = 'c0de'.repeat(16);
    const expiresAt = '2026-01-01T00:02:00.000Z';
    const link = { result: { __typename: 'CreateConsoleLinkPayload', linkCode, expiresAt } };
    const { lines, sent } = await exchange('console', { viewer }, link);
    expect(lines).toEqual([
      '<gateway>/console/#code=<code>',
      '! Signs in as admin in the namespace team-a. It works once, within two minutes: do not share it.',
    ]);
    expect(sent).toEqual([
      { operation: 'Viewer', variables: {} },
      { operation: 'CreateConsoleLink', variables: { input: {} } },
    ]);
    const asJson = await exchange('console /runs --no-open --json', { viewer }, link);
    expect(json(asJson.lines)).toEqual({ url: '<gateway>/runs#code=<code>', expiresAt: expect.any(String), viewer });
    const message = 'The role "viewer" is required to make a link to the console; your token has no role.';
    const refusal = { result: { __typename: 'Forbidden', code: 'FORBIDDEN', message } };
    expect((await exchange('console', { viewer: { ...viewer, role: null } }, refusal)).lines).toEqual([
      `! ✗ ${message} (FORBIDDEN)`,
      'exit 1',
    ]);
  });

  it('console without a token asks for no link', async () => {
    expect((await exchange('console /search?q=x', { viewer: null })).lines).toEqual([
      '<gateway>/search?q=x',
      '! Opens the console without signing in. Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role publisher)',
    ]);
    expect(json((await exchange('console --json', { viewer: null })).lines)).toEqual({
      url: '<gateway>/console/',
      expiresAt: null,
      viewer: null,
    });
  });

  it.each(['runs', '//evil.example/', '/a#x', 'https://evil.example/', '/\\evil.example'])(
    'console %s is refused',
    async (page) => {
      expect((await exchange(['console', page])).lines).toEqual([
        `! ✗ Command-argument value '${page}' is invalid for argument 'page'. Must be a path such as /runs or /search?q=review, without "#".`,
        '!   registry help console',
        'exit 2',
      ]);
    },
  );
});

describe('every command says', () => {
  const reads = [
    'list agents',
    'search x',
    'show agent reviewer',
    'versions agent reviewer',
    'usage',
    'whoami',
    'console',
    'stats',
    'runs',
    'run r1',
    'webhooks',
    'channel list agent reviewer',
    'pull reviewer',
    'diff reviewer 1.0.0 1.1.0',
    'lock train',
    'verify',
    'sync agents --dir tests/unit/cli/none --pull',
    'export --out /dev/null',
    'import /dev/null',
    'tail',
  ];

  const forAdmins = ['usage', 'webhooks', 'verify', 'import /dev/null'];

  it.each(reads)('%s: the token is refused', async (line) => {
    const role = forAdmins.includes(line) ? 'admin' : 'publisher';
    const refused = { errors: [{ message: 'The token has expired.', extensions: { code: 'UNAUTHENTICATED' } }] };
    const { lines } = await exchange(line, refused);
    expect(lines).toEqual([
      '! ✗ The gateway refused the request: The token has expired. (UNAUTHENTICATED)',
      `!   Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role ${role})`,
      '!   If the new token is also refused, it was signed with another secret than the one of the gateway. Set REGISTRY_DATA_DIR to the data folder of the gateway (printed when it starts), or SUPABASE_JWT_SECRET to its secret, and create the token again.',
      'exit 1',
    ]);
  });

  it.each(reads)('%s: the gateway refuses the request, with a correlation id', async (line) => {
    const refused = { errors: [{ message: 'Too large.', extensions: { code: 'TOO_LARGE', correlationId: 'c-1' } }] };
    expect((await exchange(line, refused)).lines).toEqual([
      '! ✗ The gateway refused the request: Too large. (TOO_LARGE)',
      '!   Correlation id: c-1',
      'exit 1',
    ]);
  });
});

it('the gateway is away: exit code 3', async () => {
  const environment = { REGISTRY_URL: 'http://127.0.0.1:9/graphql', REGISTRY_TOKEN: 'abc' };
  expect(await transcriptOf(environment)('whoami')).toEqual([
    '! ✗ The gateway at <gateway>/graphql is unreachable.',
    '!   Check that the gateway is running (`npm start` in the registry repository starts one) and that REGISTRY_URL or --url is correct.',
    'exit 3',
  ]);
});
