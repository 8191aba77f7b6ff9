import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Deliverer, openDeliverer } from '../../src/registry/deliverWebhooks.ts';
import type { DeliveryPolicy } from '../../src/webhooks/policy.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { isSignedWith } from '../support/standardWebhooks.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { openReceiver, type Receiver } from '../support/webhookReceiver.ts';
import {
  createWebhook,
  listWebhooks,
  readWebhook,
  removeWebhook,
  replayWebhook,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '../support/webhooks.ts';

describe.skipIf(!hasEngine)('webhooks', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let alice: Actor;
  let receiver: Receiver;
  const fresh = uniqueNames('hooked');
  const failures: unknown[] = [];
  const created: string[] = [];

  beforeAll(async () => {
    registry = await openRegistry(() => ({}), { REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1' });
    admin = await registry.actor({ role: 'admin' });
    alice = await registry.actor();
  });
  beforeEach(async () => {
    receiver = await openReceiver();
  });
  afterEach(async () => {
    for (const id of created.splice(0)) await admin.do(removeWebhook, { input: { id } });
    await receiver.close();
    expect(failures).toEqual([]);
    expect(registry.masked).toEqual([]);
  });
  afterAll(() => registry?.close());

  const create = async (input: object = {}, actor = admin) => {
    const { webhook, secret } = await actor.do(createWebhook, { input: { url: receiver.url, ...input } });
    created.push(webhook.id);
    return { id: webhook.id as string, secret: secret as string, webhook };
  };
  const publish = (more: Record<string, unknown>, actor = alice) => actor.do(publishAgent, { input: agent(more) });
  const deliverer = (policy: Partial<DeliveryPolicy> = {}): Deliverer =>
    openDeliverer(registry.services, { policy, report: (error) => failures.push(error) });
  /** Sends everything that is due now. */
  const deliver = async (policy: Partial<DeliveryPolicy> = {}) => {
    const one = deliverer(policy);
    await one.look();
    await one.whenIdle();
  };
  const read = async (id: string, status?: string) => {
    const { data } = await admin.ask(readWebhook, { id, status });
    const { deliveries, ...webhook } = data.webhook;
    // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
    return { ...webhook, deliveries: deliveries.edges.map(({ node }: any) => node) };
  };
  /** As if this time had passed since the last attempt. */
  const letTimePass = (by: string) =>
    registry.database.asOwner(
      `update nofx.webhooks set next_attempt_at = next_attempt_at - $1::interval, failing_since = failing_since - $1::interval,
         leased_until = leased_until - $1::interval, previous_secret_until = previous_secret_until - $1::interval`,
      [by],
    );

  it('deliver events as signed CloudEvents, in order', async () => {
    const { id, secret, webhook } = await create({ description: 'Cache' });
    expect(webhook).toMatchObject({ url: receiver.url, status: 'ACTIVE', namespace: 'default', description: 'Cache' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const agentId = fresh();
    const first = await publish({ agentId });
    await publish({ agentId, version: '1.1.0' });
    await deliver();
    expect(receiver.received.map(({ event }) => [event.type, event.subject, event.data.version])).toEqual([
      ['agent.added', `agents/${agentId}`, '1.0.0'],
      ['agent.updated', `agents/${agentId}`, '1.1.0'],
    ]);
    const [message] = receiver.received;
    expect(message?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': message?.event.id,
    });
    expect(message?.event).toMatchObject({
      specversion: '1.0',
      source: 'urn:nofx:registry:default',
      datacontenttype: 'application/json',
      data: { id: first.event.id, cursor: first.event.cursor, action: 'PUBLISHED', kind: 'AGENT', entryId: agentId },
    });
    for (const each of receiver.received) expect(await isSignedWith(secret, each)).toBe(true);
    await deliver();
    expect(receiver.received).toHaveLength(2);
    const { deliveries, ...after } = await read(id);
    expect(deliveries.map((each: { status: string; type: string }) => [each.status, each.type])).toEqual([
      ['DELIVERED', 'agent.updated'],
      ['DELIVERED', 'agent.added'],
    ]);
    expect(deliveries[1]).toMatchObject({ messageId: message?.event.id, event: { id: first.event.id } });
    expect(deliveries[1].attempts).toMatchObject([{ statusCode: 204, error: null }]);
    expect(after).toMatchObject({ failingSince: null, deliveredAt: expect.any(String) });
  });

  it('deliver what matches the filter, and go past the rest', async () => {
    const agentId = fresh();
    const { id } = await create({ filter: { types: ['agent.updated'], entryId: agentId, kind: 'AGENT' } });
    await publish({ agentId });
    await publish({ agentId: fresh() });
    await publish({ agentId, version: '1.0.1' });
    const { event } = await publish({ agentId: fresh() });
    await deliver();
    expect(receiver.received.map(({ event: { data } }) => data.version)).toEqual(['1.0.1']);
    const { position, filter } = await read(id);
    expect(position).toBe(await registry.services.feed.positionOf(event.cursor));
    expect(filter).toEqual({
      kind: 'AGENT',
      types: ['agent.updated'],
      entryId: agentId,
      actions: null,
      namespace: null,
      tags: null,
    });
  });

  it('see what a publisher of their namespace sees', async () => {
    const [other, otherAlice] = await Promise.all([
      registry.actor({ role: 'admin', namespace: 'hooked-other' }),
      registry.actor({ namespace: 'hooked-other' }),
    ]);
    const { id } = await create({}, other);
    created.pop();
    const [hidden, shown, own] = [fresh(), fresh(), fresh()];
    await publish({ agentId: hidden, visibility: 'private' });
    await publish({ agentId: shown, visibility: 'public' });
    await publish({ agentId: own }, otherAlice);
    await otherAlice.do(publishAgent, { input: { ...agent({ agentId: own, version: '2.0.0' }), draft: true } });
    await deliver();
    expect(receiver.received.map(({ event: { data } }) => [data.namespace, data.entryId, data.action])).toEqual([
      ['default', shown, 'PUBLISHED'],
      ['hooked-other', own, 'PUBLISHED'],
      ['hooked-other', own, 'DRAFTED'],
    ]);
    expect((await admin.ask(readWebhook, { id })).data.webhook).toBeNull();
    expect(await admin.do(removeWebhook, { input: { id } })).toMatchObject({ __typename: 'NotFound' });
    expect(await other.do(removeWebhook, { input: { id } })).toMatchObject({ __typename: 'RemoveWebhookPayload' });
  });

  it('try again with backoff, and go on in order when the receiver comes back', async () => {
    const { id, secret } = await create();
    const agentId = fresh();
    for (const version of ['1.0.0', '1.1.0']) await publish({ agentId, version });
    receiver.respond(503);
    await deliver();
    await deliver();
    expect(receiver.received).toHaveLength(1);
    const failing = await read(id);
    expect(failing.failingSince).not.toBeNull();
    expect(failing.deliveries).toMatchObject([
      { status: 'PENDING', attempts: [{ statusCode: 503, error: 'HTTP 503' }] },
    ]);
    await letTimePass('4 seconds');
    await letTimePass('2 seconds');
    await deliver();
    await letTimePass('15 seconds');
    await deliver();
    expect(receiver.received).toHaveLength(2);
    receiver.respond(200);
    await letTimePass('9 seconds');
    await deliver();
    expect(receiver.received.map(({ event }) => event.data.version)).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.1.0']);
    expect(new Set(receiver.received.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const each of receiver.received) expect(await isSignedWith(secret, each)).toBe(true);
    const { deliveries, failingSince } = await read(id);
    expect(failingSince).toBeNull();
    expect(deliveries.map(({ attempts }: { attempts: unknown[] }) => attempts.length)).toEqual([1, 3]);
  });

  it('wait as long as Retry-After asks for', async () => {
    const { id } = await create();
    await publish({ agentId: fresh() });
    receiver.respond((response) => response.writeHead(429, { 'retry-after': '600' }).end());
    await deliver();
    await letTimePass('595 seconds');
    await deliver();
    expect(receiver.received).toHaveLength(1);
    await letTimePass('10 seconds');
    await deliver();
    expect(receiver.received).toHaveLength(2);
    expect((await read(id)).deliveries).toMatchObject([{ status: 'PENDING' }]);
  });

  it('give an event up after the last attempt, go on, and send it again on request', async () => {
    const { id } = await create();
    const agentId = fresh();
    for (const version of ['1.0.0', '1.1.0']) await publish({ agentId, version });
    receiver.respond((response, { event }) =>
      response.writeHead(event.data.version === '1.0.0' ? 400 : 204).end('No.'),
    );
    for (let round = 0; round < 3; round += 1) {
      await deliver({ maxAttempts: 3 });
      await letTimePass('1 hour');
    }
    expect(receiver.received.map(({ event }) => event.data.version)).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.1.0']);
    const [dead] = (await read(id, 'DEAD')).deliveries;
    expect(dead).toMatchObject({ status: 'DEAD', nextAttemptAt: null });
    expect(dead.attempts.map(({ error }: { error: string }) => error)).toEqual(Array(3).fill('HTTP 400: No.'));

    receiver.respond(204);
    const replayed = await admin.do(replayWebhook, { input: { id, deliveryId: dead.id } });
    expect(replayed.delivery).toMatchObject({ id: dead.id, status: 'PENDING' });
    await deliver();
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(dead.messageId);
    expect(receiver.received).toHaveLength(5);
    expect((await read(id)).deliveries.find((each: { id: string }) => each.id === dead.id)).toMatchObject({
      status: 'DELIVERED',
      attempts: Array(4).fill({ at: expect.any(String) }),
    });
  });

  it('replay everything after a cursor', async () => {
    const before = await publish({ agentId: fresh() });
    const { id } = await create();
    const agentId = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish({ agentId, version });
    await deliver();
    expect(await admin.do(replayWebhook, { input: { id, after: before.event.cursor, dryRun: true } })).toMatchObject({
      webhook: { position: await registry.services.feed.positionOf(before.event.cursor) },
    });
    await deliver();
    expect(receiver.received).toHaveLength(3);
    await admin.do(replayWebhook, { input: { id, after: before.event.cursor } });
    await deliver();
    const versions = receiver.received.map(({ event }) => event.data.version);
    expect(versions).toEqual(['1.0.0', '1.1.0', '1.2.0', '1.0.0', '1.1.0', '1.2.0']);
    expect((await read(id)).deliveries.map((each: { attempts: unknown[] }) => each.attempts.length)).toEqual([2, 2, 2]);
    for (const input of [{ id }, { id, after: '0', deliveryId: randomUUID() }]) {
      const { errors } = await admin.ask(replayWebhook, { input });
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
  });

  it('are disabled when the receiver is gone, or fails for long', async () => {
    const { id } = await create();
    await publish({ agentId: fresh() });
    receiver.respond(410);
    await deliver();
    expect(await read(id)).toMatchObject({
      status: 'DISABLED',
      statusReason: 'The receiver responded with HTTP 410 (Gone).',
      deliveries: [{ status: 'DEAD' }],
    });
    await publish({ agentId: fresh() });
    await deliver();
    expect(receiver.received).toHaveLength(1);
    receiver.respond(500);
    expect(await admin.do(updateWebhook, { input: { id, status: 'ACTIVE' } })).toMatchObject({
      webhook: { status: 'ACTIVE', statusReason: null },
    });
    await deliver({ maxAttempts: 2 });
    await letTimePass('4 days');
    await deliver({ maxAttempts: 2 });
    expect(await read(id)).toMatchObject({
      status: 'DISABLED',
      statusReason: expect.stringMatching(/^No delivery has succeeded since 20/),
    });
  });

  it('pause and continue where they stopped', async () => {
    const { id } = await create();
    await admin.do(updateWebhook, { input: { id, status: 'PAUSED' } });
    const agentId = fresh();
    await publish({ agentId });
    await deliver();
    expect(receiver.received).toEqual([]);
    await admin.do(updateWebhook, { input: { id, status: 'ACTIVE' } });
    await deliver();
    expect(receiver.received.map(({ event }) => event.data.entryId)).toEqual([agentId]);
    const { errors } = await admin.ask(updateWebhook, { input: { id, status: 'DISABLED' } });
    expect(errors).toMatchObject([{ message: '`status` must be ACTIVE or PAUSED.' }]);
  });

  it('sign with both secrets while a rotation overlaps', async () => {
    const { id, secret: old } = await create();
    const { secret, webhook } = await admin.do(rotateWebhookSecret, { input: { id, overlapHours: 1 } });
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(old);
    expect(webhook.previousSecretUntil).toEqual(expect.any(String));
    const send = async () => {
      await publish({ agentId: fresh() });
      await deliver();
      const message = receiver.received.at(-1);
      if (!message) throw new Error('Nothing arrived.');
      return [await isSignedWith(old, message), await isSignedWith(secret, message)];
    };
    expect(await send()).toEqual([true, true]);
    await letTimePass('61 minutes');
    expect(await send()).toEqual([false, true]);
    await admin.do(rotateWebhookSecret, { input: { id, overlapHours: 0 } });
    expect(await send()).toEqual([false, false]);
  });

  it('show a secret once, and store none', async () => {
    const input = { url: receiver.url, idempotencyKey: fresh('key-of-webhook') };
    const answer = await admin.do(createWebhook, { input });
    created.push(answer.webhook.id);
    expect(await admin.do(createWebhook, { input })).toEqual(answer);
    expect(await admin.do(createWebhook, { input: { ...input, url: `${receiver.url}/other` } })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const [rows] = await registry.database.asOwner(
      `select (select json_agg(k) from nofx.idempotency_keys k)::text || (select json_agg(w) from nofx.webhooks w)::text
         || coalesce((select json_agg(e) from nofx.registry_events e)::text, '') as text`,
    );
    expect((rows as { text: string }).text).toContain(receiver.url);
    expect((rows as { text: string }).text).not.toContain(answer.secret.slice(6, 30));
  });

  it('test a webhook, a paused one too, and say what came of it', async () => {
    const { id, secret } = await create();
    await admin.do(updateWebhook, { input: { id, status: 'PAUSED' } });
    const input = { id, idempotencyKey: fresh('key-of-test') };
    const { delivery } = await admin.do(testWebhook, { input });
    expect(delivery).toMatchObject({
      type: 'webhook.test',
      status: 'DELIVERED',
      event: null,
      attempts: [{ statusCode: 204 }],
    });
    expect(receiver.received).toHaveLength(1);
    const [message] = receiver.received;
    expect(message?.event).toMatchObject({ type: 'webhook.test', id: delivery.messageId, data: { webhook: id } });
    expect(message && (await isSignedWith(secret, message))).toBe(true);
    expect(await admin.do(testWebhook, { input })).toEqual({ __typename: 'TestWebhookPayload', delivery });
    expect(receiver.received).toHaveLength(1);
    receiver.respond(500);
    expect((await admin.do(testWebhook, { input: { id } })).delivery).toMatchObject({
      status: 'DEAD',
      attempts: [{ statusCode: 500, error: 'HTTP 500' }],
    });
    expect(await read(id)).toMatchObject({ status: 'PAUSED', failingSince: null });
  });

  it('are delivered to by one gateway at a time, and none is lost when it is killed', async () => {
    await create();
    const agentId = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish({ agentId, version });
    let respond = () => {};
    receiver.respond((response) => {
      respond = () => response.writeHead(204).end();
    });
    const first = deliverer();
    const begun = first.look();
    await receiver.until(1);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    // As if the first gateway had died with its message under way: another one takes over when the lease has expired.
    await registry.database.asOwner(`update nofx.webhooks set leased_until = now() - interval '1 second'`);
    receiver.respond(204);
    await deliver();
    expect(receiver.received.map(({ event }) => event.data.version)).toEqual(['1.0.0', '1.0.0', '1.1.0', '1.2.0']);
    respond();
    await begun;
    await first.whenIdle();
    expect(receiver.received).toHaveLength(4);
  });

  it('finish the message that is under way when the gateway stops', async () => {
    const { id } = await create();
    const agentId = fresh();
    for (const version of ['1.0.0', '1.1.0']) await publish({ agentId, version });
    let respond = () => {};
    receiver.respond((response) => {
      respond = () => response.writeHead(204).end();
    });
    const one = deliverer();
    await one.look();
    await receiver.until(1);
    const stopped = one.stop();
    respond();
    await stopped;
    expect((await read(id)).deliveries).toMatchObject([{ status: 'DELIVERED' }]);
    receiver.respond(204);
    await deliver(); // Without waiting for the lease: it was given back.
    expect(receiver.received.map(({ event }) => event.data.version)).toEqual(['1.0.0', '1.1.0']);
  });

  it('do not hold up others while one hangs, nor a publish', async () => {
    const slow = await openReceiver();
    slow.respond(() => {});
    await create({ url: slow.url });
    await create();
    const one = deliverer({ timeoutMs: 60_000 });
    const agentId = fresh();
    /** Looks again until it is there, as a gateway does at every wake-up. */
    const lookUntil = async (isThere: () => boolean) => {
      while (!isThere()) await Promise.all([one.look(), pause(20)]);
    };
    await publish({ agentId });
    await lookUntil(() => slow.received.length === 1 && receiver.received.length === 1);
    await publish({ agentId, version: '1.1.0' });
    await lookUntil(() => receiver.received.length === 2);
    expect(slow.received).toHaveLength(1);
    await slow.close();
    await one.stop();
  });

  it('are for admins, and for public addresses', async () => {
    const anonymous = await registry.anyone.ask(createWebhook, { input: { url: receiver.url } });
    expect(anonymous.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await alice.do(createWebhook, { input: { url: receiver.url } })).toMatchObject({ __typename: 'Forbidden' });
    expect((await alice.ask('{ webhooks { totalCount edges { node { id } } } }')).data.webhooks).toEqual({
      totalCount: 0,
      edges: [],
    });
    expect((await registry.anyone.ask('{ webhooks { totalCount edges { node { id } } } }')).data.webhooks).toEqual({
      totalCount: 0,
      edges: [],
    });
    const { id } = await create();
    expect((await admin.ask(listWebhooks)).data.webhooks).toMatchObject({ totalCount: 1, edges: [{ node: { id } }] });
    for (const operation of [testWebhook, removeWebhook, rotateWebhookSecret, replayWebhook, updateWebhook])
      expect(await alice.do(operation, { input: { id } })).toMatchObject({ __typename: 'Forbidden' });
    for (const url of [
      'http://169.254.169.254/latest',
      'https://127.0.0.2/',
      'http://hooks.example.com/',
      'https://a.internal/',
    ]) {
      const { errors } = await admin.ask(createWebhook, { input: { url } });
      expect(errors, url).toMatchObject([
        { message: expect.stringMatching(/^`url` is not allowed\. /), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
    const { errors } = await admin.ask(createWebhook, {
      input: { url: receiver.url, filter: { types: ['agent.addded'] } },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('give up a delivery of what their namespace no longer sees', async () => {
    const other = await registry.actor({ role: 'admin', namespace: 'hooked-away' });
    const { id } = await create({ filter: { actions: ['PUBLISHED'] } }, other);
    created.pop();
    const agentId = fresh();
    await publish({ agentId, visibility: 'public' });
    await deliver();
    const [{ node: delivery }] = (await other.ask(readWebhook, { id })).data.webhook.deliveries.edges;
    await admin.do(setAgentStatus, { input: { id: agentId, status: 'DISABLED', message: 'Off.' } });
    await other.do(replayWebhook, { input: { id, deliveryId: delivery.id } });
    await deliver();
    expect(receiver.received).toHaveLength(1);
    const { edges } = (await other.ask(readWebhook, { id, status: 'DEAD' })).data.webhook.deliveries;
    expect(edges[0].node.attempts.at(-1)).toMatchObject({ error: 'The namespace no longer has access to the event.' });
    await other.do(removeWebhook, { input: { id } });
  });
});
