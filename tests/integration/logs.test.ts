import { Writable } from 'node:stream';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { describeFailure, openLog } from '../../server/telemetry/log.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rollbackAgent } from '../support/operations.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { forge } from '../unit/server/invalidTokens.ts';

/** Looks like a secret but is not: if it appears anywhere but where it was put, something leaks. */
const canary = ['ghp', 'Zk3vQ8mW1xT6pL9sR2dF5gH7jK4bN0cV8yX1'].join('_');
/** A secret without a known format. */
const plain = 'canary-of-no-known-form-4711';

function openLines() {
  const lines: string[] = [];
  const to = new Writable({
    write(chunk, _, done) {
      lines.push(...String(chunk).split('\n').filter(Boolean));
      done();
    },
  });
  return { lines, log: openLog('debug', to), parsed: () => lines.map((line) => JSON.parse(line)) };
}

describe.skipIf(!hasEngine)('the server log', () => {
  let registry: TestRegistry;
  let origin: string;
  const written = openLines();
  const { lines, parsed } = written;
  const fresh = uniqueNames('logged');

  beforeAll(async () => {
    registry = await openRegistry(() => ({ log: written.log }));
    origin = new URL(registry.url).origin;
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const since = async (work: () => Promise<unknown>) => {
    lines.length = 0;
    await work();
    await new Promise((resolve) => setImmediate(resolve));
    return parsed();
  };

  it('has one line per request: who, what, how much and how long', async () => {
    const user = await registry.actor();
    const found = await since(() =>
      user.ask(
        'query Shelf($n: Int) { agents(first: $n) { edges { cursor } } }',
        { n: 3 },
        { 'x-correlation-id': 'mine-1' },
      ),
    );
    expect(found).toEqual([
      {
        level: 30,
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        time: expect.any(Number),
        msg: 'request',
        correlationId: 'mine-1',
        actor: expect.stringMatching(/^[0-9a-f-]{36}$/),
        transport: 'http',
        method: 'POST',
        route: '/graphql',
        status: 200,
        operation: 'query',
        name: 'Shelf',
        cost: 11,
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('names the code of an error that is a result, over each transport', async () => {
    const viewer = await registry.actor({ role: 'viewer' });
    const input = agent({ agentId: fresh() });
    const overHttp = await since(() => viewer.ask(publishAgent, { input }));
    expect(overHttp).toMatchObject([{ transport: 'http', status: 200, codes: ['FORBIDDEN'] }]);

    const overRest = await since(() =>
      fetch(`${origin}/api/agents/publish`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${viewer.token}` },
        body: JSON.stringify(input),
      }),
    );
    expect(overRest).toMatchObject([{ transport: 'rest', status: 403, codes: ['FORBIDDEN'] }]);

    const overSocket = await since(async () => {
      const client = createSocketClient({
        url: registry.url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${viewer.token}` },
      });
      for await (const _ of client.iterate({ query: publishAgent, variables: { input } }));
      await client.dispose();
    });
    expect(overSocket).toMatchObject([{ transport: 'websocket', operation: 'mutation', codes: ['FORBIDDEN'] }]);

    const metrics = await (await fetch(`${origin}/metrics`)).text();
    for (const transport of ['http', 'rest', 'websocket'])
      expect(metrics).toContain(
        `registry_requests_total{transport="${transport}",operation="mutation",code="FORBIDDEN"} 1`,
      );
  });

  it('has one line for a refusal, with its code', async () => {
    for (const [ask, status, codes] of [
      [() => registry.anyone.ask('{ nothing }'), 400, ['GRAPHQL_VALIDATION_FAILED']],
      [() => registry.anyone.ask('{ agents(first: 0) { edges { cursor } } }'), 200, ['BAD_USER_INPUT']],
      [() => registry.anyone.ask('{ __typename }', {}, { authorization: 'Bearer x' }), 401, undefined],
    ] as const) {
      const found = await since(ask);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ status, ...(codes ? { codes } : {}) });
    }
  });

  it('has one line for a file and for an operation of a WebSocket, and none at info for health', async () => {
    expect(await since(() => fetch(`${origin}/api/agents/secret-name/versions/1.0.0/files/agent.json`))).toMatchObject([
      { transport: 'rest', route: '/api/:kind/:id/versions/:version/files/:path', status: 404 },
    ]);
    const raw = await acknowledged(registry.url);
    const found = await since(async () => {
      raw.send({ id: '1', type: 'subscribe', payload: { query: 'query Ask { __typename }' } });
      await raw.next('1');
      await raw.next('1');
      raw.send({ id: '2', type: 'subscribe', payload: { query: '{ nothing }' } });
      await raw.next('2');
    });
    expect(found).toMatchObject([
      { transport: 'websocket', name: 'Ask', cost: 1 },
      { transport: 'websocket', codes: ['GRAPHQL_VALIDATION_FAILED'] },
    ]);
    raw.close();
    expect((await since(() => fetch(`${origin}/health/live`))).filter(({ level }) => level >= 30)).toEqual([]);
  });

  it('has the same request id as the header, the errors and the event', async () => {
    const correlationId = 'follow-me:1';
    const user = await registry.actor();
    const input = agent({ agentId: fresh() });
    const found = await since(() => user.ask(publishAgent, { input }, { 'x-correlation-id': correlationId }));
    expect(found).toMatchObject([{ correlationId }]);
    const { data } = await user.ask('{ registryEvents(first: 100) { edges { node { correlationId } } } }');
    expect(JSON.stringify(data)).toContain(correlationId);
    const response = await fetch(registry.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId },
      body: '{"query":"{ nothing }"}',
    });
    expect(response.headers.get('x-correlation-id')).toBe(correlationId);
    expect((await response.json()).errors[0].extensions.correlationId).toBe(correlationId);
  });

  it('leads from a request to its run, and from the run to each request that changed it', async () => {
    const user = await registry.actor();
    const agentId = fresh();
    await user.do(publishAgent, { input: agent({ agentId }) });
    const templateId = fresh();
    await user.do(publishTemplate, {
      input: template({
        templateId,
        supportedAgents: { [agentId]: '^1.0.0' },
        defaultPlan: { steps: [{ id: 'only', name: 'Only', agent: agentId, dependsOn: [], inputs: {}, outputs: {} }] },
      }),
    });
    const correlationId = 'the-run:1';
    let run: { id: string; correlationId: string } | undefined;
    const created = await since(async () => {
      const { data } = await user.ask(
        `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) {
          ... on InstantiateTemplatePayload { run { id correlationId } } } }`,
        { input: { templateId, variables: { change: 'a' } } },
        { 'x-correlation-id': correlationId },
      );
      run = data.instantiateTemplate.run;
    });
    expect(run).toMatchObject({ correlationId });
    expect(created).toMatchObject([{ correlationId, runIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)] }]);
    const [{ runIds }] = created;
    const { data } = await user.ask('query ($id: ID!) { run(id: $id) { id correlationId } }', { id: runIds[0] });
    expect(data.run).toEqual(run);
    const cancelled = await since(() =>
      user.ask('mutation ($input: ReportRunInput!) { reportRun(input: $input) { __typename } }', {
        input: { runId: run?.id, status: 'CANCELLED' },
      }),
    );
    expect(cancelled).toMatchObject([{ runIds }]);
    const tried = await since(() =>
      user.ask('mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) { __typename } }', {
        input: { templateId, variables: { change: 'a' }, dryRun: true },
      }),
    );
    expect(tried.map((line) => 'runIds' in line)).toEqual([false]); // A dry run has no run to be found.
  });

  it.each(['', 'a b', 'x'.repeat(129), 'a\u00e4', '<script>', canary])(
    'accepts no correlation id such as %j',
    async (given) => {
      const response = await fetch(`${registry.url}?query={__typename}`, { headers: { 'x-correlation-id': given } });
      expect(response.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('contains the location of a failure, and none of its values', () => {
    const cause = Object.assign(new Error(`invalid input syntax for type uuid: "${plain}"`), {
      code: '22P02',
      detail: `Key (slug)=(${plain}) is not there`,
      parameters: [plain],
      query: plain,
    });
    const failure = describeFailure(new Error(`It failed for ${canary}`, { cause }));
    expect(failure).toMatchObject({
      type: 'Error',
      cause: { code: '22P02', message: 'invalid input syntax for type uuid: (hidden)' },
    });
    expect(JSON.stringify(failure)).not.toContain(plain);
    expect(JSON.stringify(failure)).not.toContain(canary);
    expect(JSON.stringify(failure)).toContain('logs.test.ts');
  });

  describe('contains no secret', () => {
    let admin: Actor;
    let agentId: string;
    let templateId: string;
    const seen: [where: string, text: string][] = [];

    beforeAll(async () => {
      admin = await registry.actor({ role: 'admin' });
      [agentId, templateId] = [fresh(), fresh('plan')];
      await admin.do(publishAgent, { input: agent({ agentId }) });
      await admin.do(publishAgent, { input: agent({ agentId, version: '1.1.0' }) });
      await admin.do(publishAgent, { input: agent({ agentId: 'reviewer' }) });
      await admin.do(publishTemplate, { input: template({ templateId }) });
      lines.length = 0;
    });

    /** Sends it as it is, and keeps the whole response. */
    async function send(
      where: string,
      init: RequestInit & { headers?: Record<string, string> },
      address = registry.url,
    ) {
      const response = await fetch(address, init);
      seen.push([where, `${JSON.stringify([...response.headers])} ${await response.text()}`]);
      return response.status;
    }
    const ask = (
      where: string,
      query: string,
      variables: object = {},
      headers: Record<string, string> = {},
      more: object = {},
    ) =>
      send(where, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}`, ...headers },
        body: JSON.stringify({ query, variables, ...more }),
      });
    const publishing = (manifest: object, files: object[] = []) => {
      const whole = agent({ agentId: fresh(), ...manifest });
      return { input: { manifest: whole.manifest, files: [...whole.files, ...files] } };
    };

    /** Where a secret can be put: each place is tried with a secret of a known format and with one without. */
    const places: [where: string, put: (secret: string) => Promise<unknown>][] = [
      ['a token', (secret) => ask('', '{ __typename }', {}, { authorization: `Bearer ${secret}` })],
      ['a scheme', (secret) => ask('', '{ __typename }', {}, { authorization: secret })],
      [
        'a claim',
        (secret) =>
          ask(
            '',
            '{ __typename }',
            {},
            { authorization: `Bearer ${forge({ alg: 'HS256', kid: secret }, { sub: secret, iss: secret }, secret)}` },
          ),
      ],
      ['a cookie', (secret) => ask('', '{ __typename }', {}, { cookie: `session=${secret}`, 'x-api-key': secret })],
      [
        'an origin',
        (secret) =>
          ask('', '{ __typename }', {}, { origin: `https://${secret}.example`, referer: `https://x/${secret}` }),
      ],
      [
        'a media type',
        (secret) => ask('', '{ __typename }', {}, { accept: `application/json; x=${secret}`, 'user-agent': secret }),
      ],
      ['a superfluous variable', (secret) => ask('', '{ __typename }', { secret })],
      [
        'a variable of the wrong type',
        (secret) => ask('', 'query ($first: Int) { agents(first: $first) { edges { cursor } } }', { first: secret }),
      ],
      [
        'a variable of an enum',
        (secret) =>
          ask('', 'query ($f: RegistryFilter) { agents(filter: $f) { edges { cursor } } }', { f: { status: secret } }),
      ],
      [
        'a string in an invalid object',
        (secret) =>
          ask('', 'query ($f: RegistryFilter) { agents(filter: $f) { edges { cursor } } }', {
            f: { tags: [secret, 7], category: [`${secret}; x at "y"; z`] },
          }),
      ],
      ['a literal of the wrong type', (secret) => ask('', `{ agents(first: "${secret}") { edges { cursor } } }`)],
      ['a literal instead of a name', (secret) => ask('', `{ "${secret}" }`)],
      ['a literal that does not end', (secret) => ask('', `{ agent(agentId: "${secret}`)],
      ['a literal of an enum', (secret) => ask('', `{ agents(filter: { status: "${secret}" }) { edges { cursor } } }`)],
      ['a comment', (secret) => ask('', `{ # ${secret}\n nothing }`)],
      ['an extension', (secret) => ask('', '{ nothing }', {}, {}, { extensions: { secret } })],
      [
        'a body that is not JSON',
        (secret) =>
          send('', { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"query": ${secret}` }),
      ],
      [
        'a body of another type',
        (secret) => send('', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: secret }),
      ],
      ['a URL', (secret) => send('', {}, `${origin}/${secret}/x?token=${secret}`)],
      ['variables in a URL', (secret) => send('', {}, `${registry.url}?query={__typename}&variables=${secret}`)],
      [
        'the URL of a file',
        (secret) =>
          send('', {}, `${origin}/api/agents/${secret}/versions/${secret}/files/${secret}?namespace=${secret}`),
      ],
      [
        'an If-None-Match',
        (secret) =>
          send('', { headers: { 'if-none-match': secret } }, `${origin}/api/agents/x/versions/1.0.0/files/agent.json`),
      ],
      ['a cursor', (secret) => ask('', 'query ($c: String) { agents(after: $c) { edges { cursor } } }', { c: secret })],
      [
        'a cursor of the feed',
        (secret) => ask('', 'query ($c: String) { registryEvents(after: $c) { edges { cursor } } }', { c: secret }),
      ],
      [
        'a global id',
        (secret) => ask('', 'query ($id: ID!) { node(id: $id) { id } run(id: $id) { id } }', { id: secret }),
      ],
      [
        'an agentId',
        (secret) => ask('', 'query ($id: String!) { agent(agentId: $id, namespace: $id) { id } }', { id: secret }),
      ],
      [
        'a search',
        (secret) =>
          ask('', 'query ($q: String!) { search(query: $q) { totalCount edges { highlight } } }', { q: secret }),
      ],
      ['a reason', (secret) => ask('', rollbackAgent, { input: { id: fresh('nobody'), reason: secret } })],
      [
        'an idempotency key',
        (secret) => ask('', rollbackAgent, { input: { id: secret, idempotencyKey: `${secret} `, reason: 'Back.' } }),
      ],
      ['a commit', (secret) => ask('', publishAgent, { input: { ...publishing({}).input, commitSha: secret } })],
      [
        'a file that is not base64',
        (secret) =>
          ask('', publishAgent, publishing({}, [{ path: 'assets/a', content: `${secret}!`, encoding: 'BASE64' }])),
      ],
    ];
    /** Where only a known format distinguishes a secret from ordinary content. */
    const definitions: typeof places = [
      [
        'an expected version',
        (secret) => ask('', rollbackAgent, { input: { id: agentId, toVersion: secret, reason: 'Back.' } }),
      ],
      [
        'a range',
        (secret) =>
          ask('', instantiateTemplate, { input: { templateId, version: secret, variables: { change: 'x' } } }),
      ],
      ['a reason that would be stored', (secret) => ask('', rollbackAgent, { input: { id: agentId, reason: secret } })],
      [
        'a literal reason',
        (secret) =>
          ask('', `mutation { rollbackAgent(input: { id: "${agentId}", reason: "${secret}" }) { __typename } }`),
      ],
      [
        'a key that would be stored',
        (secret) => ask('', rollbackAgent, { input: { id: agentId, reason: 'Back.', idempotencyKey: secret } }),
      ],
      [
        'a variable of a template',
        (secret) => ask('', instantiateTemplate, { input: { templateId, variables: { change: secret } } }),
      ],
      [
        'an environment',
        (secret) =>
          ask('', instantiateTemplate, { input: { templateId, environment: secret, variables: { change: 'x' } } }),
      ],
      ['a correlation id', (secret) => ask('', '{ nothing }', {}, { 'x-correlation-id': secret })],
      ['the name of an operation', (secret) => ask('', `query ${secret} { __typename }`)],
      ['the name of a field', (secret) => ask('', `{ ${secret} }`)],
      ['the name of a variable', (secret) => ask('', `query ($${secret}: Int) { __typename }`, { [secret]: 1 })],
      ['the requested operation', (secret) => ask('', '{ __typename }', {}, {}, { operationName: secret })],
      ['a parameter of the request', (secret) => ask('', '{ __typename }', {}, {}, { [secret]: 1 })],
      [
        'a prompt',
        (secret) => ask('', publishAgent, publishing({}, [{ path: 'prompts/more.md', content: `Use ${secret}.` }])),
      ],
      ['an asset', (secret) => ask('', publishAgent, publishing({}, [{ path: 'assets/notes.md', content: secret }]))],
      ['a path', (secret) => ask('', publishAgent, publishing({}, [{ path: `assets/${secret}`, content: 'x' }]))],
      ['a description', (secret) => ask('', publishAgent, publishing({ description: `The key is ${secret}.` }))],
      [
        'an env default',
        (secret) => ask('', publishAgent, publishing({ env: [{ name: 'TOKEN', description: 'x', default: secret }] })),
      ],
      ['metadata', (secret) => ask('', publishAgent, publishing({ metadata: { [secret]: secret } }))],
      ['a key of a manifest', (secret) => ask('', publishAgent, publishing({ [secret]: 1 }))],
      [
        'an mcp.json',
        (secret) =>
          ask(
            '',
            publishAgent,
            publishing({}, [
              {
                path: 'mcp.json',
                content: JSON.stringify({ mcpServers: { a: { command: 'x', args: [secret], env: { KEY: secret } } } }),
              },
            ]),
          ),
      ],
      [
        'a manifest to validate',
        (secret) =>
          ask(
            '',
            'mutation ($input: ValidateAgentInput!) { validateAgent(input: $input) { ... on ValidatePayload { issues { message path file } report { id } } } }',
            publishing({ name: secret, version: secret }),
          ),
      ],
    ];

    it.each(places)('of an unknown format in %s', async (where, put) => {
      seen.length = 0;
      await put(plain);
      for (const [, text] of seen) expect(text, where).not.toContain(plain);
      expect(lines.join('\n')).not.toContain(plain);
    });

    it.each([...places, ...definitions])('that is a token in %s', async (where, put) => {
      seen.length = 0;
      await put(canary);
      for (const [, text] of seen) expect(text, where).not.toContain(canary);
      expect(lines.join('\n')).not.toContain(canary);
    });

    it('that appears later in an event, report, run, row or file', async () => {
      const { data } = await admin.ask(
        '{ registryEvents(first: 100) { edges { node { reason correlationId entryId version } } } validationReports(first: 100) { edges { node { entryId version issues { message path file } } } } }',
      );
      expect(JSON.stringify(data)).not.toContain(canary);
      const tables = (await registry.database.asOwner(
        `select table_name as name from information_schema.tables where table_schema = 'nofx' and table_type = 'BASE TABLE'`,
      )) as { name: string }[];
      expect(tables.length).toBeGreaterThan(8);
      for (const { name } of tables) {
        const [row] = await registry.database.asOwner(
          `select count(*)::int as found from nofx.${name} row where row::text like '%' || $1 || '%'`,
          [canary],
        );
        expect({ name, ...(row as object) }).toEqual({ name, found: 0 });
      }
      expect(registry.masked).toEqual([]);
    });

    it('sent over a WebSocket', async () => {
      const raw = await acknowledged(registry.url, { authorization: `Bearer ${admin.token}`, secret: canary });
      raw.send({
        id: canary.slice(0, 3),
        type: 'subscribe',
        payload: { query: `{ agents(first: "${plain}") { edges { cursor } } }`, variables: { plain } },
      });
      const { payload } = await raw.next();
      expect(JSON.stringify(payload)).not.toContain(plain);
      raw.close();
      expect(lines.join('\n')).not.toContain(plain);
      expect(lines.join('\n')).not.toContain(canary);
    });
  });
});
