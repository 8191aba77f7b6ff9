import { rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Tracing } from '../../packages/node/tracing.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { openDeliverer } from '../../src/registry/deliverWebhooks.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent } from '../support/operations.ts';
import { type CollectedSpan, type OtlpCollector, openCollector } from '../support/otlpCollector.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { publishPlan } from '../support/runs.ts';
import { remote, tracingTo } from '../support/tracing.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { openReceiver } from '../support/webhookReceiver.ts';
import { createWebhook, removeWebhook } from '../support/webhooks.ts';
import { openTestWorker, temporaryFolder, until } from '../support/worker.ts';

describe.skipIf(!hasEngine)('traces', () => {
  let collector: OtlpCollector;
  let tracing: Tracing;
  let registry: TestRegistry;
  let alice: Actor;
  const lines: string[] = [];
  const fresh = uniqueNames('traced');

  beforeAll(async () => {
    collector = await openCollector();
    tracing = await tracingTo(collector.url);
    const to = new Writable({
      write(chunk, _, done) {
        lines.push(...String(chunk).split('\n').filter(Boolean));
        done();
      },
    });
    const overrides = { tracing, log: openLog('info', to, tracing) };
    registry = await openRegistry(() => ({}), { REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1' }, overrides);
    alice = await registry.actor();
  });
  beforeEach(() => {
    collector.spans.length = 0;
    collector.bodies.length = 0;
    lines.length = 0;
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(async () => {
    await registry?.close();
    await tracing?.close();
    await collector?.close();
  });

  const found = (is: (span: CollectedSpan) => boolean) => until(() => collector.spans.find(is));
  const named = (name: string) => found((span) => span.name === name);
  /** The spans of a trace, when its root has arrived. */
  const traceOf = async (root: CollectedSpan) => collector.spans.filter(({ traceId }) => traceId === root.traceId);

  it('a query is a request, its operation and its statements', async () => {
    await alice.ask('query Shelf { agents(first: 3) { edges { node { agentId } } } }');
    const request = await named('POST /graphql');
    const operation = await named('query Shelf');
    const statements = (await traceOf(request)).filter(({ name }) => name.startsWith('select '));
    expect(request).toMatchObject({
      service: 'nofx-registry',
      kind: 'SPAN_KIND_SERVER',
      parentSpanId: '',
      isError: false,
    });
    expect(request.attributes).toMatchObject({ 'http.route': '/graphql', 'http.response.status_code': 200 });
    expect(operation).toMatchObject({ traceId: request.traceId, parentSpanId: request.spanId });
    expect(operation.attributes).toEqual({ 'graphql.operation.type': 'query', 'graphql.operation.name': 'Shelf' });
    expect(statements.map(({ parentSpanId }) => parentSpanId)).toEqual([operation.spanId]);
    expect(statements[0]?.attributes).toMatchObject({ 'db.system.name': 'postgresql', 'db.response.returned_rows': 0 });
    expect(statements[0]?.attributes['registry.statement']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('an answer from memory is a request without statements', async () => {
    const ask = () => alice.ask('query Kept { templates(first: 1) { edges { cursor } } }');
    const spansOfIt = async () => {
      collector.spans.length = 0;
      await ask();
      return (await traceOf(await named('POST /graphql'))).map(({ name }) => name);
    };
    expect(await spansOfIt()).toContain('query Kept');
    // Until the log is followed, the answer waits for a look at it.
    await expect.poll(spansOfIt, { timeout: 15_000 }).toEqual(['POST /graphql']);
  });

  it('a write is a transaction with its statements and the calls to storage', async () => {
    await alice.do(publishAgent, { input: agent({ agentId: fresh() }) });
    const request = await named('POST /graphql');
    const spans = await traceOf(request);
    const transaction = spans.find(({ name }) => name === 'transaction');
    const inside = spans.filter(({ parentSpanId }) => parentSpanId === transaction?.spanId).map(({ name }) => name);
    expect(inside).toEqual(expect.arrayContaining(['insert agent_versions', 'insert registry_events']));
    expect(spans.find(({ name }) => name === 'storage put')?.attributes['registry.storage.files']).toBe(2);
  });

  it('an error is named by its code', async () => {
    await registry.anyone.ask('query Wrong { node(id: "nothing") { id } }');
    const operation = await named('query Wrong');
    expect(operation).toMatchObject({ isError: true, attributes: { 'error.type': 'BAD_USER_INPUT' } });
    const viewer = await registry.actor({ role: 'viewer' });
    await viewer.do(publishAgent, { input: agent({ agentId: fresh() }) });
    const refused = await found(({ attributes }) => attributes['graphql.operation.type'] === 'mutation');
    expect(refused.attributes['registry.refusals']).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['GraphQL', '/graphql?query={__typename}', 'GET /graphql'],
    ['REST', '/api/agents?first=1', 'GET /api/agents'],
    ['a file', '/api/openapi.json', 'GET /api/openapi.json'],
  ])('a trace that comes in is continued: %s', async (_, path, name) => {
    const response = await fetch(new URL(path, registry.url), { headers: remote.headers });
    expect(response.status).toBe(200);
    await response.text();
    const request = await named(name);
    expect(request).toMatchObject({ traceId: remote.traceId, parentSpanId: remote.spanId, traceState: 'vendor=kept' });
    expect(response.headers.get('x-correlation-id')).toBe(`00-${remote.traceId}-${request.spanId}-01`);
  });

  it('a trace that its caller does not sample is carried on and not recorded', async () => {
    const traceparent = remote.headers.traceparent.replace(/01$/, '00');
    const response = await fetch(new URL('/api/agents', registry.url), { headers: { traceparent } });
    expect(response.headers.get('x-correlation-id')).toMatch(new RegExp(`^00-${remote.traceId}-[0-9a-f]{16}-00$`));
    await alice.ask('query After { __typename }');
    await named('query After');
    expect(collector.spans.filter(({ traceId }) => traceId === remote.traceId)).toEqual([]);
  });

  it('a correlation id of the caller stays, and is an attribute of the request', async () => {
    const headers = { ...remote.headers, 'x-correlation-id': 'mine-1' };
    const response = await fetch(new URL('/api/agents', registry.url), { headers });
    expect(response.headers.get('x-correlation-id')).toBe('mine-1');
    expect((await named('GET /api/agents')).attributes['registry.correlation_id']).toBe('mine-1');
  });

  describe('over a WebSocket', () => {
    const ask = async (connectionParams: Record<string, string>, extensions?: Record<string, string>) => {
      const client = createClient({
        url: registry.url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams,
      });
      const operation = { query: 'query Socket { __typename }', ...(extensions && { extensions }) };
      for await (const _ of client.iterate(operation)) break;
      await client.dispose();
      return named('WebSocket /graphql');
    };

    it('an operation is a request, and its operation inside', async () => {
      const request = await ask({});
      expect(request).toMatchObject({ kind: 'SPAN_KIND_SERVER', parentSpanId: '' });
      expect((await named('query Socket')).parentSpanId).toBe(request.spanId);
      const line = lines.map((each) => JSON.parse(each)).find(({ transport }) => transport === 'websocket');
      expect(line).toMatchObject({ trace_id: request.traceId, span_id: request.spanId });
    });

    it('the trace of `connection_init` is continued', async () => {
      expect(await ask(remote.headers)).toMatchObject({
        traceId: remote.traceId,
        parentSpanId: remote.spanId,
        traceState: 'vendor=kept',
      });
    });

    it('the trace of an operation comes before that of its WebSocket', async () => {
      const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
      expect(await ask(remote.headers, { traceparent })).toMatchObject({
        traceId: 'ab'.repeat(16),
        parentSpanId: 'cd'.repeat(8),
        traceState: '',
      });
    });

    it('a subscription ends its span when it has begun', async () => {
      const client = createClient({ url: registry.url.replace('http', 'ws'), webSocketImpl: WebSocket });
      const events = client.iterate({ query: 'subscription Feed { registryEvents { type } }' });
      const next = events.next();
      expect(await named('subscription Feed')).toMatchObject({ isError: false });
      expect(await named('WebSocket /graphql')).toMatchObject({ isError: false });
      await events.return?.();
      await next;
      await client.dispose();
    });
  });

  it('probes are not traced', async () => {
    await (await fetch(new URL('/health/live', registry.url))).text();
    await (await fetch(new URL('/metrics', registry.url))).text();
    await alice.ask('query Then { __typename }');
    await named('query Then');
    await named('POST /graphql');
    expect(collector.spans.map(({ name }) => name).sort()).toEqual(['POST /graphql', 'query Then']);
  });

  it('a line of the log has the ids of its span', async () => {
    await alice.ask('query Logged { __typename }');
    const request = await named('POST /graphql');
    const line = JSON.parse(lines[0] ?? '{}');
    expect(line).toMatchObject({ name: 'Logged', trace_id: request.traceId, span_id: request.spanId });
    expect(line.correlationId).toBe(`00-${request.traceId}-${request.spanId}-01`);
  });

  it('the steps of a run continue the trace of the request that made it', async () => {
    const templateId = fresh();
    await publishPlan(alice, templateId, [{ id: 'only', inputs: {}, outputs: { done: {} } }]);
    const folder = await temporaryFolder();
    const given: Record<string, string>[] = [];
    const executor = {
      description: 'a function',
      async run(_: unknown, { traceHeaders }: { traceHeaders?: Readonly<Record<string, string>> | undefined }) {
        given.push({ ...traceHeaders });
        return { done: 1 };
      },
      close: async () => {},
    };
    const token = await registry.token();
    const work = { executor, name: 'traced', concurrency: 1, leaseSeconds: 30, timeoutSeconds: 60 };
    const rules = { variables: { environment: {}, allowed: [] }, allowHosts: [] };
    const worker = await openTestWorker({ url: registry.url, token, folder, tracing, work: { ...work, rules } });
    try {
      await alice.ask(instantiateTemplate, { input: { templateId } }, remote.headers);
      const step = await named('step only');
      const report = await found(({ name, parentSpanId }) => name === 'POST /graphql' && parentSpanId === step.spanId);
      expect(step).toMatchObject({ traceId: remote.traceId, kind: 'SPAN_KIND_CONSUMER', isError: false });
      expect(step.attributes).toMatchObject({
        'registry.step.status': 'SUCCEEDED',
        'registry.template.id': templateId,
      });
      expect(report.traceId).toBe(remote.traceId);
      expect(given).toEqual([{ traceparent: `00-${remote.traceId}-${step.spanId}-01` }]);
      const made = collector.spans.find(({ parentSpanId }) => parentSpanId === remote.spanId);
      expect(step.parentSpanId).toBe(made?.spanId);
    } finally {
      await worker.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('a webhook continues the trace of its event', async () => {
    const admin = await registry.actor({ role: 'admin' });
    const receiver = await openReceiver();
    const { webhook } = await admin.do(createWebhook, { input: { url: receiver.url } });
    try {
      await alice.ask(publishAgent, { input: agent({ agentId: fresh() }) }, remote.headers);
      const failed: unknown[] = [];
      const deliverer = openDeliverer(registry.services, { report: (error) => failed.push(error) });
      await deliverer.look();
      await deliverer.whenIdle();
      const delivery = await named('webhook delivery');
      expect(failed).toEqual([]);
      expect(delivery).toMatchObject({ traceId: remote.traceId, kind: 'SPAN_KIND_PRODUCER', isError: false });
      expect(delivery.attributes).toMatchObject({ 'server.address': '127.0.0.1', 'http.response.status_code': 204 });
      const [message] = receiver.received;
      expect(message?.headers.traceparent).toBe(`00-${remote.traceId}-${delivery.spanId}-01`);
      expect(message?.event.data.correlationId).toBe(`00-${remote.traceId}-${delivery.parentSpanId}-01`);
    } finally {
      await admin.do(removeWebhook, { input: { id: webhook.id } });
      await receiver.close();
    }
  });

  it('holds nothing that was sent: no token, variable, prompt or literal', async () => {
    const canaries = ['canary-in-a-prompt', 'canary-in-a-variable', 'canary-in-a-literal', 'canary-in-a-search'];
    const [prompt, variable, literal, search] = canaries;
    const token = await registry.token();
    const files = [{ path: 'prompts/main.md', content: `Say ${prompt}.` }];
    const input = agent({ agentId: fresh(), entryPrompt: 'prompts/main.md' });
    expect((await alice.do(publishAgent, { input: { ...input, files } })).agent).toBeTruthy();
    await alice.ask('query Var($id: String!) { agent(agentId: $id) { id } }', { id: variable });
    await alice.ask(`query Lit { agent(agentId: "${literal}") { id } }`);
    await fetch(new URL(`/api/search?q=${search}`, registry.url), { headers: { authorization: `Bearer ${token}` } });
    await named('GET /api/search');
    await named('query Lit');
    const sent = Buffer.concat(collector.bodies).toString('latin1');
    expect([...canaries, token, token.split('.')[2] ?? ''].filter((each) => sent.includes(each))).toEqual([]);
  });
});
