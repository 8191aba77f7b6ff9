import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsPath } from '../../server/edge/cachePolicy.ts';
import { signatureHeaders } from '../../src/webhooks/signature.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, setAgentStatus } from '../support/operations.ts';
import { createWebhook, updateWebhook } from '../support/webhooks.ts';
import { type Built, buildOnVercel, contentOf } from './vercel/build.ts';
import type { Deployment } from './vercel/host.ts';
import { cronSecret, openWorld, type World } from './vercel/world.ts';

const another = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe.skipIf(!hasEngine)('the middleware that Vercel builds', () => {
  let built: Built;
  let world: World;
  let plain: Deployment;
  let deployment: Deployment;
  let alice: Actor;
  let admin: Actor;

  beforeAll(async () => {
    built = await buildOnVercel();
    world = await openWorld(built);
    // The secret is shown when the webhook is created, and set for the next deployment, as an operator does.
    const allowed = { REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1' };
    plain = await world.deploy(allowed);
    admin = await world.actor(plain, { role: 'admin' });
    const { secret, webhook } = await admin.do(createWebhook, { input: { url: `${plain.origin}${eventsPath}` } });
    deployment = await world.deploy({
      ...allowed,
      REGISTRY_EDGE_WEBHOOK_SECRETS: secret ?? '',
      REGISTRY_EDGE_SECONDS: '3600',
    });
    await admin.do(updateWebhook, { input: { id: webhook.id, url: `${deployment.origin}${eventsPath}` } });
    alice = await world.actor(deployment);
  });
  afterAll(async () => {
    await world?.close();
    if (built) await rm(built.folder, { recursive: true, force: true });
  });

  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${deployment.origin}${path}`, { headers });
    return { status: response.status, cache: response.headers.get('x-vercel-cache'), body: await response.json() };
  };

  /** Lets the registry deliver what its webhook has to send. */
  async function deliver(): Promise<unknown> {
    const headers = { authorization: `Bearer ${cronSecret}` };
    return (await fetch(`${deployment.origin}/api/cron/webhooks`, { headers })).json();
  }

  it('is one function for the edge runtime, small, with no module of Node', async () => {
    expect(built.middleware).toMatchObject({ runtime: 'edge', entrypoint: 'middleware.js' });
    const { files, bytes } = await contentOf(built.middleware);
    console.log(`middleware: ${files.length} files, ${Math.round(bytes / 1024)} KiB`);
    expect(files.filter((file) => /^(src|schema|packages)\/|zod|graphql/.test(file))).toEqual([]);
    const [route] = built.config.routes.filter((each) => each.middlewarePath === 'middleware');
    for (const [path, runs] of [
      [eventsPath, true],
      ['/api/agents', true],
      ['/api/agents/reviewer', true],
      ['/api/templates/round/versions/1.0.0/files/prompts/a.md', true],
      ['/api/search', true],
      ['/graphql', true],
      ['/api/events', false],
      ['/health/ready', false],
      ['/metrics', false],
    ] as const)
      expect([path, new RegExp(route?.src ?? '').test(path)]).toEqual([path, runs]);
  });

  it('lets the edge keep a public entry until an event refreshes or drops it', async () => {
    await alice.do(publishAgent, { input: agent({ visibility: 'public' }) });
    const path = '/api/agents/reviewer';
    const version = async () => {
      const { status, cache, body } = await read(path);
      return [status, cache, body.currentVersion?.version];
    };
    expect(await version()).toEqual([200, null, '1.0.0']);
    expect(await version()).toEqual([200, 'HIT', '1.0.0']);
    expect(await deliver()).toMatchObject({ delivered: 1, failed: 0 });
    expect(await version()).toEqual([200, 'HIT', '1.0.0']); // Stale, once.
    expect(await version()).toEqual([200, null, '1.0.0']);

    await alice.do(publishAgent, { input: agent({ visibility: 'public', version: '1.1.0' }) });
    expect(await version()).toEqual([200, 'HIT', '1.0.0']);
    expect(await deliver()).toMatchObject({ delivered: 1, failed: 0 });
    expect(await version()).toEqual([200, 'HIT', '1.0.0']); // Stale, once.
    expect(await version()).toEqual([200, null, '1.1.0']);
    expect(await version()).toEqual([200, 'HIT', '1.1.0']);

    await admin.do(setAgentStatus, { input: { id: 'reviewer', status: 'DISABLED', message: 'It is broken.' } });
    expect((await version())[1]).toBe('HIT');
    expect(await deliver()).toMatchObject({ delivered: 1, failed: 0 });
    expect((await version())[1]).toBeNull(); // Dropped: the old one is no longer served.
  });

  it('keeps nothing for a request with a token', async () => {
    const headers = { authorization: `Bearer ${alice.token}` };
    await read('/api/agents/reviewer/versions', headers);
    expect((await read('/api/agents/reviewer/versions', headers)).cache).toBeNull();
  });

  it('refuses a message that is not signed with its secret, in the edge runtime too', async () => {
    const body = '{}';
    const signed = signatureHeaders({ id: 'x', timestamp: Math.floor(Date.now() / 1_000), body }, [another]);
    for (const headers of [{}, signed]) {
      const response = await fetch(`${deployment.origin}${eventsPath}`, { method: 'POST', body, headers });
      expect([response.status, (await response.json()).code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('leaves functions as they are where it has no secret', async () => {
    const tagsOf = async ({ origin }: Deployment) =>
      (await fetch(`${origin}/api/agents`)).headers.get('vercel-cache-tag');
    expect([await tagsOf(plain), await tagsOf(deployment)]).toEqual([null, 'registry']);
    const received = await fetch(`${plain.origin}${eventsPath}`, { method: 'POST', body: '{}' });
    expect(received.status).toBe(404);
  });
});
