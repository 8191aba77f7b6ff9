import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { isSignedWith } from '../support/standardWebhooks.ts';
import { openReceiver, type Receiver } from '../support/webhookReceiver.ts';

/** `registry webhooks` against a real gateway and a real receiver. */
describe.skipIf(!hasEngine)('registry webhooks', () => {
  let registry: TestRegistry;
  let receiver: Receiver;
  let environment: Record<string, string>;
  let publisher: Record<string, string>;

  beforeAll(async () => {
    registry = await openRegistry(() => ({}), { REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1' });
    environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: await registry.token({ role: 'admin' }) };
    publisher = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: await registry.token() };
  });
  beforeEach(async () => {
    await receiver?.close();
    receiver = await openReceiver();
  });
  afterAll(async () => {
    expect(registry?.masked).toEqual([]);
    await receiver?.close();
    await registry?.close();
  });

  const said = (...words: string[]) => cliInProcess(environment, 'webhooks', ...words);
  const json = async (...words: string[]) => JSON.parse((await said(...words, '--json')).out);
  const created = async (...words: string[]) => json('create', receiver.url, ...words);

  it('creates one and prints its secret, lists it, shows it, and removes it', async () => {
    expect(await said()).toMatchObject({
      code: 0,
      out: '',
      err: 'Your namespace has no webhooks that you have access to.\n',
    });
    expect(await said('create', receiver.url, '--dry-run')).toMatchObject({
      code: 0,
      out: `A webhook for ${receiver.url} would be created.\n`,
    });
    const made = await said('create', receiver.url, '--kind', 'agent', '--action', 'PUBLISHED', '--description', 'CI');
    expect(made.code).toBe(0);
    const id = /^id +(\S+)$/m.exec(made.out)?.[1] ?? '';
    expect(made.out).toMatch(/^filter +kind AGENT; actions PUBLISHED$/m);
    expect(made.out).toMatch(/^secret +whsec_\S{44}$/m);
    expect(made.err).toContain('The secret is not shown again.');

    const listed = await said();
    expect(listed.out).toMatch(new RegExp(`^${id} +active +\\d+ +- +${receiver.url}$`, 'm'));
    expect(listed.out).not.toContain('whsec_');
    expect(await json()).toMatchObject({ webhooks: [{ id, url: receiver.url, description: 'CI' }], after: null });
    const shown = await said('show', id);
    expect(shown).toMatchObject({ code: 0, err: 'No matching deliveries.\n' });
    expect(shown.out).toMatch(/^description +CI$/m);

    expect(await said('remove', id, '--dry-run')).toMatchObject({ out: `Webhook ${id} would be removed.\n` });
    expect(await said('remove', id)).toMatchObject({ code: 0, out: `Webhook ${id} was removed.\n` });
    expect(await said('show', id)).toMatchObject({
      code: 1,
      err: `✗ Webhook ${id} was not found in your namespace, or you are not an admin of it.\n`,
    });
  });

  it('tests one, and says what the receiver answered', async () => {
    const { webhook, secret } = await created();
    const tested = await said('test', webhook.id);
    expect(tested).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^The test message was delivered: 204 in \d+ ms\n$/),
    });
    expect(receiver.received).toHaveLength(1);
    const [message] = receiver.received;
    expect(message && (await isSignedWith(secret, message))).toBe(true);
    receiver.respond(500);
    expect(await said('test', webhook.id)).toMatchObject({
      code: 1,
      out: 'The test message was not delivered: HTTP 500\n',
    });
    const { deliveries } = await json('show', webhook.id, '--status', 'delivered');
    expect(deliveries).toMatchObject([{ type: 'webhook.test', status: 'DELIVERED', attempts: [{ statusCode: 204 }] }]);
    expect((await said('show', webhook.id)).out).toMatch(/ webhook\.test +delivered +1 +\S+ +204 in \d+ ms$/m);
  });

  it('changes, pauses, resumes, rotates and replays one', async () => {
    const { webhook, secret } = await created('--tag', 'a', 'b');
    const { id } = webhook;
    expect((await said('pause', id)).out).toMatch(/^status +paused$/m);
    expect((await said('resume', id)).out).toMatch(/^status +active$/m);
    expect((await said('update', id, '--id', 'code-reviewer')).out).toMatch(/^filter +entryId code-reviewer$/m);
    expect((await json('update', id, '--description', 'New')).webhook).toMatchObject({
      description: 'New',
      filter: { entryId: 'code-reviewer', tags: null },
    });
    expect(await said('update', id)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('(BAD_USER_INPUT)'),
    });
    const rotated = await json('rotate', id, '--overlap-hours', '1');
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(secret);
    expect(await said('rotate', id, '--overlap-hours', '200')).toMatchObject({ code: 2 });

    expect(await said('replay', id, '--from-cursor', '0')).toMatchObject({
      code: 0,
      out: 'Everything after the beginning is being delivered again.\n',
    });
    expect((await json('show', id)).position).toBe(0);
    expect(await said('replay', id)).toMatchObject({ code: 2, err: '✗ Give either --from-cursor or --delivery.\n' });
  });

  it('refuses an address that is not public, others than admins, and those who are not signed in', async () => {
    expect(await said('create', 'http://localhost/hooks')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('`url` is not allowed.'),
    });
    expect(await cliInProcess(publisher, 'webhooks', 'create', receiver.url)).toMatchObject({
      code: 1,
      err: expect.stringContaining('(FORBIDDEN)'),
    });
    expect(await cliInProcess({ REGISTRY_URL: registry.url }, 'webhooks')).toMatchObject({
      code: 1,
      err: expect.stringContaining('REGISTRY_TOKEN'),
    });
  });
});
