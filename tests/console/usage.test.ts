import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { template } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('usage in the console', () => {
  let console: ConsolePage;
  let publisher: RestClient;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    publisher = restClient(url, await tokenFor(dataDir, { namespace: 'metered' }));
    const { status } = await publisher.post(
      '/api/templates/publish',
      template({ templateId: 'counted', name: 'Counted' }),
    );
    expect(status).toBe(201);
    for (const change of ['a', 'b']) {
      const { status } = await publisher.post('/api/templates/counted/instantiate', { variables: { change } });
      expect(status).toBe(201);
    }
    console = await openConsolePage();
  });
  afterAll(() => console?.close());

  it('shows runs of each period, meters and quotas, as a chart and as a table', async () => {
    const { page, complaints } = console;
    await console.open('/usage?days=7');
    await console.signIn('admin', { namespace: 'metered' });
    await page.getByRole('row', { name: /^Counted 2 – – – / }).waitFor();
    const chart = page.getByRole('figure').filter({ hasText: 'Runs created each day' });
    await chart.getByText('As a table').click();
    const today = new Date().toISOString().slice(0, 10);
    await chart.getByRole('row', { name: `${today} 2` }).waitFor();
    expect(await chart.getByRole('row').count()).toBe(8);
    await page.getByRole('table', { name: 'Meters' }).getByRole('row', { name: 'Runs 2' }).waitFor();
    await page.getByText('The operator of the registry set no quotas for this namespace.').waitFor();
    await page.getByLabel('Changes of').selectOption('VERSIONS');
    const changes = page.getByRole('figure').filter({ hasText: 'Stored versions, change each day' });
    await changes.getByText('As a table').click();
    await changes.getByRole('row', { name: `${today} 1` }).waitFor();
    await page.getByRole('radio', { name: '90' }).check();
    await page.getByRole('heading', { name: 'Runs in 90 days' }).waitFor();
    expect(new URL(page.url()).search).toBe('?days=90&meter=VERSIONS');
    expect(complaints).toEqual([]);
  });

  it('tells others than admins who sees the meters', async () => {
    const { page } = console;
    await console.open('/usage');
    await console.signIn('viewer', { namespace: 'metered' });
    await page.getByRole('row', { name: /^Counted 2 / }).waitFor();
    await page.getByText('Needs the role “admin”; yours is “viewer”.').waitFor();
  });

  it('names the commands of export and import', async () => {
    const { page } = console;
    await console.open('/transfer');
    await console.signIn('viewer', { namespace: 'metered' });
    await page.getByText('registry export --namespace metered --out registry.tar').waitFor();
    await page.getByText('An import needs the role “admin”').waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy: Import' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      'registry import registry.tar --dry-run',
    );
  });
});
