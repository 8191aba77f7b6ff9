import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findSecrets } from '../../packages/manifest/secrets/secrets.ts';
import { schema } from '../../schema/index.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { outcomeOf } from '../support/outcome.ts';
import { type Fragment, fragments } from '../support/patterns/fragments.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { expectedRead } from '../support/restOracle.ts';
import { type Base, type TextInput, textInputs } from '../support/textInputs.ts';
import { createWebhook } from '../support/webhooks.ts';

const names: Record<string, unknown> = {
  agentId: 'reviewer',
  templateId: 'review-round',
  version: '1.0.0',
  against: '1.0.0',
  query: 'x',
  reason: 'x',
  path: 'prompts/system.md',
  content: 'x',
  rating: 3,
  worker: 'w',
  message: 'x',
  code: 'x',
  from: '1.0.0',
  to: '1.1.0',
  digest: '0'.repeat(64),
  digestRule: 2,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  publishedAt: '2026-01-01T00:00:00.000Z',
  movedAt: '2026-01-01T00:00:00.000Z',
  url: 'https://hooks.example.com/fuzzed',
  after: '0',
  description: 'Fuzzed.',
  channel: 'stable',
  featured: false,
  sharedWith: 'globex',
  name: 'stable',
};
const fuzzedAgent = agent({ agentId: 'fuzzed', entryPrompt: undefined });
const fuzzedTemplate = template({ templateId: 'fuzzed' });
const base: Base = (name, type, field) => {
  if (name === 'manifest') return (/Template/.test(field) ? fuzzedTemplate : fuzzedAgent).manifest;
  if (name === 'status') return type === 'EntryStatus' ? 'ACTIVE' : undefined;
  if (name === 'namespace') return /^decline/.test(field) ? 'globex' : undefined;
  if (name !== 'id') return names[name];
  if (/^(node|run|webhook)$/.test(field)) return undefined;
  if (/Webhook/.test(field)) return names.webhookId;
  if (/Comment/.test(field)) return names.commentId;
  return /Template/.test(field) ? 'review-round' : 'reviewer';
};

/** The one right result for a text of thousands of characters, by place: the code, and the argument that it names. */
const rules: [place: RegExp, answer: string | undefined][] = [
  [/\.(cancelRun|reportRun|retryRun|upgradeRun)\(/, undefined], // What a report may contain depends on its other fields.
  [/\.importVersions\(input\.namespace\)$/, 'FORBIDDEN'],
  [/\.importVersions\(input\.entry\.currentVersion\)$/, 'data'],
  [/\.importVersions\(input\.versions\.files\.\w+\)$/, 'MANIFEST_INVALID'],
  [/\.importVersions\(input\.entry\.channels\.name\)$/, 'BAD_USER_INPUT channel'],
  [/\.importVersions\(input\.[\w.]+\)$/, 'BAD_USER_INPUT @'],
  [/\.(bulk\w+|update\w+Listing)\(input\.namespace\)$/, 'FORBIDDEN'],
  [/\.(set|remove)\w+Channel\(input\.(channel|reason|idempotencyKey)\)$/, 'BAD_USER_INPUT @'],
  [/\.remove\w+Channel\(input\.namespace\)$/, 'FORBIDDEN'],
  [/\.remove\w+Channel\(input\.(id|expectedVersion)\)$/, 'NOT_FOUND'], // There is no channel to remove.
  [/\.set\w+Channel\(input\.expectedVersion\)$/, 'STALE_VERSION'],
  [/\.update\w+Listing\(input\.(id|expectedCurrentVersion|idempotencyKey)\)$/, 'BAD_USER_INPUT tags'], // No values are sent.
  [/\.update\w+Listing\(input\.(category|description|reason)\)$/, 'BAD_USER_INPUT @'],
  [/\.bulkTag\(input\.(items\.\w+|idempotencyKey)\)$/, 'BAD_USER_INPUT add'],
  [/\.bulkArchive\(input\.items\.version\)$/, 'BAD_USER_INPUT items.version'],
  [/\.bulkArchive\(input\.items\.\w+\)$/, undefined], // The base has no version to archive.
  [/\.bulk\w+\(input\.reason\)$/, 'BAD_USER_INPUT reason'],
  [/\.bulk\w+\(input\.items\.id\)$/, 'NOT_FOUND'],
  [/\.redeemConsoleLink\(input\.linkCode\)$/, 'BAD_USER_INPUT @'],
  [/\.(create|update)Webhook\(input\.(url|description)\)$/, 'BAD_USER_INPUT @'],
  [/\.(create|update)Webhook\(input\.filter\.types\)$/, 'BAD_USER_INPUT filter.types'],
  [/\.(create|update)Webhook\(input\.filter\./, 'BAD_USER_INPUT filter'],
  [/Webhook(Secret)?\(input\.(id|deliveryId)\)$/, 'BAD_USER_INPUT @'],
  [/Comment\(input\.(id|reason)\)$/, 'BAD_USER_INPUT @'],
  [/^Query\.webhook\(id\)$/, 'BAD_USER_INPUT id'],
  [/(after|before)\)$/, 'BAD_USER_INPUT @'],
  [/^Query\.(node|nodes|run)\(/, 'BAD_USER_INPUT id'],
  [/^Query\.search\(query\)$/, 'BAD_USER_INPUT query'],
  [/\.diff\(against\)$/, 'BAD_USER_INPUT against'],
  [/filter\.types\)$/, 'BAD_USER_INPUT filter.types'],
  [/^Query\.runs\(filter\.(version|createdBy)\)$/, 'BAD_USER_INPUT filter.@'],
  [/^(Query|Agent|Template)\.\w+\((agentId|templateId|namespace|version|name|filter\.\w+)\)$/, 'data'],
  [/\.(idempotencyKey|commitSha|comment|message|worker|agentIds|versions)\)$/, 'BAD_USER_INPUT @'],
  [/\.(rollback|set)\w+\(input\.reason\)$/, 'BAD_USER_INPUT reason'],
  [/\.expectedCurrentVersion\)$/, 'STALE_VERSION'],
  [/\.(rollback|promote|set)\w+\(input\.namespace\)$/, 'FORBIDDEN'],
  [/\.decline\w+\(input\.id\)$/, 'NOT_FOUND'],
  [/\.decline\w+\(input\.namespace\)$/, 'BAD_USER_INPUT namespace'],
  [/\.decline\w+\(input\.reason\)$/, 'BAD_USER_INPUT reason'],
  [/\.instantiateTemplate\(input\.(environment|variables)\)$/, 'VARIABLES_INVALID'],
  [/\.(rollback|promote|set)\w+\(input\.(id|toVersion|version)\)$/, 'NOT_FOUND'],
  [/\.(instantiate|rate)Template\(input\.(templateId|namespace|version)\)$/, 'NOT_FOUND'],
  [/\.publish\w+\(input\.(files\.path|manifest)\)$/, 'MANIFEST_INVALID'],
  [/\.validate\w+\(input\.(files\.\w+|manifest)\)$/, 'data'],
];

/** Where no rule predicts the result, the code is one of these, and nothing is an internal error. */
const typed =
  /^(data|BAD_USER_INPUT|[A-Z]+_INVALID|VERSION_EXISTS|STALE_\w+|NOT_FOUND|FORBIDDEN|DEPENDENCY_UNRESOLVED|INCOMPATIBLE_CHANGE)\b/;

const answerAt = (place: string, text: string): string | undefined => {
  // Of a search, spaces and control characters around it do not count.
  if (place === 'Query.search(query)' && text.replaceAll(/\p{Cc}/gu, ' ').trim().length <= 200) return 'data';
  const leaf = /(\w+)\)$/.exec(place)?.[1] ?? '';
  return rules.find(([pattern]) => pattern.test(place))?.[1]?.replace('@', leaf);
};

/** Refused for the text itself, wherever it is: it cannot be stored, is blank, or looks like a secret. */
const isRefusedAsText = (text: string): boolean =>
  text.includes('\0') || !text.isWellFormed() || text.trim() === '' || findSecrets(text).length > 0;

const length = 30_000;
const fragmentsEach = 3;

describe.skipIf(!hasEngine)('a long text made of fragments of the patterns', () => {
  let registry: TestRegistry;
  let admin: Actor;
  const inputs = textInputs(schema, base);
  const pool = fragments();
  let last = 0;
  /** Spread over all texts: every run of the suite uses the same ones. */
  const nextFragment = (): Fragment => {
    last = (last + 7_919) % pool.length;
    return pool[last] as Fragment;
  };

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent() });
    await admin.do(publishTemplate, { input: template() });
    await admin.do(publishAgent, { input: fuzzedAgent });
    const { run } = await admin.do(instantiateTemplate, {
      input: { templateId: 'review-round', variables: { change: 'a' } },
    });
    await admin.do(rateTemplate, { input: { templateId: 'review-round', rating: 4, comment: 'Fine.' } });
    const rated = await admin.ask('{ template(templateId: "review-round") { ratings { edges { node { id } } } } }');
    const { webhook } = await admin.do(createWebhook, { input: { url: names.url } });
    Object.assign(names, {
      runId: run.id,
      stepId: 'first',
      webhookId: webhook.id,
      commentId: rated.data.template.ratings.edges[0].node.id,
    });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  /** The result, and the CPU time of this thread, which other processes do not affect. */
  async function ask({ query, variables }: TextInput, text: string) {
    const before = process.threadCpuUsage();
    const answer = await admin.ask(query, variables(text));
    const { user, system } = process.threadCpuUsage(before);
    return { outcome: outcomeOf(answer).replace(/^400 /, '').replaceAll('[0]', ''), work: user + system };
  }

  it('is composed from the texts of the schema and the fragments of the source', () => {
    const places = inputs.map(({ place }) => place);
    expect(places).toContain('AgentVersion.diff(against)');
    expect(places).toContain('Query.registryEvents(filter.entryId)');
    expect(places).toContain('Mutation.publishAgent(input.files.content)');
    expect(places).toContain('Mutation.reportRun(input.error.message)');
    expect(pool.length).toBeGreaterThan(10_000);
  });

  it('has the one right result at every place, with work that grows linearly with its length', {
    timeout: 600_000,
  }, async () => {
    const asked: { input: TextInput; fragment: Fragment; work: number }[] = [];
    for (const input of inputs) {
      const leaf = /([\w.]+)\)$/.exec(input.place)?.[1]?.replace(/^input\./, '') ?? '';
      for (let each = 0; each < fragmentsEach; each += 1) {
        const fragment = nextFragment();
        const text = fragment(length);
        const right = answerAt(input.place, text);
        const { outcome, work } = await ask(input, text);
        asked.push({ input, fragment, work });
        const said = [
          input.place,
          text.slice(0, 60),
          outcome.split(' ')[0]?.startsWith('BAD') ? outcome : (outcome.split(' ')[0] ?? ''),
        ] as const;
        if (right && !isRefusedAsText(text)) expect(said).toEqual([input.place, text.slice(0, 60), right]);
        else if (outcome.startsWith('BAD_USER_INPUT') && right)
          expect([right, `BAD_USER_INPUT ${leaf}`]).toContain(outcome);
        else expect(outcome).toMatch(typed);
      }
    }
    // The most expensive ones are repeated at full and double length, with texts that were not published above: publishing
    // the same again takes one read. Most take no more than a typical request, which says nothing about growth. A quadratic
    // one takes hundreds of times as much, and four times as much for twice the text.
    const typical = asked.map(({ work }) => work).sort((one, other) => one - other)[Math.floor(asked.length / 2)] ?? 0;
    const dearest = asked.sort((one, other) => other.work - one.work).slice(0, 12);
    for (const { input, fragment } of dearest) {
      let [shorter, longer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let round = 0; round < 5; round += 1) {
        shorter = Math.min(shorter, (await ask(input, fragment(length - 1))).work);
        longer = Math.min(longer, (await ask(input, fragment(2 * length - 2))).work);
      }
      const growsQuadratically = longer > 20 * typical && longer > 3.2 * shorter;
      expect([input.place, fragment(60), growsQuadratically]).toEqual([input.place, fragment(60), false]);
    }
  });

  it('is answered as documented in every REST parameter', { timeout: 120_000 }, async () => {
    const description = (await restClient(registry.url, null).get('/api/openapi.json')).body;
    const contents = {
      agents: { reviewer: ['1.0.0'], fuzzed: ['1.0.0'] },
      templates: { 'review-round': ['1.0.0'] },
    };
    const known: Record<string, string> = {
      id: 'reviewer',
      version: '1.0.0',
      kind: 'agents',
      path: 'prompts/system.md',
    };
    for (const [pattern, { get }] of Object.entries<{ get?: { parameters?: { name?: string; in?: string }[] } }>(
      description.paths,
    )) {
      for (const { name, in: where } of get?.parameters ?? []) {
        if (!name || (where !== 'query' && where !== 'path')) continue;
        for (let each = 0; each < 3; each += 1) {
          const text = encodeURIComponent(nextFragment()(1_200).toWellFormed()).slice(0, 3_600).replace(/%.?$/, '');
          const path = pattern.replace(/\{(\w+)\}/g, (_, part) => (part === name ? text : (known[part] ?? 'x')));
          const url = new URL(where === 'query' ? `${path}?${name}=${text}` : path, registry.url);
          const expected = expectedRead(url, contents);
          if (expected === null) continue; // A stream, a file, or a path that is not an operation.
          const told = await restClient(registry.url, admin.token).get(`${url.pathname}${url.search}`);
          expect([url.href.slice(0, 200), told.status, told.body?.code]).toEqual([
            url.href.slice(0, 200),
            expected.status,
            expected.code,
          ]);
        }
      }
    }
  });
});
