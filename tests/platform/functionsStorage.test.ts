import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlesBucket, uploadPath } from '../../packages/manifest/contract/bundleUpload.ts';
import { type Definition, agent as plainAgent, template } from '../support/definitions.ts';
import { type EdgeRegistry, openEdgeRegistry, webhookSecret } from '../support/edgeFunctions.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { refusing } from '../unit/artifacts/storageServer.ts';

/** Uploads in the bucket, published by the functions in a real Deno; the bucket itself is a stand-in. */
let edge: EdgeRegistry;
let token: string;
const fresh = uniqueNames('agent');

beforeAll(async () => {
  edge = await openEdgeRegistry();
  token = await edge.registry.token();
  const bundle = plainAgent();
  expect((await edge.call('registry_agents_sync', { bundle }, { authorization: `Bearer ${token}` })).status).toBe(201);
});
afterAll(() => edge?.close());

const agent = (manifest: Record<string, unknown> = {}): Definition => plainAgent({ agentId: fresh(), ...manifest });
const objects = () => edge.project.storage.buckets.get(bundlesBucket)?.objects ?? new Map();
const isThere = (place: string) => objects().has(place);

/** Uploads a file as if the policies had allowed it. */
function put(content: unknown, namespace = 'default', name: string = randomUUID()): string {
  const place = uploadPath(namespace, name);
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const now = new Date();
  objects().set(place, { id: randomUUID(), bytes, contentType: 'application/json', createdAt: now, updatedAt: now });
  return place;
}

async function versionOf(agentId: unknown) {
  const { data } = await (await edge.registry.actor()).ask(
    `{ agent(agentId: "${agentId}") { currentVersion { version publishedBy } } }`,
  );
  return data.agent?.currentVersion ?? null;
}

describe('an upload that a request names', () => {
  const call = (place: string, more: object = {}, as = token) =>
    edge.call(
      'registry_agents_sync',
      { storage: { bucket: bundlesBucket, path: place }, ...more },
      { authorization: `Bearer ${as}` },
    );

  it('is published as the caller, and removed', async () => {
    const bundle = agent();
    const place = put({ kind: 'AGENT', ...bundle, commitSha: 'aaaaaaa' });
    const { status, body } = await call(place, { commitSha: 'bbbbbbb' });
    expect([status, body.agentId, body.created]).toEqual([201, bundle.manifest.agentId, true]);
    expect(isThere(place)).toBe(false);
    const [{ commit_sha: commit } = {}] = (await edge.registry.database.asOwner(
      'select commit_sha from nofx.agent_versions where digest = $1',
      [body.digest],
    )) as { commit_sha?: string }[];
    expect(commit).toBe('bbbbbbb');
  });

  it('keeps binary files byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 254, 10, 13, 0]);
    const { manifest, files } = agent();
    const blob = { path: 'assets/data.bin', content: bytes.toString('base64'), encoding: 'BASE64' };
    await call(put({ kind: 'AGENT', manifest, files: [...files, blob] }));
    const file = `/api/agents/${manifest.agentId}/versions/1.0.0/files/assets/data.bin`;
    expect(Buffer.from(await (await fetch(new URL(file, edge.registry.url))).arrayBuffer())).toEqual(bytes);
  });

  it('is unchanged when it exists already', async () => {
    const bundle = { kind: 'AGENT', ...agent() };
    expect((await call(put(bundle))).body.created).toBe(true);
    expect((await call(put(bundle))).body.created).toBe(false);
  });

  it('takes effect once per key, even when it is uploaded again after a lost response', async () => {
    const bundle = { kind: 'AGENT', ...agent() };
    const idempotencyKey = `upload:${randomUUID()}`;
    const first = await call(put(bundle), { idempotencyKey });
    expect(await call(put(bundle), { idempotencyKey })).toMatchObject({ status: 201, body: first.body });
  });

  it('is kept in a dry run', async () => {
    const place = put({ kind: 'AGENT', ...agent() });
    expect((await call(place, { dryRun: true })).status).toBe(200);
    expect(isThere(place)).toBe(true);
  });

  it.each([
    ['an invalid definition', { kind: 'AGENT', manifest: { agentId: 'faulty' }, files: [] }, 422, 'MANIFEST_INVALID'],
    ['invalid JSON', 'nonsense', 400, 'BAD_USER_INPUT'],
    ['not a bundle', { some: 'thing' }, 400, 'BAD_USER_INPUT'],
    ['without its kind', agent(), 400, 'BAD_USER_INPUT'],
    ['of the other kind', { kind: 'TEMPLATE', ...template() }, 400, 'BAD_USER_INPUT'],
    ['too deep', `{"kind":"AGENT","manifest":${'['.repeat(300)}${']'.repeat(300)}}`, 400, 'BAD_USER_INPUT'],
    ['too large', ' '.repeat(32 * 1024 * 1024 + 1), 400, 'BAD_USER_INPUT'],
  ])('that is %s: is refused, and kept', async (_, content, status, code) => {
    const place = put(content);
    expect(await call(place)).toMatchObject({ status, body: { code } });
    expect(isThere(place)).toBe(true);
  });

  it('of another namespace is refused without being read', async () => {
    const bundle = agent({ visibility: 'private' });
    const place = put({ kind: 'AGENT', ...bundle }, 'team-b');
    const before = edge.project.storage.requests.length;
    expect(await call(place)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await call(place, {}, await edge.registry.token({ role: 'admin' }))).toMatchObject({ status: 403 });
    expect(edge.project.storage.requests.slice(before)).toEqual([]);
    expect(isThere(place)).toBe(true);
    const theirs = await call(place, {}, await edge.registry.token({ namespace: 'team-b' }));
    expect(theirs.body).toMatchObject({ namespace: 'team-b', created: true });
  });

  it('that does not exist gets 404 with a remedy', async () => {
    const { status, body } = await call(uploadPath('default', 'nothing'));
    expect([status, body.code, body.detail]).toEqual([404, 'NOT_FOUND', expect.stringContaining('upload it again')]);
  });

  it('that cannot be read is retried at first, and gets 503 in the end', async () => {
    const place = put({ kind: 'AGENT', ...agent() });
    edge.project.storage.instead.push(refusing(503, 'LockTimeout'));
    expect((await call(place)).status).toBe(201);
    const other = put({ kind: 'AGENT', ...agent() });
    edge.project.storage.instead.push(
      ...Array.from({ length: 4 }, () => refusing(500, 'InternalError', 'inner words')),
    );
    const { status, body } = await call(other);
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect(JSON.stringify(body)).not.toContain('inner words');
  });
});

describe('an upload that the webhook announces', () => {
  const owner = randomUUID();
  const notice = (name: string, more: object = {}, record: object = {}) => ({
    type: 'INSERT',
    schema: 'storage',
    table: 'objects',
    record: { id: randomUUID(), bucket_id: bundlesBucket, name, owner_id: owner, metadata: { size: 1 }, ...record },
    old_record: null,
    ...more,
  });
  const tell = (
    body: unknown,
    secret = webhookSecret,
    name: 'registry_agents_sync' | 'registry_templates_sync' = 'registry_agents_sync',
  ) => edge.call(name, body, { 'x-registry-webhook-secret': secret });

  it('is published as its uploader, in the namespace of its path, and removed', async () => {
    const bundle = agent();
    const place = put({ kind: 'AGENT', ...bundle }, 'team-b');
    const { status, body } = await tell(notice(place));
    expect([status, body.namespace, body.created]).toEqual([201, 'team-b', true]);
    expect(isThere(place)).toBe(false);
    const { data } = await (await edge.registry.actor({ namespace: 'team-b' })).ask(
      `{ registryEvents(last: 1, filter: { entryId: "${bundle.manifest.agentId}" }) { edges { node { actor action } } } }`,
    );
    expect(data.registryEvents.edges[0].node).toEqual({ actor: owner, action: 'PUBLISHED' });
  });

  it('is published once when it is announced twice, even concurrently', async () => {
    const bundle = agent();
    const place = put({ kind: 'AGENT', ...bundle });
    const answers = await Promise.all([tell(notice(place)), tell(notice(place)), tell(notice(place))]);
    const last = await tell(notice(place));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(last).toMatchObject({
      status: 200,
      body: { ignored: expect.stringContaining('The upload no longer exists') },
    });
    expect(await versionOf(bundle.manifest.agentId)).toEqual({ version: '1.0.0', publishedBy: owner });
  });

  it('is refused like any other, reported, and kept', async () => {
    const place = put({ kind: 'AGENT', manifest: { ...agent().manifest, version: 'one' }, files: [] });
    const { status, body } = await tell(notice(place));
    expect([status, body.code, isThere(place)]).toEqual([422, 'MANIFEST_INVALID', true]);
  });

  it('is for one of the two functions; the other ignores it', async () => {
    const place = put({ kind: 'TEMPLATE', ...template({ templateId: 'told-of' }) });
    expect(await tell(notice(place))).toMatchObject({
      status: 200,
      body: { ignored: 'The upload is of another kind.' },
    });
    expect(isThere(place)).toBe(true);
    expect(await tell(notice(place), webhookSecret, 'registry_templates_sync')).toMatchObject({ status: 201 });
  });

  it.each([
    ['a removal', notice('incoming/default/a.json', { type: 'DELETE', record: null })],
    ['another table', notice('incoming/default/a.json', { table: 'buckets' })],
    ['another schema', notice('incoming/default/a.json', { schema: 'public' })],
    ['another bucket', notice('incoming/default/a.json', {}, { bucket_id: 'avatars' })],
    ['a file of a version', notice(`sha256/${'0'.repeat(64)}`)],
    ['a description of a version', notice('agents/reviewer/1.0.0/bundle.json')],
    ['a path out of the folder', notice('incoming/default/../../secret.json')],
  ])('is ignored when it is %s', async (_, body) => {
    expect(await tell(body)).toMatchObject({ status: 200, body: { ignored: expect.any(String) } });
  });

  it.each([
    ['another secret', { 'x-registry-webhook-secret': `${webhookSecret}!` }],
    ['an empty one', { 'x-registry-webhook-secret': '' }],
    ['an admin’s token beside a wrong one', { 'x-registry-webhook-secret': 'guess' }],
  ])('is not accepted with %s', async (_, headers) => {
    const bundle = agent();
    const place = put({ kind: 'AGENT', ...bundle });
    const authorization = `Bearer ${await edge.registry.token({ role: 'admin' })}`;
    const answer = await edge.call('registry_agents_sync', notice(place), { ...headers, authorization });
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(await versionOf(bundle.manifest.agentId)).toBeNull();
  });

  it('requires the secret: a webhook payload with a user’s token is refused', async () => {
    const answer = await edge.call('registry_agents_sync', notice(put({ kind: 'AGENT', ...agent() })), {
      authorization: `Bearer ${token}`,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT' } });
  });

  it.each([
    ['an anonymous uploader', null],
    ['a key, which is not a user', ''],
    ['a subject that is not a uuid', 'service_role'],
    ['the registry itself', '00000000-0000-4000-8000-000000000000'],
  ])('is refused when it was made by %s', async (_, owner_id) => {
    const place = put({ kind: 'AGENT', ...agent() });
    expect(await tell(notice(place, {}, { owner_id }))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  it.each([
    ['invalid JSON', 'nonsense', 400],
    ['nothing', {}, 400],
    ['an invalid record', notice('x', { record: { bucket_id: 1 } }), 400],
    ['a library', { ...notice('x'), more: 'x'.repeat(70_000) }, 413],
  ])('is refused when it states %s', async (_, body, status) => {
    expect((await tell(body)).status).toBe(status);
  });
});
