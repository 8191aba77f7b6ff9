import { beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';

describe.skipIf(!hasBrowser)('in the console, a part whose code is requested while the connection is lost', () => {
  let console: ConsolePage;

  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });

  /** Does it while nothing reaches the gateway, for long enough that the code of a part is requested in vain. */
  async function offline(work: () => Promise<void>): Promise<void> {
    const { page } = console;
    await page.evaluate(() => Object.assign(window, { isSameLoad: true }));
    await page.context().setOffline(true);
    const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/console/assets/'));
    await work();
    await failed;
    await page.context().setOffline(false);
  }
  const isSameLoad = () => console.page.evaluate(() => 'isSameLoad' in window);

  it('is shown when it is back, a page in the same session', async () => {
    const { page } = console;
    await console.open('/');
    await console.signIn('viewer');
    await offline(() => page.getByRole('link', { name: 'Runs', exact: true }).click());
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    expect(await isSameLoad()).toBe(true);
    expect(await page.getByRole('button', { name: /viewer/ }).count()).toBe(1);
  });

  it('is shown when it is back, a tab of a page', async () => {
    const { page } = console;
    await console.open('/default/agents/reviewer');
    await page.getByRole('link', { name: 'Versions' }).waitFor();
    await offline(() => page.getByRole('link', { name: 'Versions' }).click());
    await page.getByRole('table', { name: 'Versions' }).waitFor();
    expect(await isSameLoad()).toBe(true);
  });

  it('is given up when the gateway no longer has it, and a page is loaded again with the console', async () => {
    const { page } = console;
    await console.open('/');
    await page.evaluate(() => Object.assign(window, { isSameLoad: true }));
    let requests = 0;
    await page.route(/\/console\/assets\/EventsPage/, (route) => {
      requests += 1;
      return requests <= 3 ? route.fulfill({ status: 404 }) : route.continue();
    });
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    expect(await isSameLoad()).toBe(false);
    expect(requests).toBe(4);
  });
});
