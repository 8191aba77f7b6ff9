import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRoles } from '../../server/rest/readRoles.ts';
import { leastRoles, openMutations } from '../../src/registry/leastRoles.ts';
import { hasEngine } from '../support/database.ts';
import { type OpenApiClient, openApiClient } from '../support/openApiClient.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';

interface Parameter {
  name?: string;
  in?: string;
  example?: string;
}
interface Operation {
  operationId: string;
  security: Record<string, unknown>[];
  description?: string;
  parameters?: Parameter[];
  requestBody?: {
    content: { 'application/json': { examples: Record<string, { summary: string; value: Record<string, unknown> }> } };
  };
  responses: Record<string, unknown>;
}

const roleFor: Readonly<Record<string, string>> = { ...leastRoles, ...readRoles };

describe.skipIf(!hasEngine)('the examples in the OpenAPI document', () => {
  let registry: TestRegistry;
  let client: OpenApiClient;
  let admin: string;
  let anyone: RestClient;
  // biome-ignore lint/suspicious/noExplicitAny: a description of an API, as it came
  let description: any;

  beforeAll(async () => {
    registry = await openRegistry();
    anyone = restClient(registry.url, null);
    ({ body: description } = await anyone.get('/api/openapi.json'));
    client = openApiClient(description, registry.url);
    admin = await registry.token({ role: 'admin' });
  });
  afterAll(async () => {
    expect(registry?.masked).toEqual([]);
    await registry?.close();
  });

  const operations = () =>
    Object.entries<Record<string, Operation>>(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
  const examplesOf = ({ parameters = [] }: Operation, where: 'path' | 'query'): Record<string, string> =>
    Object.fromEntries(
      parameters.flatMap(({ name = '', in: place, example }) => (place === where && example ? [[name, example]] : [])),
    );
  const pathOf = (operation: Operation) => examplesOf(operation, 'path');

  /** Fails the claimed step of a run, as the example of a retry requires. */
  async function fail(run: string, { token, step }: { token: string; step: { stepId: string } }) {
    const error = { code: 'BROKEN', message: 'It broke.' };
    const body = { stepId: step.stepId, status: 'FAILED', claim: token, error, retry: false };
    expect((await client.call('reportRun', { token: admin, path: { id: run }, body })).status).toBe(200);
  }

  /** Another namespace publishes the example of a kind, and shares it, as the example of declining requires. */
  async function offer(kind: string, namespace: string, path: Record<string, string>) {
    const token = await registry.token({ namespace, role: 'admin' });
    const publish = operations().find(({ operationId }) => operationId === `publish${kind}`);
    const [first] = Object.values(publish?.requestBody?.content['application/json'].examples ?? {});
    const body = { ...first?.value, dryRun: false };
    expect((await client.call(`publish${kind}`, { token, body })).status).toBe(201);
    const shared = await client.call(`share${kind}`, { token, path: { ...path, sharedWith: 'default' }, body: {} });
    expect(shared.status).toBe(200);
  }

  it('work as written, in order, with the documented status', async () => {
    let run = '';
    let webhook = '';
    let comment = '';
    let linkCode = '';
    let claims = [];
    const sent: string[] = [];
    for (const operation of operations()) {
      if (!operation.requestBody) continue;
      const { operationId } = operation;
      const examples = Object.entries(operation.requestBody.content['application/json'].examples);
      expect([operationId, examples.length > 0]).toEqual([operationId, true]);
      for (const [name, { value: example }] of examples) {
        const value = operationId === 'redeemConsoleLink' ? { linkCode } : example;
        if (operationId === 'retryRun') await fail(run, claims[0]);
        const path = operation.path.startsWith('/api/runs/{id}')
          ? { id: run }
          : operation.path.startsWith('/api/webhooks/{id}')
            ? { id: webhook }
            : operation.path.startsWith('/api/comments/{id}')
              ? { id: comment }
              : pathOf(operation);
        const [, kind] = /^decline(Agent|Template)Share$/.exec(operationId) ?? [];
        if (kind) await offer(kind, String(value.namespace), path);
        const expected = '201' in operation.responses && value.dryRun !== true ? 201 : 200;
        const { status, body } = await client.call(operationId, { token: admin, path, body: value });
        expect([operationId, name, status, status >= 400 ? body : null]).toEqual([operationId, name, expected, null]);
        if (operationId.startsWith('validate')) expect(body).toMatchObject({ valid: true, issues: [] });
        if (operationId === 'instantiateTemplate' && status === 201) run = body.run.id;
        if (operationId === 'rateTemplate') {
          const listed = await client.call('listRatings', { token: admin, path });
          comment = listed.body.items[0].id;
        }
        if (operationId === 'createWebhook') webhook = body.webhook.id;
        if (operationId === 'createConsoleLink') ({ linkCode } = body);
        if (operationId === 'claimSteps') ({ claims } = body);
        sent.push(operationId);
      }
    }
    expect([...new Set(sent)].sort()).toEqual(
      [...Object.keys(leastRoles), ...openMutations].filter((name) => name !== 'sweepArtifacts').sort(),
    );
  }, 120_000);

  it('create what the following reads return', async () => {
    for (const operation of operations()) {
      const path = pathOf(operation);
      if (operation.method !== 'get' || Object.keys(path).length === 0) continue;
      const { status } = await client.call(operation.operationId, { path, query: examplesOf(operation, 'query') });
      expect([operation.operationId, status]).toEqual([operation.operationId, 200]);
    }
  });

  it('state where a token is required, and where to get one', async () => {
    expect(description.info.description).toContain('npm run -s registry -- token');
    expect(description.components.securitySchemes.token.description).toContain('npm run -s registry -- token');
    for (const operation of operations()) {
      const { operationId, security } = operation;
      expect([operationId, Array.isArray(security)]).toEqual([operationId, true]);
      const path = {
        ...pathOf(operation),
        ...(/^\/api\/(runs|webhooks|comments)\/\{id\}/.test(operation.path) ? { id: 'x' } : {}),
      };
      if (operationId === 'followEvents' || operationId === 'getFile') continue;
      const isRequired = security.length > 0 && security.every((each) => Object.keys(each).length > 0);
      const asked = operation.requestBody ? { path, body: {} } : { path };
      const { status } = await client.call(operationId, asked);
      expect([operationId, status === 401]).toEqual([operationId, isRequired]);
      if (isRequired) expect(operation.description).toContain(`"${roleFor[operationId] ?? 'publisher'}"`);
    }
  });

  it('mark what is a stream', () => {
    const streams = operations().filter((operation) => 'x-streaming' in operation);
    expect(streams.map(({ operationId }) => operationId)).toEqual(['followEvents', 'exportEntries']);
    expect(streams[0]?.description).toContain('cannot be tried');
  });
});
