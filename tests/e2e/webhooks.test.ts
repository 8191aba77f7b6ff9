import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { publishAgent } from '../support/operations.ts';
import { isSignedWith } from '../support/standardWebhooks.ts';
import { tokenFor } from '../support/token.ts';
import { openReceiver, type Receiver } from '../support/webhookReceiver.ts';
import { createWebhook, readWebhook } from '../support/webhooks.ts';

describe('a gateway that delivers webhooks', { timeout: 180_000 }, () => {
  let folder: string;
  let gateway: GatewayProcess;
  let receiver: Receiver;
  let admin: Actor;
  let id: string;
  let secret: string;

  const start = async () => {
    gateway = await startGateway(folder, { REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1', REGISTRY_PUBLISH_SHARED: 'off' });
    admin = actorAt(gateway.url, await tokenFor(folder, { role: 'admin' }));
  };
  const publish = (version: string) => admin.do(publishAgent, { input: agent({ agentId: 'sent-away', version }) });
  const versions = () => receiver.received.map(({ event }) => event.data.version);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-webhooks-'));
    receiver = await openReceiver();
    await start();
    const created = await admin.do(createWebhook, { input: { url: receiver.url } });
    [id, secret] = [created.webhook.id, created.secret];
  }, 180_000);
  afterAll(async () => {
    gateway?.process.kill('SIGKILL');
    await receiver?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('sends what is published, without being asked, and counts it', async () => {
    await publish('1.0.0');
    await receiver.until(1);
    const [message] = receiver.received;
    expect(message && (await isSignedWith(secret, message))).toBe(true);
    const metrics = async () => (await fetch(new URL('/metrics', gateway.url))).text();
    await expect.poll(metrics).toContain('registry_webhook_attempts_total{result="delivered"} 1');
  });

  it('records the message that is under way when it is stopped, and continues when it is started', async () => {
    let response: ServerResponse | undefined;
    receiver.respond((each) => {
      response = each;
    });
    await publish('1.1.0');
    await publish('1.2.0');
    await receiver.until(2);
    const ended = gateway.end('SIGTERM');
    setTimeout(() => response?.writeHead(204).end(), 500);
    expect(await ended).toBe(0);
    receiver.respond(204);
    await start();
    await receiver.until(3);
    expect(versions()).toEqual(['1.0.0', '1.1.0', '1.2.0']);
  });

  it('sends the message that was under way again when it was killed', async () => {
    receiver.respond(() => {});
    await publish('1.3.0');
    await receiver.until(4);
    await gateway.end('SIGKILL');
    receiver.respond(204);
    await start();
    await receiver.until(5); // When the lease has expired, after a minute.
    expect(versions()).toEqual(['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.3.0']);
    expect(receiver.received[4]?.headers['webhook-id']).toBe(receiver.received[3]?.headers['webhook-id']);
    const delivered = async () => (await admin.ask(readWebhook, { id, status: 'DELIVERED' })).data.webhook.deliveries;
    await expect.poll(async () => (await delivered()).totalCount).toBe(4);
    expect(gateway.output()).not.toContain(secret);
  });
});
