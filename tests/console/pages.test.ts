import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { template } from '../support/definitions.ts';
import { restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

/** `SCREENSHOTS=docs/images npx vitest run --project console pages` draws the pictures of docs/console.md. */
const pictures: Record<string, string> = {
  '/default/templates/incident-response': 'console-template',
};

const paths = [
  '/',
  '/agents',
  '/templates',
  '/search?q=reviewr',
  '/search?q=nothing-like-this',
  '/default/agents/reviewer',
  '/default/agents/reviewer?tab=versions',
  '/default/agents/reviewer?tab=channels',
  '/default/agents/reviewer?tab=files',
  '/default/agents/reviewer?tab=used-by',
  '/default/agents/reviewer?tab=history',
  '/default/agents/reviewer?tab=use',
  '/default/agents/reviewer?version=1.0.0',
  '/default/agents/hostile',
  '/default/agents/reviewer/compare/1.0.0...1.1.0',
  '/default/agents/reviewer/graph?depth=2',
  '/default/templates/incident-response',
  '/default/templates/review-round/instantiate',
  '/runs',
  '/runs?status=QUEUED&template=review-round&version=1.0.0&since=2020-01-01&until=2999-12-31',
  '/events',
  '/publish',
  '/reports',
  '/usage',
  '/usage?days=90&meter=STORED_BYTES',
  '/webhooks',
  '/transfer',
  '/nothing/here',
];

describe.skipIf(!hasBrowser)('every page of the console', () => {
  let console: ConsolePage;
  let runPath: string;
  let webhookPath: string;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    const publisher = restClient(url, await tokenFor(dataDir));
    // A name that cannot break at a space, among the most used.
    const named = template({ templateId: 'long-name', name: 'Unbreakable'.repeat(6) });
    expect((await publisher.post('/api/templates/publish', named)).status).toBe(201);
    for (let count = 0; count < 3; count += 1)
      expect(
        (await publisher.post('/api/templates/long-name/instantiate', { variables: { change: 'x' } })).status,
      ).toBe(201);
    const { body } = await publisher.post('/api/templates/review-round/instantiate', { variables: { change: 'x' } });
    runPath = `/runs/${encodeURIComponent(body.run.id)}`;
    const admin = restClient(url, await tokenFor(dataDir, { role: 'admin' }));
    const { body: created } = await admin.post('/api/webhooks', { url: 'https://hooks.example.com/registry' });
    webhookPath = `/webhooks/${encodeURIComponent(created.webhook.id)}`;
    console = await openConsolePage();
    await console.open('/');
    await console.signIn('admin');
  });
  afterAll(() => console?.close());

  it.each(['light', 'dark'] as const)('has no violation for axe-core and of its policy, %s', async (colorScheme) => {
    const { page, complaints } = console;
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      colorScheme === 'light' ? 'rgb(248, 248, 250)' : 'rgb(17, 17, 19)',
    );
    const found: Record<string, string[]> = {};
    for (const path of [...paths, runPath, webhookPath]) {
      await console.go(path);
      const violations = await console.violations();
      if (violations.length > 0) found[path] = violations;
      if (process.env.SCREENSHOTS && pictures[path])
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/${pictures[path]}-${colorScheme}.png` });
    }
    expect(found).toEqual({});
    expect(complaints).toEqual([]);
  });

  it('fits a window of 390 pixels', async () => {
    const { page } = console;
    await page.setViewportSize({ width: 390, height: 844 });
    const wider: Record<string, number> = {};
    for (const path of [...paths, runPath, webhookPath]) {
      await console.go(path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 390) wider[path] = width;
      if (process.env.SCREENSHOTS_390)
        await page.screenshot({
          path: `${process.env.SCREENSHOTS_390}/${path.replace(/\W+/g, '-').slice(0, 60)}.png`,
          fullPage: true,
        });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(wider).toEqual({});
  });
});
