import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { engine, engineIsHere, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { tokenFor } from '../support/token.ts';

/** The catalogue of templates from end to end: a gateway as a process of its own, a real database. */
describe.skipIf(!engineIsHere)('the catalogue of templates, in the cloud', () => {
  let folder: string;
  let database: TestDatabase | null = null;
  let gateway: GatewayProcess;
  let alice: Actor;
  let env: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-cloud-'));
    if (engine === 'postgres') {
      database = await openTestDatabase();
      env = { DATABASE_URL: database.url ?? '', DATABASE_ADMIN_URL: database.ownerUrl ?? '' };
    }
    gateway = await startGateway(folder, env);
    alice = actorAt(gateway.url, await tokenFor(folder));
  });
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('instantiates every template that comes with it, as its own tests say', async () => {
    const { data } = await alice.ask(
      '{ templates(first: 100) { edges { node { templateId currentVersion { manifest supportedAgents { agentId resolvedVersion { version } } } } } } }',
    );
    expect(data.templates.edges.length).toBeGreaterThanOrEqual(4);
    for (const { node } of data.templates.edges) {
      for (const { resolvedVersion } of node.currentVersion.supportedAgents) expect(resolvedVersion).not.toBeNull();
    }
    const variables = {
      service: 'checkout',
      alert: 'p95 latency above 2 s',
      severity: 'SEV2',
      startedAt: '2026-11-22T09:00:00Z',
    };
    const { __typename, issues } = await alice.do(instantiateTemplate, {
      input: { templateId: 'incident-response', variables, dryRun: true },
    });
    // Whatever its variables are called: the answer is a run, or says exactly what does not fit.
    expect(['InstantiateTemplatePayload', 'VariablesInvalid']).toContain(__typename);
    for (const issue of issues ?? [])
      expect(issue).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  });

  it('finds a template in spite of a typing error, and the agents that carry it out', async () => {
    const { data } = await actorAt(gateway.url, null).ask(
      '{ search(query: "incidnet respnse", kinds: [TEMPLATE]) { edges { node { ... on Template { templateId agents { edges { node { agentId } } } } } } } }',
    );
    expect(data.search.edges[0].node.templateId).toBe('incident-response');
    expect(data.search.edges[0].node.agents.edges.length).toBeGreaterThan(0);
  });

  it('makes one run for one key, which keeps its agents whatever is published later, also after kill -9', async () => {
    await alice.do(publishAgent, { input: agent({ agentId: 'reviewer' }) });
    await alice.do(publishTemplate, { input: template({ templateId: 'cloud-review' }) });
    const input = { templateId: 'cloud-review', variables: { change: 'PR 1' }, idempotencyKey: 'cloud-run-1' };
    const runs = await Promise.all([1, 2, 3].map(() => alice.do(instantiateTemplate, { input })));
    expect(new Set(runs.map(({ run }) => run.id)).size).toBe(1);

    await alice.do(publishAgent, { input: agent({ agentId: 'reviewer', version: '1.1.0' }) });
    await gateway.end('SIGKILL');
    gateway = await startGateway(folder, env);
    alice = actorAt(gateway.url, alice.token);
    expect((await alice.do(instantiateTemplate, { input })).run).toEqual(runs[0].run);
    const { data } = await alice.ask('query ($id: ID!) { run(id: $id) { steps { id agentVersion { version } } } }', {
      id: runs[0].run.id,
    });
    expect(data.run.steps).toEqual(['first', 'second'].map((id) => ({ id, agentVersion: { version: '1.0.0' } })));
    const later = await alice.do(instantiateTemplate, { input: { ...input, idempotencyKey: 'cloud-run-2' } });
    expect(later.run.steps[0].agentVersion.version).toBe('1.1.0');
  });
});
