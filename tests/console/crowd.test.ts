import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAsOwner } from '../../bench/owner.ts';
import { seed } from '../../bench/seed.ts';
import { migrate } from '../../src/db/migrate.ts';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { startGateway } from '../support/gateway.ts';
import { startPostgres } from '../support/postgres.ts';

const entries = 10_000;

describe.skipIf(!hasBrowser)('the console of a registry with 10,000 agents', () => {
  const undo: (() => unknown)[] = [];
  let console: ConsolePage;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'nofx-crowd-'));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const postgres = await startPostgres();
    undo.push(() => postgres.stop());
    const { run, end } = await connectAsOwner(postgres.url());
    await migrate(run);
    await seed(run, entries);
    await end();
    const gateway = await startGateway(dataDir, {
      DATABASE_URL: postgres.url('postgres', 'authenticator'),
      REGISTRY_RATE_LIMITS: 'off',
    });
    undo.push(() => gateway.end('SIGTERM'));
    console = await openConsolePage({ url: gateway.url, dataDir });
    undo.push(() => console.close());
  });
  afterAll(async () => {
    for (const each of undo.reverse()) await each();
  });

  it.each(['/agents?sort=name', '/search?q=review'])(
    'loads %s a page at a time while it is scrolled, and the page holds only what is near',
    async (path) => {
      const { page, complaints } = console;
      await console.open(path);
      await page.locator('ul.virtual > li').first().waitFor();
      const counts: number[] = [];
      for (let seen = 0; seen < 500; ) {
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        seen = await page.evaluate(
          (before) =>
            new Promise<number>((resolve) => {
              const look = () => {
                const last = [...document.querySelectorAll('ul.virtual > li')].at(-1);
                const place = Number(last?.getAttribute('aria-posinset'));
                if (place > before) resolve(place);
                else requestAnimationFrame(look);
              };
              look();
            }),
          seen,
        );
        counts.push(await page.locator('ul.virtual > li').count());
      }
      expect(Math.max(...counts)).toBeLessThan(60);
      expect(complaints).toEqual([]);
    },
  );

  it('says how many there are, filters them, and comes back to the top', async () => {
    const { page } = console;
    await console.open('/agents');
    await page.getByText('10,000 or more agents').waitFor();
    await page.getByRole('group', { name: 'Category' }).getByRole('checkbox').first().check();
    await page.waitForFunction(() => new URLSearchParams(location.search).has('category'));
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByText('10,000 or more agents').waitFor();
  });
});
