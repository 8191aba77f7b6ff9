import { beforeEach, describe, expect, it, vi } from 'vitest';
import { config } from '../../../../middleware.ts';
import { edgeHeader, eventsPath, isEdgePath } from '../../../../server/edge/cachePolicy.ts';
import { createEdge } from '../../../../server/edge/edge.ts';
import { readEdgeSettings } from '../../../../server/edge/settings.ts';
import { signatureHeaders } from '../../../../src/webhooks/signature.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const rotated = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const stranger = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const origin = 'https://registry.example.com';

describe('the middleware at the edge', () => {
  const purged: [string, readonly string[]][] = [];
  const ids = new Map<string, number>();
  const refresh = vi.fn(async (tags: string[]) => void purged.push(['refresh', tags]));
  const drop = vi.fn(async (tags: string[]) => void purged.push(['drop', tags]));
  const seen = {
    has: vi.fn(async (id: string) => ids.has(id)),
    add: vi.fn(async (id: string, seconds: number) => ids.set(id, seconds)),
  };
  const edgeWith = (variables: Record<string, string>) =>
    createEdge({ settings: readEdgeSettings(variables), refresh, drop, seen });
  const edge = edgeWith({
    REGISTRY_EDGE_WEBHOOK_SECRETS: `${secret}, ${rotated}`,
    REGISTRY_EDGE_NAMESPACES: 'default,acme',
    REGISTRY_EDGE_SECONDS: '900',
  });

  beforeEach(() => {
    purged.length = 0;
    ids.clear();
  });

  const eventOf = (type: string, data: Record<string, unknown> = {}) =>
    JSON.stringify({ type, data: { namespace: 'default', entryId: 'reviewer', action: 'PUBLISHED', ...data } });

  /** Sends a message as the registry would sign it. */
  async function send(
    body: string,
    {
      secrets = [secret],
      id = 'msg_1',
      age = 0,
      ...headers
    }: { secrets?: string[]; id?: string; age?: number; [header: string]: unknown } = {},
  ) {
    const timestamp = Math.floor(Date.now() / 1_000) - age;
    const response = await edge(
      new Request(`${origin}${eventsPath}`, {
        method: 'POST',
        body,
        headers: { ...signatureHeaders({ id, timestamp, body }, secrets), ...(headers as Record<string, string>) },
      }),
    );
    return { status: response.status, body: response.status === 204 ? null : await response.json() };
  }

  it.each([
    ['agent.added', 'PUBLISHED', 'refresh', ['agent:default:reviewer', 'registry']],
    ['agent.updated', 'PUBLISHED', 'refresh', ['agent:default:reviewer', 'registry']],
    ['template.updated', 'RATED', 'refresh', ['template:default:reviewer', 'registry']],
    ['template.updated', 'INSTANTIATED', 'refresh', ['template:default:reviewer']],
    ['agent.validation_failed', 'VALIDATION_FAILED', 'refresh', ['agent:default:reviewer']],
    ['template.validation_failed', 'VALIDATION_FAILED', 'refresh', ['template:default:reviewer']],
    ['agent.updated', 'ROLLED_BACK', 'drop', ['agent:default:reviewer', 'registry']],
    ['agent.updated', 'DISABLED', 'drop', ['agent:default:reviewer', 'registry']],
    ['agent.updated', 'VISIBILITY_CHANGED', 'drop', ['agent:default:reviewer', 'registry']],
    ['agent.updated', 'SOMETHING_NEW', 'drop', ['agent:default:reviewer', 'registry']],
    ['agent.removed', 'REMOVED', 'drop', ['agent:default:reviewer', 'registry']],
    ['agent.removed', 'PUBLISHED', 'drop', ['agent:default:reviewer', 'registry']],
    ['template.removed', 'REMOVED', 'drop', ['template:default:reviewer', 'registry']],
  ])('on %s (%s) it will %s %j', async (type, action, how, tags) => {
    expect((await send(eventOf(type, { action }))).status).toBe(204);
    expect(purged).toEqual([[how, tags]]);
  });

  it.each([
    ['a test of a webhook', eventOf('webhook.test')],
    ['an event of another type', eventOf('run.finished')],
    ['a failed validation without an id', eventOf('agent.validation_failed', { entryId: null })],
  ])('accepts %s and purges nothing', async (_, body) => {
    expect((await send(body)).status).toBe(204);
    expect(purged).toEqual([]);
  });

  it.each([
    ['not JSON', '{'],
    ['no object', '[]'],
    ['no type', '{}'],
    ['no namespace', eventOf('agent.added', { namespace: 'A,B' })],
    ['no action', eventOf('agent.added', { action: 1 })],
  ])('refuses a signed body that has %s', async (_, body) => {
    const { status, body: problem } = await send(body);
    expect([status, problem.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(purged).toEqual([]);
  });

  it('accepts the secret before and the one after a rotation, and a message signed with an unknown one as well', async () => {
    for (const [index, secrets] of [[secret], [rotated], [stranger, rotated]].entries())
      expect((await send(eventOf('agent.added'), { secrets, id: `msg_${index}` })).status).toBe(204);
    expect(purged).toHaveLength(3);
  });

  it.each([
    ['another secret', { secrets: [stranger] }],
    ['no signature', { 'webhook-signature': '' }],
    ['no base64', { 'webhook-signature': 'v1,§§' }],
    ['a signature of another version', { 'webhook-signature': 'v2,AAAA' }],
    ['no id', { 'webhook-id': '' }],
    ['another id', { 'webhook-id': 'msg_2' }],
    ['a timestamp that is no number', { 'webhook-timestamp': '1e9' }],
    ['a timestamp of six minutes ago', { age: 360 }],
    ['a timestamp in six minutes', { age: -360 }],
  ])('refuses a message with %s', async (_, options) => {
    const { status, body } = await send(eventOf('agent.removed'), options);
    expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(purged).toEqual([]);
    expect(ids.size).toBe(0);
  });

  it('refuses a body that was changed after it was signed', async () => {
    const timestamp = Math.floor(Date.now() / 1_000);
    const headers = signatureHeaders({ id: 'msg_1', timestamp, body: eventOf('agent.added') }, [secret]);
    const body = eventOf('agent.removed');
    const response = await edge(new Request(`${origin}${eventsPath}`, { method: 'POST', body, headers }));
    expect(response.status).toBe(401);
  });

  it('purges once when a message arrives again, and forgets its id only when the signature has expired', async () => {
    for (let times = 0; times < 3; times += 1) expect((await send(eventOf('agent.removed'))).status).toBe(204);
    expect(purged).toHaveLength(1);
    expect(ids.get('msg_1')).toBeGreaterThanOrEqual(600);
  });

  it('answers 503 when the cache cannot be purged, and purges when the registry tries again', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => {});
    drop.mockRejectedValueOnce(new Error('no connection'));
    const { status, body } = await send(eventOf('agent.removed'));
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect((await send(eventOf('agent.removed'))).status).toBe(204);
    expect(purged).toHaveLength(1);
  });

  it('purges although the list of ids cannot be reached', async () => {
    seen.has.mockRejectedValueOnce(new Error('no connection'));
    seen.add.mockRejectedValueOnce(new Error('no connection'));
    expect((await send(eventOf('agent.removed'))).status).toBe(204);
    expect(purged).toHaveLength(1);
  });

  it('refuses other methods, and a body that is too long', async () => {
    const got = await edge(new Request(`${origin}${eventsPath}`));
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await send(' '.repeat(1_048_577))).status).toBe(413);
  });

  const told = async (path: string, init: RequestInit = {}, ask = edge) => {
    const response = await ask(new Request(`${origin}${path}`, init));
    expect(response.headers.get('x-middleware-next')).toBe('1');
    return response.headers.get(`x-middleware-request-${edgeHeader}`);
  };

  it.each([
    ['/api/agents/reviewer', '900 agent:default:reviewer'],
    ['/api/agents/reviewer?namespace=acme', '900 agent:acme:reviewer'],
    ['/api/agents/reviewer?namespace=other', '- agent:other:reviewer'],
    ['/api/agents/reviewer/versions?first=5', '900 agent:default:reviewer'],
    ['/api/templates/round/versions/1.0.0', '900 template:default:round'],
    ['/api/templates/round/versions/1.0.0/files/prompts/a.md', '900 template:default:round'],
    ['/api/agents/reviewer/diff?from=1.0.0&to=2.0.0', '900 agent:default:reviewer'],
    ['/api/agents/reviewer/dependents', '- agent:default:reviewer,registry'],
    ['/api/templates/round/lock', '- template:default:round,registry'],
    ['/api/agents', '- registry'],
    ['/api/templates?first=3', '- registry'],
    ['/api/search?q=review', '- registry'],
    ['/graphql?extensions=%7B%22persistedQuery%22%3A1%7D', '- registry'],
    ['/api/agents/Not-An-Id', null],
    ['/api/agents/reviewer?namespace=a,b', null],
  ])('tells the function about %s: %s', async (path, expected) => {
    expect(await told(path)).toBe(expected);
    expect(isEdgePath(new URL(path, origin).pathname)).toBe(true);
  });

  it('tells the function nothing about requests with a token, writes and WebSockets, whatever a client sends', async () => {
    const forged = { [edgeHeader]: '99999 registry' };
    const requests: RequestInit[] = [
      { headers: { authorization: 'Bearer x' } },
      { headers: { authorization: 'Bearer x', ...forged } },
      { method: 'POST', headers: forged },
      { headers: { 'sec-websocket-key': 'x', ...forged } },
    ];
    for (const init of requests) expect(await told('/api/agents/reviewer', init)).toBeNull();
    expect(await told('/api/agents/reviewer', { headers: forged })).toBe('900 agent:default:reviewer');
    const removed = await edge(new Request(`${origin}/graphql`, { method: 'POST', headers: { a: 'b', ...forged } }));
    expect(removed.headers.get('x-middleware-override-headers')?.split(',')).toEqual(['a']);
  });

  it.each([
    ['is not set', {}],
    ['is wrong', { REGISTRY_EDGE_WEBHOOK_SECRETS: 'hunter2' }],
    ['is right but the time is wrong', { REGISTRY_EDGE_WEBHOOK_SECRETS: secret, REGISTRY_EDGE_SECONDS: '0' }],
    ['is right but a namespace is wrong', { REGISTRY_EDGE_WEBHOOK_SECRETS: secret, REGISTRY_EDGE_NAMESPACES: 'A' }],
  ])('does nothing when its secret %s', async (_, variables) => {
    const off = edgeWith(variables as Record<string, string>);
    expect(await told('/api/agents/reviewer', {}, off)).toBeNull();
    expect(await told(eventsPath, { method: 'POST', body: '{}' }, off)).toBeNull();
  });

  it('runs where it is said to, and on no other path', () => {
    expect(config).toEqual({
      runtime: 'edge',
      matcher: [eventsPath, '/api/agents/:path*', '/api/templates/:path*', '/api/search', '/graphql'],
    });
    for (const path of ['/api/agentsx', '/api/usage/summary', '/v0.1/servers', '/graphql/x', '/api/searches'])
      expect([path, isEdgePath(path)]).toEqual([path, false]);
  });
});
