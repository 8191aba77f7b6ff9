import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileInput } from '../../packages/cli/bundle.ts';
import { readFolder } from '../../packages/node/readFolder.ts';
import { signToken } from '../../packages/node/signToken.ts';
import { type Definition, agent as plainAgent, template as plainTemplate } from '../support/definitions.ts';
import { startFunction } from '../support/deno.ts';
import { callFunction, type EdgeRegistry, type FunctionName, openEdgeRegistry } from '../support/edgeFunctions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { subscribe } from '../support/streams.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/**
 * The edge functions in a real Deno with a real Postgres; Storage is a stand-in, see
 * tests/unit/artifacts/storageServer.ts.
 */
let edge: EdgeRegistry;
let token: string;
const fresh = uniqueNames('agent');

beforeAll(async () => {
  edge = await openEdgeRegistry();
  token = await edge.registry.token();
  await agents({ bundle: plainAgent() });
});
afterAll(() => edge?.close());
afterEach(() => expect(edge.registry.masked.splice(0)).toEqual([]));

const bearer = (given = token) => ({ authorization: `Bearer ${given}` });
const agents = (body: unknown, headers: Record<string, string> = bearer()) =>
  edge.call('registry_agents_sync', body, headers);
const templates = (body: unknown, headers: Record<string, string> = bearer()) =>
  edge.call('registry_templates_sync', body, headers);
const agent = (manifest: Record<string, unknown> = {}): Definition => plainAgent({ agentId: fresh(), ...manifest });
const template = (manifest: Record<string, unknown> = {}): Definition =>
  plainTemplate({ templateId: fresh('template'), ...manifest });
const ask = (query: string) => edge.registry.anyone.ask(query).then(({ data }) => data);
const entries = async () =>
  (await edge.registry.database.asOwner('select slug from nofx.agent_registry')) as { slug: string }[];

describe('a definition published by a function', () => {
  it('is served by the gateway, and announced to its subscribers', async () => {
    const stream = subscribe(
      edge.registry.anyone,
      'WebSocket',
      'subscription { registryEvents(after: "0") { id cursor type version correlationId actor agent { agentId } } }',
    );
    const definition = agent();
    const { agentId } = definition.manifest;
    const { status, body, headers } = await agents(
      { bundle: definition, commitSha: 'abcdef0123' },
      { ...bearer(), 'x-correlation-id': 'from-the-edge' },
    );
    expect({ status, correlationId: headers.get('x-correlation-id') }).toEqual({
      status: 201,
      correlationId: 'from-the-edge',
    });
    expect(body).toMatchObject({ agentId, namespace: 'default', version: '1.0.0', status: 'ACTIVE', created: true });

    const served = await ask(
      `{ agent(agentId: "${agentId}") { currentVersion { version digest commitSha prompts { content } } } }`,
    );
    expect(served.agent.currentVersion).toEqual({
      version: '1.0.0',
      digest: body.digest,
      commitSha: 'abcdef0123',
      prompts: [{ content: 'You review what you are given.\n' }],
    });
    let event: { id: string; agent?: { agentId: string } };
    do [event] = (await stream.take(1)) as [typeof event];
    while (event.agent?.agentId !== agentId);
    stream.close();
    expect(event).toMatchObject({ ...body.event, type: 'agent.added', correlationId: 'from-the-edge' });
  });

  it('may be a template, whose agents are looked up in the registry', async () => {
    const definition = template();
    const { status, body } = await templates({ bundle: definition });
    expect([status, body.templateId]).toEqual([201, definition.manifest.templateId]);
    const served = await ask(
      `{ template(templateId: "${body.templateId}") { currentVersion { supportedAgents { agentId resolvedVersion { version } } } } }`,
    );
    expect(served.template.currentVersion.supportedAgents).toEqual([
      { agentId: 'reviewer', resolvedVersion: { version: '1.0.0' } },
    ]);
  });

  it('is a success without an event the second time', async () => {
    const bundle = agent();
    const first = await agents({ bundle });
    const again = await agents({ bundle });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual({ ...first.body, created: false, event: null });
  });

  it('is the same as if the gateway had published it', async () => {
    const bundle = agent();
    const { body } = await agents({ bundle });
    const result = await (await edge.registry.actor()).do(publishAgent, { input: bundle });
    expect(result).toMatchObject({ created: false, version: { digest: body.digest } });
  });

  it('never changes: other content under its version is refused', async () => {
    const bundle = agent();
    const { body: published } = await agents({ bundle });
    const { status, body } = await agents({ bundle: { ...bundle, manifest: { ...bundle.manifest, name: 'Other' } } });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'VERSION_EXISTS', version: '1.0.0', digest: published.digest });
  });

  it('may be a draft, or a dry run', async () => {
    const bundle = agent();
    const preview = await agents({ bundle, dryRun: true });
    expect([preview.status, preview.body]).toMatchObject([200, { created: true, event: null }]);
    expect(await ask(`{ agent(agentId: "${bundle.manifest.agentId}") { id } }`)).toEqual({ agent: null });
    expect((await agents({ bundle: { ...bundle, draft: true } })).body).toMatchObject({ status: 'DRAFT' });
  });

  it('stays in its namespace: another namespace neither sees it nor conflicts with it', async () => {
    const bundle = agent({ visibility: 'private' });
    const { agentId } = bundle.manifest;
    const theirs = bearer(await edge.registry.token({ namespace: 'team-b' }));
    expect((await agents({ bundle })).body).toMatchObject({ namespace: 'default', created: true });
    expect((await agents({ bundle }, theirs)).body).toMatchObject({ namespace: 'team-b', created: true });
    const stranger = await edge.registry.actor({ namespace: 'team-c', role: 'admin' });
    expect((await stranger.ask(`{ agent(agentId: "${agentId}", namespace: "default") { id } }`)).data).toEqual({
      agent: null,
    });
  });
});

describe('an invalid definition', () => {
  const fixtures = fileURLToPath(new URL('../fixtures/manifests/invalid/', import.meta.url));

  it.each(readdirSync(fixtures))('%s: gives the same issues as the gateway', async (name) => {
    const kind = name.startsWith('template') ? 'TEMPLATE' : 'AGENT';
    const { manifest, files } = await readFolder(kind, `${fixtures}${name}`);
    const input = { manifest: manifest ?? {}, files: files.map(fileInput) };
    const { status, body } = await (kind === 'AGENT' ? agents : templates)({ bundle: input });
    const actor = await edge.registry.actor();
    const gateway = await actor.do(kind === 'AGENT' ? publishAgent : publishTemplate, { input });
    expect(gateway.__typename).toBe('ManifestInvalid');
    expect({ status, code: body.code, detail: body.detail }).toEqual({
      status: 422,
      code: gateway.code,
      detail: gateway.message,
    });
    expect(
      body.issues.map((issue: { severity: string }) => ({ ...issue, severity: issue.severity.toUpperCase() })),
    ).toEqual(gateway.issues);
  });

  const withServer = (url: string): Definition => {
    const { manifest, files } = agent();
    const content = JSON.stringify({ mcpServers: { a: { type: 'http', url } } });
    return { manifest, files: [...files, { path: 'mcp.json', content }] };
  };
  const skill = { id: 'twice', name: 'Twice', description: 'Twice.', tags: [] };

  it.each([
    ['two skills with one id', agent({ skills: [skill, skill] }), 'agent.json skills[1].id: duplicate_skill'],
    [
      'an agent of a million CPUs',
      agent({ resourceProfile: { cpu: 1_000_000 } }),
      'agent.json resourceProfile.cpu: too_big',
    ],
    ['an MCP server with an invalid URL', withServer('not a url'), 'mcp.json mcpServers.a.url: invalid_url'],
    ['an MCP server on localhost', withServer('https://127.0.0.1/mcp'), 'mcp.json mcpServers.a.url: url_not_public'],
    ['a template without a plan', template({ defaultPlan: undefined }), 'template.json defaultPlan: required'],
    [
      'a template without steps',
      template({ defaultPlan: { steps: [] } }),
      'template.json defaultPlan.steps: too_short',
    ],
    ['a template without outputs', template({ expectedOutputs: undefined }), 'template.json expectedOutputs: required'],
    ['a template without advice', template({ rollbackAdvice: undefined }), 'template.json rollbackAdvice: required'],
    ['a template without agents', template({ supportedAgents: undefined }), 'template.json supportedAgents: required'],
    [
      'a template without resources',
      template({ resourceProfile: undefined }),
      'template.json resourceProfile: required',
    ],
  ])('%s: is refused, reported and announced', async (_, bundle, issue) => {
    const [send, slug] =
      'agentId' in bundle.manifest ? [agents, bundle.manifest.agentId] : [templates, bundle.manifest.templateId];
    const { status, body, headers } = await send({ bundle });
    expect([status, body.code, headers.get('content-type')]).toEqual([
      422,
      'MANIFEST_INVALID',
      'application/problem+json',
    ]);
    const issues = body.issues as { file: string; path: string; code: string }[];
    expect(issues.map(({ file, path, code }) => `${file} ${path}: ${code}`)).toEqual([issue]);
    const { data } = await (await edge.registry.actor()).ask(
      `{ validationReports(first: 1, filter: { entryId: "${slug}" }) { nodes: edges { node { valid correlationId issues { code } } } }
         registryEvents(last: 1, filter: { entryId: "${slug}" }) { edges { node { action } } } }`,
    );
    expect(data.validationReports.nodes[0].node).toMatchObject({ valid: false, correlationId: body.correlationId });
    expect(data.registryEvents.edges[0].node.action).toBe('VALIDATION_FAILED');
  });

  it('with a missing agent is refused with its name', async () => {
    const { status, body } = await templates({
      bundle: template({ supportedAgents: { nobody: '^1.0.0', reviewer: '*' } }),
    });
    expect([status, body.code]).toEqual([422, 'DEPENDENCY_UNRESOLVED']);
    expect(body.unresolved).toMatchObject([{ entryId: 'nobody', range: '^1.0.0' }]);
  });
});

describe('a function accepts', () => {
  const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1_000) - seconds;
  const forged = (role: string) =>
    signToken(new TextEncoder().encode('another secret of at least 32 bytes!'), {
      subject: randomUUID(),
      role: role as 'admin',
      namespace: 'default',
      expiresIn: '1h',
    });
  const claims = (more: object) =>
    new SignJWT({ sub: randomUUID(), role: 'authenticated', aud: 'authenticated', exp: secondsAgo(-600), ...more })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(edge.registry.secret);

  it.each([
    ['an anonymous caller', async () => undefined, 401, 'UNAUTHENTICATED'],
    ['a user with a malformed token', async () => 'Bearer a.b.c', 401, 'UNAUTHENTICATED'],
    ['a user with another scheme', async () => 'Basic YTpi', 401, 'UNAUTHENTICATED'],
    ['a user whose token has another signature', async () => `Bearer ${await forged('admin')}`, 401, 'UNAUTHENTICATED'],
    [
      'a user whose token has expired',
      async () => `Bearer ${await claims({ exp: secondsAgo(60) })}`,
      401,
      'UNAUTHENTICATED',
    ],
    ['the service role', async () => `Bearer ${await claims({ role: 'service_role' })}`, 401, 'UNAUTHENTICATED'],
    [
      'who says in user_metadata to be an admin',
      async () => `Bearer ${await claims({ user_metadata: { registry_role: 'admin' } })}`,
      403,
      'FORBIDDEN',
    ],
    ['a viewer', async () => `Bearer ${await edge.registry.token({ role: 'viewer' })}`, 403, 'FORBIDDEN'],
  ])('not %s', async (_, authorization, status, code) => {
    const bundle = agent();
    const given = await authorization();
    const answer = await agents({ bundle }, given ? { authorization: given } : {});
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await entries()).map(({ slug }) => slug)).not.toContain(bundle.manifest.agentId);
  });

  it('a publisher and an admin', async () => {
    for (const role of ['publisher', 'admin'] as const) {
      expect((await agents({ bundle: agent() }, bearer(await edge.registry.token({ role })))).status).toBe(201);
    }
  });

  it('a token that is verified with the project’s published keys, without a secret', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    edge.project.keys.push({ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' });
    const { REGISTRY_JWT_SECRET: _, ...environment } = edge.environment;
    const deno = await startFunction('registry_agents_sync', environment);
    const es256 = await new SignJWT({ role: 'authenticated', app_metadata: { registry_role: 'publisher' } })
      .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
      .setSubject(randomUUID())
      .setAudience('authenticated')
      .setIssuer(`${edge.project.url}/auth/v1`)
      .setExpirationTime('5m')
      .sign(privateKey);
    try {
      expect((await callFunction(deno.url, { bundle: agent() }, bearer(es256))).status).toBe(201);
      expect((await callFunction(deno.url, { bundle: agent() }, bearer())).status).toBe(401);
    } finally {
      await deno.end();
    }
  });
});

describe('an invalid request', () => {
  it.each([
    ['invalid JSON', 'nonsense', 400],
    ['a list', '[]', 400],
    ['nothing', '', 400],
    ['neither bundle nor storage', '{}', 400],
    ['both', { bundle: agent(), storage: { bucket: 'registry-bundles', path: 'incoming/default/a.json' } }, 400],
    ['an upload in another bucket', { storage: { bucket: 'avatars', path: 'incoming/default/a.json' } }, 400],
    ['an upload that is elsewhere', { storage: { bucket: 'registry-bundles', path: 'sha256/00' } }, 400],
    [
      'an upload above the folder',
      { storage: { bucket: 'registry-bundles', path: 'incoming/default/../../b.json' } },
      400,
    ],
    ['invalid files', { bundle: { manifest: {}, files: [{ path: 1 }] } }, 400],
    [
      'a file that is not base64',
      { bundle: { manifest: {}, files: [{ path: 'a', content: '!', encoding: 'BASE64' }] } },
      400,
    ],
    ['a bundle of the other kind', { bundle: { ...agent(), kind: 'TEMPLATE' } }, 400],
    ['an invalid commit', { bundle: agent(), commitSha: 'main' }, 400],
    ['a key that is too short', { bundle: agent(), idempotencyKey: 'x' }, 400],
    ['deeply nested JSON', `{"bundle":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
    ['a value that cannot be a bundle', JSON.stringify({ bundle: 'x'.repeat(33 * 1024 * 1024) }), 413],
  ])('%s', async (_, body, status) => {
    const answer = await agents(body);
    expect(answer).toMatchObject({ status, body: { code: 'BAD_USER_INPUT', status } });
    expect(answer.body.correlationId).toBe(answer.headers.get('x-correlation-id'));
  });

  it('is refused with the name of an unknown field', async () => {
    const { body } = await agents({ bundle: { ...agent(), visibilty: 'public' } });
    expect(body.detail).toContain('visibilty');
  });

  it('with another method gets 405 and the allowed method', async () => {
    const response = await fetch(edge.functions.registry_agents_sync.url);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    await response.body?.cancel();
  });

  it('with another content type gets 415', async () => {
    expect(
      (await agents(JSON.stringify({ bundle: agent() }), { ...bearer(), 'content-type': 'text/plain' })).status,
    ).toBe(415);
  });
});

describe('an idempotency key', () => {
  it('takes effect once, with one response, for 30 concurrent calls', async () => {
    const bundle = agent();
    const headers = { ...bearer(), 'idempotency-key': `edge:${randomUUID()}` };
    const answers = await Promise.all(Array.from({ length: 30 }, () => agents({ bundle }, headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { slug } = { slug: bundle.manifest.agentId };
    const [{ events } = { events: 0 }] = (await edge.registry.database.asOwner(
      'select count(*)::int as events from nofx.registry_events where slug = $1',
      [slug],
    )) as { events: number }[];
    expect(events).toBe(1);
  });

  it('is shared with the gateway: a retry there gets the same response', async () => {
    const bundle = agent();
    const idempotencyKey = `edge:${randomUUID()}`;
    const { body } = await agents({ bundle, idempotencyKey });
    const [, , payload] = token.split('.');
    expect(payload).toBeDefined();
    const sameActor = { ...edge.registry.anyone, token };
    const answer = await fetch(sameActor.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer() },
      body: JSON.stringify({ query: publishAgent, variables: { input: { ...bundle, idempotencyKey } } }),
    });
    expect((await answer.json()).data.publishAgent).toMatchObject({
      created: true,
      event: { cursor: body.event.cursor },
    });
  });

  it('may be quoted in its header, as its draft specifies', async () => {
    const bundle = agent();
    const key = `edge:${randomUUID()}`;
    const { body } = await agents({ bundle }, { ...bearer(), 'idempotency-key': `"${key}"` });
    expect(await agents({ bundle, idempotencyKey: key })).toMatchObject({ status: 201, body: { event: body.event } });
  });

  it('is refused for another request, and when header and body differ', async () => {
    const idempotencyKey = `edge:${randomUUID()}`;
    await agents({ bundle: agent(), idempotencyKey });
    expect((await agents({ bundle: agent(), idempotencyKey })).body).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const both = await agents({ bundle: agent(), idempotencyKey }, { ...bearer(), 'idempotency-key': 'another-key' });
    expect(both.body.code).toBe('BAD_USER_INPUT');
  });
});

describe('a function', () => {
  it('does not start with a missing or invalid variable, and names it without its value', async () => {
    const wrong = { ...edge.environment, SUPABASE_DB_URL: 'mysql://root:hunter2@db/x' };
    const message = await startFunction('registry_agents_sync', wrong).catch(String);
    expect(message).toContain('DATABASE_URL');
    expect(message).not.toContain('hunter2');
    const { SUPABASE_URL: _, ...without } = edge.environment;
    expect(await startFunction('registry_agents_sync', without).catch(String)).toContain('SUPABASE_URL');
  });

  it('reports that the database is unavailable, and asks to retry', async () => {
    const away = { ...edge.environment, SUPABASE_DB_URL: 'postgres://authenticator@127.0.0.1:1/nowhere' };
    const deno = await startFunction('registry_agents_sync', away);
    try {
      const { status, body } = await callFunction(deno.url, { bundle: agent() }, bearer());
      expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    } finally {
      await deno.end();
    }
  });

  it('logs who did what with which outcome, and nothing of the request', async () => {
    const bundle = { ...agent(), files: [{ path: 'prompts/system.md', content: 'do not log this prompt' }] };
    const correlationId = `log-${randomUUID()}`;
    await agents({ bundle }, { ...bearer(), 'x-correlation-id': correlationId });
    const name: FunctionName = 'registry_agents_sync';
    const printed = edge.functions[name].output();
    const lines = printed.split('\n').filter((line) => line.startsWith('{'));
    const line = lines.map((each) => JSON.parse(each)).find((each) => each.correlationId === correlationId);
    expect(line).toMatchObject({
      level: 'info',
      kind: 'AGENT',
      authentication: 'token',
      status: 201,
      actor: expect.any(String),
    });
    for (const secret of [
      'do not log this prompt',
      token,
      edge.project.secretKey,
      Buffer.from(edge.registry.secret).toString(),
    ]) {
      expect(printed).not.toContain(secret);
    }
  });
});
