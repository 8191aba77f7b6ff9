import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, openPage } from '../support/browser.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';

describe('the playground', () => {
  let folder: string;
  let gateway: GatewayProcess;
  let page: Page;
  let close: () => Promise<void>;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  it.runIf(process.env.CI)('has a browser in CI', () => expect(browserIsHere).toBe(true));

  describe.skipIf(!browserIsHere)('in Chromium', () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nofx-playground-'));
      gateway = await startGateway(folder);
      ({ page, close } = await openPage());
      page.on('request', (request) => {
        if (!request.url().startsWith(new URL(gateway.url).origin) && !/^(data|blob):/.test(request.url()))
          elsewhere.push(request.url());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
    });
    afterAll(async () => {
      await close?.();
      await gateway?.end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    });

    /** Runs an operation of the page; gives what was answered. The page itself shows only what is in sight. */
    const run = async (operation: string) => {
      const answer = page.waitForResponse(
        (response) => response.request().postData()?.includes(`"operationName":"${operation}"`) ?? false,
      );
      await page.getByRole('button', { name: /Execute query/ }).click();
      await page.getByRole('menuitem', { name: operation }).click();
      return (await answer).text();
    };
    const result = () => page.locator('.result-window');

    it('opens with a query that answers without a token', async () => {
      await page.goto(gateway.url);
      await page.getByText('FirstLook').first().waitFor();
      expect(await run('FirstLook')).toContain('code-reviewer');
      await result().getByText('ci-failure-doctor').first().waitFor();
      await page.waitForTimeout(500);
      if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
    });

    it('searches in spite of a typing error', async () => {
      expect(await run('Search')).toContain('code-reviewer');
      await result().getByText('totalCount').first().waitFor();
    });

    it('subscribes, without a token', async () => {
      await page.getByRole('button', { name: /Execute query/ }).click();
      await page.getByRole('menuitem', { name: 'Changes' }).click();
      await result().getByText('PUBLISHED').first().waitFor();
      await page.getByRole('button', { name: /Stop query/ }).click();
    });

    it('asked nobody else for anything, and nothing broke', () => {
      expect(elsewhere).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});
