import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const skills = [{ id: 'work', name: 'Work', description: 'Works.' }];

/** Id, name and description of every entry. */
const catalog: [string, string, string][] = [
  ['code-reviewer', 'Code reviewer', 'Reviews code and comments on it.'],
  ['next-upgrader', 'Next.js upgrader', 'Edits package.json and installs v1.28.3 of the runner.'],
  ['mail-sorter', 'Inbox sorter', 'Sorts e-mail by urgency.'],
  ['post-writer', 'Letter writer', 'Answers an email, and every other email, politely.'],
  ['fax-sender', 'Fax sender', 'Turns an e mail into paper.'],
  ['cv-builder', 'Résumé builder', 'Formats a curriculum.'],
  ['strasse', 'Straßenführer', 'Findet Wege durch Łódź, Tromsø und İstanbul.'],
  ['traducteur', 'Traducteur', 'Traduit l’été français, sans élision.'],
  ['daima', '审查助手', '自动审查代码并报告问题。'],
  ['honyaku', '翻訳エージェント', 'ドキュメントを日本語に翻訳します。'],
  ['truat', 'ผู้ช่วย', 'ช่วยตรวจสอบเอกสารภาษาไทย'],
  ['beonyeok', '번역 도우미', '문서를 한국어로 번역합니다.'],
  ['arabi', 'مُترجم', 'يترجم النصوص إلى العربية'],
  ['native-linter', 'Native linter', 'Checks C++ and C# projects for .NET.'],
  ['cluster-doctor', 'K8s doctor', 'Diagnoses a node.js service. 🚀'],
  ['plain-snake', 'Plain snake', 'Calls parse_config_file and loadUserProfile.'],
  ['owner-notes', 'The owner’s notes', 'Keeps “non‑breaking” and long–range words.'],
];

describe.skipIf(!hasEngine)('a search for common inputs', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
    const publishers = { default: await registry.actor(), acme: await registry.actor({ namespace: 'acme' }) };
    for (const [agentId, name, description] of catalog) {
      const input = agent({
        agentId,
        name,
        description,
        skills: [{ id: 'work', name: 'Work', description: 'Works.' }],
      });
      const { data } = await publishers.default.ask(publishAgent, { input });
      expect(data.publishAgent.__typename).toBe('PublishAgentPayload');
    }
    const { data } = await publishers.acme.ask(publishAgent, {
      input: agent({ agentId: 'code-reviewer-max', name: 'Code reviewer max', description: 'Works for Acme.', skills }),
    });
    expect(data.publishAgent.__typename).toBe('PublishAgentPayload');
  }, 60_000);
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const search = async (query: string, first = 100) =>
    (
      await registry.anyone.ask(
        `query ($query: String!, $first: Int!) { search(query: $query, first: $first) { totalCount facets { kinds { value count } }
          edges { score highlight node { ... on RegistryEntry { slug } } } pageInfo { hasNextPage endCursor } } }`,
        { query, first },
      )
    ).data.search;
  const slugs = async (query: string) =>
    (await search(query)).edges.map(({ node }: { node: { slug: string } }) => node.slug);

  const both = ['code-reviewer', 'code-reviewer-max'];
  it.each<[string, string[]]>([
    // References
    ['default/code-reviewer', ['code-reviewer']],
    ['default/code-reviewer@1.0.0', ['code-reviewer']],
    ['acme/code-reviewer', ['code-reviewer-max']],
    ['agents/default/code-reviewer', ['code-reviewer']],
    ['code-reviewer@1.0.0', both],
    ['code-reviewer@^1.2.0', both],
    ['code-reviewer@latest', both],
    ['"code-reviewer@1.0.0"', both],
    ['https://registry.example/agents/default/code-reviewer?tab=files', ['code-reviewer']],
    ['https://registry.example/agents/code-reviewer', both],
    // Compounds and names
    ['code reviewer', both],
    ['codeReviewer', both],
    ['CodeReviewer', both],
    ['code_reviewer', both],
    ['codereviewer', both],
    ['CODE REVIEWER', both],
    ['“code reviewer”', both],
    ['code‑reviewer', both],
    ['code–reviewer', both],
    ['ｃｏｄｅ　ｒｅｖｉｅｗｅｒ', both],
    ['  (code) reviewer!? ', both],
    ['#code', both],
    ['next', ['next-upgrader']],
    ['Next.js', ['next-upgrader']],
    ['nextjs', ['next-upgrader']],
    ['next js', ['next-upgrader']],
    ['package', ['next-upgrader']],
    ['package.json', ['next-upgrader']],
    ['1.28.3', ['next-upgrader']],
    ['v1.28.3', ['next-upgrader']],
    ['1.28', ['next-upgrader']],
    ['email', ['mail-sorter', 'post-writer', 'fax-sender']],
    ['e-mail', ['mail-sorter', 'fax-sender', 'post-writer']],
    ['e mail', ['mail-sorter', 'fax-sender', 'post-writer']],
    ['c++', ['native-linter']],
    ['C#', ['native-linter']],
    ['.net', ['native-linter']],
    ['csharp', ['native-linter']],
    ['dotnet', ['native-linter']],
    ['node.js', ['cluster-doctor']],
    ['nodejs', ['cluster-doctor']],
    ['k8s', ['cluster-doctor']],
    ['🚀', ['cluster-doctor']],
    ['config', ['plain-snake']],
    ['profile', ['plain-snake']],
    ['parseConfigFile', ['plain-snake']],
    ['load user profile', ['plain-snake']],
    ['owner', ['owner-notes']],
    ['owner notes', ['owner-notes']],
    ['nonbreaking', ['owner-notes']],
    ['long-range', ['owner-notes']],
    ["owner's", ['owner-notes']],
    // Accents
    ['resume', ['cv-builder']],
    ['Résumé', ['cv-builder']],
    ['RE\u0301SUME\u0301', ['cv-builder']],
    ['strassenfuhrer', ['strasse']],
    ['STRASSENFÜHRER', ['strasse']],
    ['lodz', ['strasse']],
    ['Łódź', ['strasse']],
    ['tromso', ['strasse']],
    ['istanbul', ['strasse']],
    ['ISTANBUL', ['strasse']],
    ['ete', ['traducteur']],
    ['francais', ['traducteur']],
    ['مترجم', ['arabi']],
    ['العربيّة', ['arabi']],
    // Without spaces
    ['代码', ['daima']],
    ['码', ['daima']],
    ['报告问题', ['daima']],
    ['码代', []],
    ['日本語', ['honyaku']],
    ['エージェント', ['honyaku']],
    ['ｴｰｼﾞｪﾝﾄ', ['honyaku']],
    ['翻', ['honyaku']],
    ['เอกสาร', ['truat']],
    ['ตรวจสอบ', ['truat']],
    ['문서', ['beonyeok']],
    ['한국어', ['beonyeok']],
    // One word too many
    ['code reviewer please', both],
    ['reviewer zzzz', both],
    ['代码 zzzz', ['daima']],
    // Nothing
    ['!!!', []],
    ['-', []],
    ['。', []],
    ['“”', []],
    ['@/', []],
    ['zzzz qqqq', []],
  ])('finds %j: %j', async (query, expected) => {
    expect(await slugs(query)).toEqual(expected);
  });

  it('ranks hits that lack a word below those with all', async () => {
    const { edges } = await search('code reviewer acme');
    expect(edges.map(({ node }: { node: { slug: string } }) => node.slug)).toEqual([
      'code-reviewer-max',
      'code-reviewer',
    ]);
    expect(edges[0].score).toBeGreaterThanOrEqual(0.2);
    expect(edges[1].score).toBeLessThan(0.18);
  });

  it.each([
    ['package', '<mark>package.json</mark>'],
    ['resume', '<mark>Résumé</mark> builder'],
    ['代码', '自动审查<mark>代码</mark>并报告问题'],
    ['email', '<mark>e-mail</mark>'],
    ['c++', '<mark>C++</mark>'],
  ])('highlights for %j: %s', async (query, marked) => {
    expect((await search(query)).edges[0].highlight).toContain(marked);
  });

  it('counts its hits, in one statement, and continues where a page ended', async () => {
    registry.statements();
    const found = await search('code reviewer please', 1);
    expect(registry.statements()).toHaveLength(1);
    expect(found).toMatchObject({ totalCount: 2, facets: { kinds: [{ value: 'AGENT', count: 2 }] } });
    const { data } = await registry.anyone.ask(
      'query ($after: String) { search(query: "code reviewer please", after: $after) { edges { node { ... on RegistryEntry { slug } } } pageInfo { hasNextPage } } }',
      { after: found.pageInfo.endCursor },
    );
    expect(data.search).toEqual({
      edges: [{ node: { slug: 'code-reviewer-max' } }],
      pageInfo: { hasNextPage: false },
    });
  });
});
