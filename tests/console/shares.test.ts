import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('shares in the console', () => {
  let console: ConsolePage;
  let admin: RestClient;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    admin = restClient(url, await tokenFor(dataDir, { role: 'admin' }));
    for (const agentId of ['lent', 'unwanted']) {
      const { status } = await admin.post('/api/agents/publish', agent({ agentId, visibility: 'private' }));
      expect(status).toBe(201);
    }
  });
  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });

  const shares = async () => {
    const { body } = await admin.get('/api/agents/lent/shares');
    return body.shares.map(({ namespace, mayInstantiate }: Record<string, unknown>) => [namespace, mayInstantiate]);
  };

  it('are added, changed and ended by an admin, and the other namespace sees them', async () => {
    const { page, complaints } = console;
    await console.open('/default/agents/lent');
    await console.signIn('admin');
    await page.getByText('Manage').click();
    await page.getByRole('button', { name: 'Share…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share lent' });
    await dialog.getByText('It is not shared with any namespace.').waitFor();

    await dialog.getByRole('button', { name: 'Share', exact: true }).click();
    await dialog.getByText('Type the name of a namespace.').waitFor();
    await dialog.getByLabel('Share with the namespace').fill('default');
    await dialog.getByRole('button', { name: 'Share', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await shares()).toEqual([]);

    await dialog.getByLabel('Share with the namespace').fill('globex');
    await dialog.getByRole('button', { name: 'Share', exact: true }).click();
    await dialog.getByRole('listitem').filter({ hasText: 'globex may read it' }).waitFor();
    expect(await shares()).toEqual([['globex', false]]);

    await dialog.getByLabel('Share with the namespace').fill('globex');
    await dialog.getByLabel('It may also be used there, in runs and templates').check();
    await dialog.getByRole('button', { name: 'Change the share' }).click();
    await dialog.getByRole('listitem').filter({ hasText: 'globex may use it' }).waitFor();
    expect(await shares()).toEqual([['globex', true]]);
    expect(await console.violations()).toEqual([]);

    const other = await openConsolePage();
    try {
      await other.open('/');
      await other.signIn('viewer', { namespace: 'globex' });
      await other.go('/default/agents/lent');
      await other.page.getByText('shared with you', { exact: true }).waitFor();
      await other.page.getByText('Manage').click();
      expect(await other.page.getByRole('button', { name: 'Share…', exact: true }).getAttribute('aria-disabled')).toBe(
        'true',
      );
      expect(other.complaints).toEqual([]);
    } finally {
      await other.close();
    }

    await dialog.getByRole('button', { name: 'Stop sharing with globex' }).click();
    await dialog.getByText('Nothing there uses it.').waitFor();
    await dialog.getByRole('button', { name: 'Keep sharing' }).click();
    expect(await shares()).toEqual([['globex', true]]);
    await dialog.getByRole('button', { name: 'Stop sharing with globex' }).click();
    await dialog.getByText('Nothing there uses it.').waitFor();
    await dialog.getByRole('button', { name: 'Stop sharing', exact: true }).click();
    await dialog.getByText('It is not shared with any namespace.').waitFor();
    expect(await shares()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('are declined by an admin of the other namespace, who is told what used the entry', async () => {
    const { page, complaints } = console;
    expect((await admin.post('/api/agents/unwanted/shares/globex', {})).status).toBe(200);
    await console.open('/');
    await console.signIn('publisher', { namespace: 'globex' });
    await console.go('/default/agents/unwanted');
    await page.getByText('Manage').click();
    expect(await page.getByRole('button', { name: 'Decline the share…' }).getAttribute('aria-disabled')).toBe('true');

    const other = await openConsolePage();
    try {
      await other.open('/');
      await other.signIn('admin', { namespace: 'globex' });
      await other.go('/default/agents/unwanted');
      await other.page.getByText('Manage').click();
      await other.page.getByRole('button', { name: 'Decline the share…' }).click();
      const dialog = other.page.getByRole('dialog', { name: 'Decline unwanted' });
      await dialog.getByText('Nothing here uses it.').waitFor();
      expect(await other.violations()).toEqual([]);
      await dialog.getByLabel('Reason').fill('Not needed.');
      await dialog.getByRole('button', { name: 'Decline', exact: true }).click();
      await other.page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor();
      expect(other.complaints).toEqual([]);
    } finally {
      await other.close();
    }
    expect((await admin.get('/api/agents/unwanted/shares')).body.shares).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
