import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { seedManyEntries } from '../support/manyEntries.ts';
import { restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

/** The whole page: the bar, the navigation, the filters and the rows near the window. */
const mostElements = 1_200;
const rowsInWindow = 60;

describe.skipIf(!hasBrowser)('the console of a registry with 10,000 agents', () => {
  let dataDir: string;
  let gateway: GatewayProcess;
  let console: ConsolePage;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'nofx-many-'));
    await seedManyEntries(dataDir);
    gateway = await startGateway(dataDir, { REGISTRY_RATE_LIMITS: 'off' });
  }, 900_000);
  beforeEach(async () => {
    console = await openConsolePage({ url: gateway.url, dataDir });
    return () => console.close();
  });
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each([
    { path: '/agents', list: 'Agents' },
    { path: '/templates', list: 'Templates' },
    { path: '/search?q=invoice', list: 'Search' },
    { path: '/events', list: 'Events' },
  ])('$path: far down, only the rows near the window are in the page, and each has its position', async (place) => {
    const { page, complaints } = console;
    await countShifts(page);
    await console.open(place.path);
    const rows = page.getByRole('list', { name: place.list }).locator('> li');
    await readTo(console, rows, 500);
    expect(await rows.count()).toBeLessThan(rowsInWindow);
    expect(await elements(page)).toBeLessThan(mostElements);
    const positions = await rows.evaluateAll((items) => items.map((item) => Number(item.ariaPosInSet)));
    expect(positions).toEqual(positions.map((_, index) => (positions[0] ?? 0) + index));
    expect(await rows.first().getAttribute('aria-setsize')).toBe('-1');
    expect(await shifts(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([
    { path: '/runs', table: 'Runs', size: '-1' },
    { path: '/default/agents/many-0?tab=used-by', table: 'Templates that use it', size: '-1' },
    { path: '/default/agents/many-0?tab=versions', table: 'Versions', size: '502' },
  ])('$path: a table has its rows near the window, and each has its number', async ({ path, table: name, size }) => {
    const { page } = console;
    await console.open('/');
    await console.signIn('publisher');
    await console.go(path);
    const table = page.getByRole('table', { name });
    const rows = table.locator('tbody tr[aria-rowindex]');
    await readTo(console, rows, 500);
    expect(await rows.count()).toBeLessThan(rowsInWindow);
    expect(await elements(page)).toBeLessThan(mostElements);
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe(size);
    const numbers = await rows.evaluateAll((items) => items.map((item) => Number(item.ariaRowIndex)));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(await console.violations()).toEqual([]);
  });

  it('the versions of an entry: by keyboard to a dialog and back, and to the end without a layout shift', async () => {
    const { page, complaints } = console;
    await countShifts(page);
    await console.open('/default/agents/many-0?tab=versions');
    const table = page.getByRole('table', { name: 'Versions' });
    const rows = table.locator('tbody tr[aria-rowindex]');
    await rows.first().waitFor();
    await console.settled();
    expect(await shifts(page)).toEqual([]);
    await console.signIn('admin');
    await readTo(console, rows, 300);
    const row = rows.nth(15);
    const version = (await row.locator('code').first().textContent()) ?? '';
    await row.getByRole('link', { name: version, exact: true }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe(`Roll back to this ${version}`);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`The current version changes from 1.0.0 to ${version}.`).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused()).toBe(`Roll back to this ${version}`);
    await page.evaluate(() => scrollTo(0, 0));
    await rows.filter({ hasText: 'current' }).waitFor();
    expect(await focused()).toBe(`Roll back to this ${version}`);
    await page.waitForFunction(() => {
      scrollTo(0, document.documentElement.scrollHeight);
      return document.querySelector('table')?.ariaRowCount === '502';
    });
    await rows.filter({ hasText: '0.1.0' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('the versions of an entry fit a window of 390 pixels', async () => {
    const { page } = console;
    await console.open('/default/agents/many-0?tab=versions');
    await console.signIn('admin');
    await page.setViewportSize({ width: 390, height: 844 });
    const rows = page.getByRole('table', { name: 'Versions' }).locator('tbody tr[aria-rowindex]');
    await readTo(console, rows, 100);
    const scroll = page.locator('.table-scroll');
    expect(await scroll.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    const overlaps = await rows.evaluateAll((found) =>
      found.flatMap((row, index) => {
        const next = found[index + 1]?.getBoundingClientRect().top;
        return next !== undefined && row.getBoundingClientRect().bottom > next + 1 ? [index] : [];
      }),
    );
    expect(overlaps).toEqual([]);
    expect(await console.violations()).toEqual([]);
  });

  it('the deliveries of a webhook: one that was opened is open when the reader comes back to it', async () => {
    const { page, complaints } = console;
    await countShifts(page);
    await console.open('/webhooks');
    await console.signIn('admin');
    await page.getByRole('link', { name: 'https://hooks.example.com/registry' }).click();
    const rows = page.getByRole('list', { name: 'Deliveries' }).locator('> li');
    const third = page.locator('li[aria-posinset="3"]');
    await third.locator('summary').focus();
    await page.keyboard.press('Enter');
    await third.getByRole('row', { name: /204 2 ms/ }).waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    await page.locator('li[aria-posinset="1"] summary').focus();
    await readTo(console, rows, 300);
    expect(await rows.count()).toBeLessThan(rowsInWindow);
    expect(await elements(page)).toBeLessThan(mostElements);
    expect(await third.count()).toBe(0);
    expect(await page.locator('li[aria-posinset="1"]').count()).toBe(1);
    expect(await console.violations()).toEqual([]);
    await page.evaluate(() => scrollTo(0, 0));
    await third.getByRole('row', { name: /204 2 ms/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('what arrives above does not move what is being read', async () => {
    const { page } = console;
    const publisher = restClient(gateway.url, await tokenFor(dataDir));
    await console.open('/events');
    const rows = page.getByRole('list', { name: 'Events' }).locator('> li');
    await readTo(console, rows, 300);
    const name = (await rows.nth(12).getByRole('link').first().textContent()) ?? '';
    const row = rows.filter({ has: page.getByRole('link', { name, exact: true }) });
    const top = await topOf(row);
    const place = await row.getAttribute('aria-posinset');
    expect((await publisher.post('/api/agents/publish', agent({ agentId: 'arriving' }))).status).toBe(201);
    await page.waitForFunction(
      ([text, before]) =>
        [...document.querySelectorAll('li[aria-posinset]')].some(
          (item) => item.ariaPosInSet !== before && [...item.querySelectorAll('a')].some((a) => a.textContent === text),
        ),
      [name, place],
    );
    await console.settled();
    expect(await topOf(row)).toBe(top);
  });

  it('the size of a list is told when all of it is loaded', async () => {
    const { page } = console;
    await console.open('/agents?tags=tag+7');
    await page.getByRole('status').filter({ hasText: '20 agents' }).waitFor();
    const rows = page.getByRole('list', { name: 'Agents' }).locator('> li');
    await rows.first().waitFor();
    expect(await rows.first().getAttribute('aria-setsize')).toBe('20');
  });

  it('Back returns to the place in the list, the focus too, without asking for it again', async () => {
    const { page } = console;
    await console.open('/agents');
    const rows = page.getByRole('list', { name: 'Agents' }).locator('> li');
    await readTo(console, rows, 400);
    const row = rows.nth(12);
    const place = await row.getAttribute('aria-posinset');
    const [link, top] = [row.getByRole('link'), await topOf(row)];
    const name = (await link.textContent()) ?? '';
    const scrolled = await page.evaluate(() => scrollY);
    await link.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByRole('row', { name: /^1\.0\.0 current/ }).waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (request.postData()?.includes('query ConsoleAgents')) asked += 1;
    });
    await page.goBack();
    await page.goBack();
    const again = page.getByRole('link', { name, exact: true });
    await again.waitFor();
    await console.settled();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    const back = page.locator(`li[aria-posinset="${place}"]`);
    expect(await back.getByRole('link').textContent()).toBe(name);
    expect(await topOf(back)).toBe(top);
    expect(asked).toBe(0);
  });

  it('by keyboard, Tab goes from row to row, and the row with the focus stays', async () => {
    const { page } = console;
    await console.open('/agents');
    const rows = page.getByRole('list', { name: 'Agents' }).locator('> li');
    await rows.first().getByRole('link').focus();
    for (let count = 1; count < 70; count += 1) await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.ariaPosInSet);
    expect(await focused()).toBe('70');
    await readTo(console, rows, 300);
    expect(await focused()).toBe('70');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    expect(Number(await focused())).toBeGreaterThanOrEqual(70);
  });

  it('the palette and the filters are short, and find one of 10,000 by a misspelt name', async () => {
    const { page } = console;
    await countShifts(page);
    await console.open('/agents');
    const categories = page.getByRole('group', { name: 'Category' });
    await categories.waitFor();
    expect(await page.locator('.facet').count()).toBeLessThan(60);
    // Before the first input: what it changes may come later than the half second that the browser allows for it.
    expect(await shifts(page)).toEqual([]);
    await categories
      .getByRole('checkbox', { name: /^category \d+ \d+\+$/ })
      .first()
      .check();
    await page.getByRole('status').filter({ hasText: '500 agents' }).waitFor();
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.type('recconciler 09417');
    await page.getByRole('option', { name: /reconciler 09417/ }).waitFor();
    expect(await page.getByRole('listbox', { name: 'Results' }).getByRole('option').count()).toBeLessThanOrEqual(9);
  });

  it('what was shown is let go: visits of long lists leave no elements behind', async () => {
    const { page } = console;
    await console.open('/');
    const session = await page.context().newCDPSession(page);
    const visit = async () => {
      for (const name of ['Agents', 'Templates', 'Events', 'Home']) {
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
        await console.settled();
        if (name !== 'Home') await readTo(console, page.locator('ul.virtual > li'), 150);
      }
      await session.send('HeapProfiler.collectGarbage');
      return session.send('Memory.getDOMCounters');
    };
    await visit();
    const before = await visit();
    for (let count = 0; count < 4; count += 1) await visit();
    const after = await visit();
    expect(after.nodes).toBeLessThan(before.nodes + 2_000);
    expect(after.jsEventListeners).toBeLessThan(before.jsEventListeners + 200);
  });
});

const elements = (page: Page): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);

const topOf = async (row: Locator): Promise<number | undefined> => (await row.boundingBox())?.y;

/** Scrolls to the end of what is loaded until a row with this position is shown. */
async function readTo({ page, settled }: ConsolePage, rows: Locator, position: number) {
  await rows.first().waitFor();
  await page.waitForFunction((least) => {
    scrollTo(0, document.documentElement.scrollHeight);
    const last = [...document.querySelectorAll('[aria-posinset], [aria-rowindex]')].at(-1);
    return Number(last?.ariaPosInSet ?? last?.ariaRowIndex) >= least;
  }, position);
  await settled();
}

/** Layout shifts that no input explains, from now on and after each load. */
const countShifts = (page: Page) =>
  page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { shifts: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[])
        if (!entry.hadRecentInput)
          seen.push(...entry.sources.map(({ node }) => `${node?.nodeName} ${node?.textContent?.slice(0, 40)}`));
    }).observe({ type: 'layout-shift', buffered: true });
  });

const shifts = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
