import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent, template } from '../support/definitions.ts';
import { restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('in the console, from the first look to the last', () => {
  let console: ConsolePage;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    const publisher = restClient(url, await tokenFor(dataDir));
    const publish = async (kinds: string, definition: unknown) =>
      expect((await publisher.post(`/api/${kinds}/publish`, definition)).status).toBe(201);
    for (const version of ['1.0.0', '1.1.0', '1.2.0'])
      await publish('agents', {
        ...agent({ agentId: 'followed', name: 'Followed', version }),
        files: [{ path: 'prompts/system.md', content: `You are version ${version}.\nYou review.\n` }],
      });
    const steps = ['one', 'two', 'three'].map((id, index, all) => ({
      id,
      name: `Step ${id}`,
      agent: 'followed',
      dependsOn: index === 0 ? [] : [all[index - 1]],
      inputs: { change: '{{ variables.change }}' },
    }));
    await publish(
      'templates',
      template({
        templateId: 'follows',
        name: 'Follows',
        defaultPlan: { steps },
        expectedOutputs: {},
        supportedAgents: { followed: '^1.0.0' },
      }),
    );
  });
  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });

  it('a run that is started in a form is followed to its end while a worker carries it out', async () => {
    const { page, complaints } = console;
    const { url, dataDir } = inject('console');
    await console.open('/default/templates/follows');
    await console.signIn('publisher');
    await page.getByRole('link', { name: 'Start a run' }).click();
    await page.getByLabel(/^change/).fill('a change');
    await page
      .getByRole('region', { name: 'What would run' })
      .getByRole('row', { name: /Step three/ })
      .waitFor();
    await page.getByRole('button', { name: 'Start the run' }).click();
    await page.getByText('0 of 3 steps succeeded').waitFor();
    await page.getByRole('row', { name: /^Step one queued/ }).waitFor();
    const worker = restClient(url, await tokenFor(dataDir));
    for (const step of ['one', 'two', 'three']) {
      const { body } = await worker.post('/api/runs/claim', { worker: 'carries-out', agentIds: ['followed'] });
      const [{ token, run }] = body.claims;
      await page.getByRole('row', { name: new RegExp(`^Step ${step} running`) }).waitFor();
      const { status } = await worker.post(`/api/runs/${encodeURIComponent(run.id)}/report`, {
        stepId: step,
        claim: token,
        status: 'SUCCEEDED',
        outputs: { is: 'done' },
      });
      expect(status).toBe(200);
    }
    await page.getByText('3 of 3 steps succeeded').waitFor({ timeout: 120_000 });
    for (const step of ['one', 'two', 'three'])
      await page.getByRole('row', { name: new RegExp(`^Step ${step} succeeded followed 1\\.2\\.0 1 of 3`) }).waitFor();
    expect(await page.locator('.graph-node.succeeded').count()).toBe(3);
    expect(await page.getByRole('button', { name: 'Cancel the run' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Step two' }).click();
    const dialog = page.getByRole('dialog', { name: 'Step two' });
    await dialog.getByText('carries-out').waitFor();
    await dialog.getByText('"a change"').waitFor();
    expect(new URL(page.url()).searchParams.get('step')).toBe('two');
    expect(complaints).toEqual([]);
  });

  it('two versions are compared: the old one on the left, both sides and the layout in the address', async () => {
    const { page } = console;
    await console.open('/default/agents/followed?tab=versions');
    await page.getByRole('link', { name: 'Compare with previous of 1.2.0' }).click();
    const changes = page.getByRole('region', { name: 'Changes of prompts/system.md' });
    const row = changes.getByRole('row').filter({ hasText: 'version 1.1.0' });
    const cells = row.getByRole('cell');
    expect(await cells.nth(1).textContent()).toContain('- You are version 1.1.0.');
    expect(await cells.nth(3).textContent()).toContain('+ You are version 1.2.0.');
    const [before, after] = [await cells.nth(1).boundingBox(), await cells.nth(3).boundingBox()];
    const width = (await changes.boundingBox())?.width ?? 0;
    expect(before?.width).toBeGreaterThan(width * 0.4);
    expect(after?.width).toBeGreaterThan(width * 0.4);
    await page.getByLabel('From').selectOption('1.0.0');
    await page.getByRole('radio', { name: 'unified' }).check();
    await changes.getByText('- You are version 1.0.0.').waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
      '/default/agents/followed/compare/1.0.0...1.2.0?view=unified',
    );
    await page.getByRole('button', { name: 'Swap' }).click();
    await changes.getByText('- You are version 1.2.0.').waitFor();
  });

  it('by keyboard alone: from the list into an entry, its menu, its versions and a dialog', async () => {
    const { page } = console;
    await console.open('/agents?q=followed');
    await console.signIn('admin');
    await page.getByRole('link', { name: 'Followed', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Followed' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    const tabTo = async (text: string) => {
      for (let count = 0; count < 40 && (await focused()) !== text; count += 1) await page.keyboard.press('Tab');
      expect(await focused()).toBe(text);
    };
    await tabTo('Manage');
    await page.keyboard.press('Enter');
    await tabTo('Deprecate…');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Manage');
    expect(await page.getByRole('button', { name: 'Deprecate…' }).isVisible()).toBe(false);
    await tabTo('Versions');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /^1\.2\.0 current/ }).waitFor();
    await tabTo('Roll back to this 1.1.0');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The current version changes from 1.2.0 to 1.1.0.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it.each([
    { role: null, offered: [] },
    { role: 'viewer', offered: [] },
    { role: 'publisher', offered: ['Channel… to 1.0.0'] },
    { role: 'admin', offered: ['Roll back to this 1.0.0', 'Channel… to 1.0.0', 'Archive 1.0.0'] },
  ] as const)('of what changes a version, $role is offered $offered', async ({ role, offered }) => {
    const { page } = console;
    await console.open('/default/agents/followed?tab=versions');
    if (role) await console.signIn(role);
    const row = page.getByRole('row', { name: /^1\.0\.0 active/ });
    await row.waitFor();
    await console.settled();
    const buttons = row.locator('.row-actions button');
    const enabled = await buttons.evaluateAll((found) =>
      found.filter(({ ariaDisabled }) => ariaDisabled !== 'true').map(({ textContent }) => textContent),
    );
    expect(enabled).toEqual(offered);
    expect(await buttons.count()).toBe(3);
  });

  it('a menu stays in a window of 390 pixels', async () => {
    const { page } = console;
    await console.open('/default/agents/followed');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByText('Manage').click();
    const box = await page.locator('.menu-list').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  });

  it('in a window of 390 pixels, the chosen tab is in view', async () => {
    const { page } = console;
    await page.setViewportSize({ width: 390, height: 844 });
    await console.open('/default/agents/followed?tab=use');
    const tab = page.getByRole('navigation', { name: 'Parts of this entry' }).getByRole('link', { name: 'Use it' });
    await tab.waitFor();
    const box = await tab.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  });
});
