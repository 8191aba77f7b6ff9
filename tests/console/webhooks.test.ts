import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';
import { openReceiver, type Receiver } from '../support/webhookReceiver.ts';

describe.skipIf(!hasBrowser)('webhooks in the console', () => {
  let console: ConsolePage;
  let receiver: Receiver;
  let publisher: RestClient;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    publisher = restClient(url, await tokenFor(dataDir));
    receiver = await openReceiver();
    console = await openConsolePage();
  });
  afterAll(async () => {
    await console?.close();
    await receiver?.close();
  });

  it('are created with a secret that is shown once, tested, replayed, disabled and deleted by an admin', async () => {
    const { page, complaints } = console;
    await console.open('/webhooks');
    await console.signIn('admin');
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create the webhook' }).click();
    await dialog.getByText('Must be a URL such as https://hooks.example.com/registry.').waitFor();
    await dialog.getByLabel('URL').fill(receiver.url);
    await dialog.getByLabel('Entry').fill('announced');
    await dialog.getByLabel('published').check();
    await dialog.getByRole('button', { name: 'Create the webhook' }).click();
    const secret = await dialog.getByText(/^whsec_/).textContent();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
    await dialog.getByRole('button', { name: 'I copied it' }).click();
    await page.getByRole('row', { name: /active published named announced none yet/ }).waitFor();
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('heading', { level: 1, name: receiver.url }).waitFor();
    expect(await page.content()).not.toContain(secret);

    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText(/^The test was delivered: HTTP 204 in \d+ ms\.$/).waitFor();

    await publisher.post('/api/agents/publish', agent({ agentId: 'announced' }));
    await receiver.until(2);
    const deliveries = page.getByRole('list', { name: 'Deliveries' });
    await deliveries.getByText('agent.added').click();
    await deliveries.getByRole('row', { name: /204 \d+ ms –/ }).waitFor();
    await deliveries.getByRole('button', { name: 'Send again…' }).click();
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await receiver.until(3);
    expect(receiver.received[2]?.headers['webhook-id']).toBe(receiver.received[1]?.headers['webhook-id']);

    await page.getByRole('button', { name: 'Disable…' }).click();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Enable…' }).waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Webhooks' }).waitFor();
    await page.getByRole('link', { name: receiver.url }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('show a failed attempt with what the receiver said', async () => {
    const { page } = console;
    receiver.respond((response) => response.writeHead(500).end('out of order'));
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('URL').fill(receiver.url);
    await dialog.getByLabel('Entry').fill('not-there');
    await dialog.getByRole('button', { name: 'Create the webhook' }).click();
    await dialog.getByRole('button', { name: 'I copied it' }).click();
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'The test was not delivered.' });
    await notice.getByText('out of order').waitFor();
  });

  it('are for admins, and others are told why', async () => {
    const { url, dataDir } = inject('console');
    const admin = restClient(url, await tokenFor(dataDir, { role: 'admin' }));
    const { body } = await admin.post('/api/webhooks', { url: receiver.url });
    const { page } = console;
    for (const path of ['/webhooks', `/webhooks/${body.webhook.id}`]) {
      await console.open(path);
      await console.signIn('publisher');
      await page.getByText('Needs the role “admin”; yours is “publisher”.').first().waitFor();
      expect(await page.getByText(receiver.url).count()).toBe(0);
    }
  });
});
