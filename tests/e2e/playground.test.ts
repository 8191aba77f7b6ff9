import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openPage } from '../support/browser.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe('the playground', () => {
  let folder: string;
  let gateway: GatewayProcess;
  let page: Page;
  let close: () => Promise<void>;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  it.runIf(process.env.CI)('is tested with a browser in CI', () => expect(hasBrowser).toBe(true));

  describe.skipIf(!hasBrowser)('in Chromium', () => {
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

    /** Runs an operation on the page; returns the response. The page itself renders only what is visible. */
    const run = async (operation: string) => {
      const answer = page.waitForResponse(
        (response) => response.request().postData()?.includes(`"operationName":"${operation}"`) ?? false,
      );
      await page.getByRole('button', { name: /Execute query/ }).click();
      await page.getByRole('menuitem', { name: operation }).click();
      return (await answer).text();
    };
    const result = () => page.locator('.result-window');

    it('opens with a query that works without a token', async () => {
      await page.goto(gateway.url);
      await page.getByText('FirstLook').first().waitFor();
      expect(await run('FirstLook')).toContain('code-reviewer');
      await result().getByText('ci-failure-doctor').first().waitFor();
      await page.waitForTimeout(500);
      if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
    });

    it('searches despite a typing error', async () => {
      expect(await run('Search')).toContain('code-reviewer');
      await result().getByText('totalCount').first().waitFor();
    });

    it('subscribes, without a token', async () => {
      await page.getByRole('button', { name: /Execute query/ }).click();
      await page.getByRole('menuitem', { name: 'Changes' }).click();
      await result().getByText('PUBLISHED').first().waitFor();
      await page.getByRole('button', { name: /Stop query/ }).click();
    });

    it('subscribes to private events with the token of the Headers tab, and stores the token nowhere', async () => {
      const token = await tokenFor(folder);
      const publisher = restClient(gateway.url, token);
      // As an earlier version of the page stored it.
      await page.evaluate((kept) => {
        localStorage.setItem('graphiql:headers', kept);
        localStorage.setItem('graphiql:shouldPersistHeaders', 'true');
      }, `{"authorization":"Bearer ${token}"}`);
      const query = 'subscription Changes { registryEvents(after: "0") { cursor action entryId } }';
      await page.goto(`${gateway.url}?query=${encodeURIComponent(query)}`);
      await page.getByRole('button', { name: /Execute query/ }).waitFor();
      const kept = () =>
        page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
      expect(await kept()).not.toContain(token);

      await page.getByRole('button', { name: 'Headers', exact: true }).click();
      await page.locator('[data-uri$="request-headers.json"]').click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText(`{"authorization":"Bearer ${token}"}`);
      const streamed = page.waitForRequest((request) => /text\/event-stream/.test(request.headers().accept ?? ''));
      await page.getByRole('button', { name: /Execute query/ }).click();
      expect((await streamed).headers().authorization).toBe(`Bearer ${token}`);
      const { status } = await publisher.post(
        '/api/agents/publish',
        agent({ agentId: 'only-for-us', visibility: 'private' }),
      );
      expect(status).toBe(201);
      await result().getByText('only-for-us').first().waitFor();
      await page.getByRole('button', { name: /Stop query/ }).click();

      await page.waitForTimeout(1_500); // The page saves half a second after a change.
      expect(await kept()).toContain('graphiql:');
      expect(await kept()).not.toContain(token);
      await page.reload();
      await page.getByRole('button', { name: /Execute query/ }).waitFor();
      expect(await kept()).not.toContain(token);
    });

    it('made no request to another host, and no error occurred', () => {
      expect(elsewhere).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});
