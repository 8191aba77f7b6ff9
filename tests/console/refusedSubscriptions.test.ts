import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent, template } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('in the console, a subscription that the gateway refuses for good', () => {
  let console: ConsolePage;
  let publisher: RestClient;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    publisher = restClient(url, await tokenFor(dataDir));
    // An agent of its own: steps of other files' runs are not claimed in place of this run's.
    const definition = agent({ agentId: 'unfollowed', name: 'Unfollowed' });
    expect((await publisher.post('/api/agents/publish', definition)).status).toBe(201);
    const plan = template({
      templateId: 'unfollowed-plan',
      name: 'Unfollowed plan',
      defaultPlan: { steps: [{ id: 'one', name: 'Step one', agent: 'unfollowed' }] },
      expectedOutputs: {},
      supportedAgents: { unfollowed: '*' },
    });
    expect((await publisher.post('/api/templates/publish', plan)).status).toBe(201);
  });

  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });

  it('of a run is told; the run is updated without it, and followed again when asked', async () => {
    const { page, complaints } = console;
    const { body } = await publisher.post('/api/templates/unfollowed-plan/instantiate', { variables: { change: 'x' } });
    const outdated = await sendOutdated(page, 'ConsoleWatchRun');
    await console.open('/');
    await console.signIn('publisher');
    await console.go(`/runs/${encodeURIComponent(body.run.id)}`);
    const notice = page.getByRole('status').filter({ hasText: 'This run is not followed live' });
    await notice.getByText(/^The gateway refused it: Cannot query field "outdated"/).waitFor();
    expect(await console.violations()).toEqual([]);

    const worker = { worker: 'carries-on', agentIds: ['unfollowed'] };
    const claimed = await publisher.post('/api/runs/claim', worker);
    expect(claimed.body.claims).toEqual([
      expect.objectContaining({ run: expect.objectContaining({ id: body.run.id }) }),
    ]);
    await page.getByText('carries-on').waitFor();
    await notice.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor();

    outdated.stop();
    await notice.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor({ state: 'detached' });
    const cancelled = await publisher.post(`/api/runs/${encodeURIComponent(body.run.id)}/cancel`, { reason: 'No.' });
    expect(cancelled.status).toBe(200);
    await page.getByText('Cancelled: No.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('of events is told, and everything is loaded again when it is followed again', async () => {
    const { page, complaints } = console;
    const outdated = await sendOutdated(page, 'RegistryEvents');
    await console.open('/templates?q=unheard');
    await page.getByText('Nothing matches “unheard”.').waitFor();
    const notice = page.getByRole('status').filter({ hasText: 'Changes no longer arrive by themselves' });
    await notice.getByText(/^Cannot query field "outdated"/).waitFor();
    outdated.stop();
    await notice.getByRole('button', { name: 'Connect again' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor();
    expect(await notice.count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

/** Sends a subscription with a field that the gateway does not have, as a console of another version may. */
async function sendOutdated(page: Page, operation: string) {
  let isStopped = false;
  await page.routeWebSocket(/graphql/, (socket) => {
    const gateway = socket.connectToServer();
    socket.onMessage((message) => {
      const isOutdated = !isStopped && String(message).includes(`subscription ${operation}`);
      gateway.send(isOutdated ? String(message).replace(/(\{\\n {2})(?:id|cursor)\\n/, '$1outdated\\n') : message);
    });
  });
  return {
    stop() {
      isStopped = true;
    },
  };
}
