import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { engine, hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { instantiateTemplate, publishAgent, publishTemplate } from '../support/operations.ts';
import { readSharedTemplates } from '../support/sharedTemplates.ts';
import { tokenFor } from '../support/token.ts';

const shared = readSharedTemplates();

interface Issue {
  path: string;
  code: string;
}

/** The template catalog end to end: a gateway in a separate process, a real database. */
describe.skipIf(!hasEngine)('the template catalog in the cloud', () => {
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

  it('has the exact version of every agent of the bundled templates', async () => {
    const { data } = await alice.ask(
      '{ templates(first: 100) { edges { node { templateId currentVersion { supportedAgents { agentId resolvedVersion { version } } } } } } }',
    );
    const nodes: { templateId: string; currentVersion: { supportedAgents: { resolvedVersion: unknown }[] } }[] =
      data.templates.edges.map(({ node }: { node: unknown }) => node);
    expect(nodes.map(({ templateId }) => templateId).sort()).toEqual(shared.map(({ id }) => id));
    for (const { currentVersion } of nodes) {
      for (const { resolvedVersion } of currentVersion.supportedAgents) {
        expect(resolvedVersion).toEqual({ version: expect.any(String) });
      }
    }
  });

  it.each(shared)('instantiates $id with the variables from its documentation', async ({ id, documented }) => {
    expect(await alice.do(instantiateTemplate, { input: { templateId: id, variables: documented } })).toMatchObject({
      __typename: 'InstantiateTemplatePayload',
      run: { status: 'QUEUED', variables: documented },
    });
  });

  it.each(shared.flatMap(({ cases }) => cases))(
    'answers $templateId as documented in $file: $name',
    async ({ templateId, environment = null, variables, expect: expected }) => {
      const answer = await alice.do(instantiateTemplate, {
        input: { templateId, environment, variables, dryRun: true },
      });
      if (expected.error !== undefined) {
        expect(answer).toMatchObject({ __typename: 'VariablesInvalid', code: expected.error.code });
        expect(answer.issues.map((each: Issue) => `${each.path}:${each.code}`)).toEqual([
          `${expected.error.path}:${expected.error.issue}`,
        ]);
        return;
      }
      expect(answer.__typename).toBe('InstantiateTemplatePayload');
      const steps: { stepId: string; inputs: unknown }[] = answer.run.steps;
      const ids = expected.steps?.map((step) => (typeof step === 'string' ? step : step.id));
      expect(steps.map((step) => step.stepId)).toEqual(ids ?? steps.map((step) => step.stepId));
      for (const [step, inputs] of Object.entries(expected.inputs ?? {})) {
        expect(steps.find((each) => each.stepId === step)?.inputs).toMatchObject(inputs);
      }
    },
  );

  it('finds a template despite a typing error, and the agents that execute it', async () => {
    const { data } = await actorAt(gateway.url, null).ask(
      '{ search(query: "incidnet respnse", kinds: [TEMPLATE]) { edges { node { ... on Template { templateId agents { edges { node { agentId } } } } } } } }',
    );
    expect(data.search.edges[0].node.templateId).toBe('incident-response');
    expect(data.search.edges[0].node.agents.edges.length).toBeGreaterThan(0);
  });

  it('creates one run for one key, which keeps its agents after later publishes and after kill -9', async () => {
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
    const { data } = await alice.ask(
      'query ($id: ID!) { run(id: $id) { steps { stepId agentVersion { version } } } }',
      {
        id: runs[0].run.id,
      },
    );
    expect(data.run.steps).toEqual(
      ['first', 'second'].map((stepId) => ({ stepId, agentVersion: { version: '1.0.0' } })),
    );
    const later = await alice.do(instantiateTemplate, { input: { ...input, idempotencyKey: 'cloud-run-2' } });
    expect(later.run.steps[0].agentVersion.version).toBe('1.1.0');
  });
});
