import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import {
  instantiateTemplate,
  publishAgent,
  publishTemplate,
  rollbackAgent,
  setAgentStatus,
} from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** What should never have been sent: each must be answered with a code, and nothing must be masked as a fault of ours. */
const nasty: [name: string, text: string][] = [
  ['nothing', ''],
  ['NUL', 'a\u0000b'],
  ['a lone surrogate', 'a\ud800b'],
  ['a bidi override', 'a\u202eb'],
  ['an escape', '\u001b[31mred'],
  ['SQL', "'; drop table nofx.agent_registry; --"],
  ['a path', '../../etc/passwd'],
  ['100,000 characters', 'x'.repeat(100_000)],
  ['emoji', '🤖'.repeat(50)],
];

describe.skipIf(!hasEngine)('hostile input', () => {
  let registry: TestRegistry;
  let admin: Actor;

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    await admin.do(publishAgent, { input: agent({ agentId: 'target' }) });
    await admin.do(publishAgent, { input: agent({ agentId: 'reviewer' }) });
    await admin.do(publishTemplate, { input: template({ templateId: 'target-plan' }) });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const codes = /^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|QUERY_TOO_COMPLEX|FORBIDDEN|UNAUTHENTICATED)$/;

  async function harmless(actor: Actor, query: string, variables: object) {
    const { status, errors } = await actor.ask(query, variables);
    expect(status).toBeLessThan(500);
    for (const error of errors ?? []) {
      expect(error.extensions.code).toMatch(codes);
      expect(error.message).not.toMatch(/node_modules|\/src\/|select |insert /);
    }
  }

  it.each(nasty)('%s, wherever a query takes a text, does no harm', async (_, text) => {
    const reads = [
      'query ($x: String!) { agent(agentId: $x) { slug } }',
      'query ($x: String!) { agent(agentId: "target", namespace: $x) { slug } }',
      'query ($x: String!) { template(templateId: $x) { slug } }',
      'query ($x: String!) { agent(agentId: "target") { version(version: $x) { digest } } }',
      'query ($x: String!) { agent(agentId: "target") { currentVersion { diff(against: $x) { changes { path } } } } }',
      'query ($x: String!) { agents(after: $x) { edges { cursor } } }',
      'query ($x: String!) { agents(filter: { namespace: $x, category: $x, tags: [$x] }) { edges { cursor } } }',
      'query ($x: String!) { registryEvents(after: $x) { edges { cursor } } }',
      'query ($x: String!) { registryEvents(filter: { types: [$x], namespace: $x, entryId: $x }) { edges { cursor } } }',
      'query ($x: String!) { validationReports(filter: { entryId: $x }, after: $x) { edges { cursor } } }',
      'query ($x: String!) { search(query: $x, filter: { category: $x }, after: $x) { totalCount } }',
    ];
    for (const query of reads) await harmless(admin, query, { x: text });
    for (const query of [
      'query ($x: ID!) { node(id: $x) { id } }',
      'query ($x: ID!) { nodes(ids: [$x]) { id } }',
      'query ($x: ID!) { run(id: $x) { id } }',
    ]) {
      await harmless(admin, query, { x: text });
    }
  });

  it.each(nasty)('%s, wherever a mutation takes a text, does no harm', async (_, text) => {
    const good = agent({ agentId: 'victim' });
    const inputs: object[] = [
      { ...good, commitSha: text },
      { ...good, idempotencyKey: text },
      { ...good, files: [{ path: text, content: 'x' }] },
      { ...good, files: [{ path: 'prompts/system.md', content: text, encoding: 'BASE64' }] },
      { ...good, files: [{ path: 'prompts/system.md', content: text }] },
      { ...good, files: [...good.files, { path: 'mcp.json', content: text }] },
      ...Object.keys(good.manifest).map((key) => ({ ...good, manifest: { ...good.manifest, [key]: text } })),
      ...['owner', 'repository', 'category', 'tags', 'model', 'metadata', 'env', 'dependencies', 'resourceProfile'].map(
        (key) => ({ ...good, manifest: { ...good.manifest, [key]: text } }),
      ),
      { ...good, manifest: { ...good.manifest, metadata: { [text || 'k']: [text, { deep: text }] } } },
      { ...good, manifest: { ...good.manifest, tags: [text], skills: [{ id: text, name: text, description: text }] } },
    ];
    for (const input of inputs) await harmless(admin, publishAgent, { input: { dryRun: true, ...input } });
    for (const input of inputs) await harmless(admin, publishAgent, { input });
    await harmless(admin, rollbackAgent, { input: { id: 'target', reason: text } });
    await harmless(admin, rollbackAgent, {
      input: { id: text, namespace: text, toVersion: text, expectedCurrentVersion: text, reason: 'x' },
    });
    await harmless(admin, setAgentStatus, { input: { id: 'target', status: 'ACTIVE', message: text } });
    await harmless(admin, instantiateTemplate, {
      input: { templateId: 'target-plan', version: text, environment: text, variables: { change: text } },
    });
    await harmless(admin, instantiateTemplate, { input: { templateId: 'target-plan', variables: { change: text } } });
    await harmless(admin, instantiateTemplate, { input: { templateId: text, namespace: text, variables: text } });
  });

  it('numbers beyond measure, and values of the wrong kind, do no harm', async () => {
    const { manifest, files } = agent({ agentId: 'victim-of-numbers' });
    for (const value of [1e308, -1e308, 1e-320, 0.1, 2 ** 60, null, true, [], {}, [[[[]]]], { a: { b: {} } }]) {
      for (const key of [
        ...Object.keys(manifest),
        'model',
        'metadata',
        'resourceProfile',
        'env',
        'dependencies',
        'tags',
      ]) {
        await harmless(admin, publishAgent, { input: { manifest: { ...manifest, [key]: value }, files } });
      }
      await harmless(admin, publishAgent, {
        input: {
          manifest: { ...manifest, metadata: { value }, resourceProfile: { cpu: value, memoryMb: value } },
          files,
        },
      });
      await harmless(admin, instantiateTemplate, {
        input: { templateId: 'target-plan', variables: { change: value, depth: value } },
      });
    }
  }, 120_000);

  it.each([63, 64, 65, 1_000, 5_000, 100_000])('a depth of %i does no harm', async (depth) => {
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const inputs: [query: string, input: string][] = [
      [publishAgent, `{ "manifest": { "agentId": "victim-of-depth", "metadata": ${deep} } }`],
      [publishAgent, `{ "manifest": ${deep}, "idempotencyKey": "depth-${depth}" }`],
      [instantiateTemplate, `{ "templateId": "target-plan", "variables": { "change": "x", "deep": ${deep} } }`],
      [
        instantiateTemplate,
        `{ "templateId": "target-plan", "variables": { "change": "x" }, "idempotencyKey": ${deep} }`,
      ],
    ];
    for (const [query, input] of inputs) {
      const response = await fetch(registry.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}` },
        body: `{ "query": ${JSON.stringify(query)}, "variables": { "input": ${input} } }`,
      });
      expect(response.status).toBeLessThan(500);
      const { errors } = await response.json();
      for (const error of errors ?? []) expect(error.extensions.code).toMatch(codes);
    }
  });

  it('what is there is still there', async () => {
    const { data } = await registry.anyone.ask('{ agent(agentId: "target") { currentVersion { version } } }');
    expect(data.agent.currentVersion.version).toBe('1.0.0');
  });
});
