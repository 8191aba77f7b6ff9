import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent, template } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { startProxy, type TestProxy } from '../support/testProxy.ts';
import { tokenFor } from '../support/token.ts';

const hostileName = '"><img src=x onerror="window.ran=true">{{7*7}}';

describe.skipIf(!hasBrowser)('in the console, what is large or goes wrong', () => {
  let console: ConsolePage;
  let publisher: RestClient;
  let proxy: TestProxy;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    publisher = restClient(url, await tokenFor(dataDir));
    proxy = await startProxy(url);
  });
  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });
  afterAll(() => proxy?.close());

  it('a plan of 60 steps is drawn, fits, and is listed', async () => {
    const { page, complaints } = console;
    const steps = Array.from({ length: 60 }, (_, index) => ({
      id: `step-${index}`,
      name: `Step number ${index}`,
      agent: 'reviewer',
      dependsOn: index < 6 ? [] : [`step-${index - 6}`, ...(index % 5 === 0 ? [`step-${index - 5}`] : [])],
      inputs: {},
    }));
    const { status } = await publisher.post(
      '/api/templates/publish',
      template({ templateId: 'long-plan', name: 'Long plan', defaultPlan: { steps }, variables: { type: 'object' } }),
    );
    expect(status).toBe(201);
    await console.open('/default/templates/long-plan');
    const graph = page.getByRole('region', { name: 'Plan, as a graph' });
    await graph.locator('.graph-node').nth(59).waitFor();
    expect(await page.getByRole('row', { name: /^Step number \d+ step-\d+/ }).count()).toBe(60);
    const overflow = () => graph.evaluate((element) => element.scrollWidth > element.clientWidth + 1);
    expect(await overflow()).toBe(true);
    await page.getByRole('button', { name: 'Fit' }).click();
    expect(await overflow()).toBe(false);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'actual size' }).click();
    expect(await overflow()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('a prompt of 2 MB is shown in parts', async () => {
    const { page, complaints } = console;
    const line = 'All work and no play makes a long prompt, too long to be read. ';
    const content = `# Long\n\n${line.repeat(Math.ceil(2_000_000 / line.length))}\nThe end.\n`;
    const { manifest } = agent({ agentId: 'long-prompt', name: 'Long prompt' });
    const { status } = await publisher.post('/api/agents/publish', {
      manifest,
      files: [{ path: 'prompts/system.md', content }],
    });
    expect(status).toBe(201);
    for (const path of [
      '/default/agents/long-prompt',
      '/default/agents/long-prompt?tab=files&file=prompts/system.md',
    ]) {
      await console.open(path);
      await page.getByText(/^Too long or too complex to be formatted/).waitFor();
      const length = () => page.locator('.raw').evaluate((element) => element.textContent?.length);
      expect(await length()).toBe(50_000);
      await page.getByRole('button', { name: 'Show more (2 % shown)' }).click();
      expect(await length()).toBe(100_000);
    }
    expect(complaints).toEqual([]);
  });

  it('a hostile name runs nothing where it is listed, searched, drawn and run', async () => {
    const { page, complaints } = console;
    await publisher.post('/api/agents/publish', agent({ agentId: 'hostile-two', name: hostileName }));
    const steps = [{ id: 'only', name: hostileName, agent: 'hostile-two', inputs: {} }];
    const { status } = await publisher.post(
      '/api/templates/publish',
      template({
        templateId: 'hostile-plan',
        name: hostileName,
        description: hostileName,
        variables: { type: 'object' },
        defaultPlan: { steps },
        supportedAgents: { 'hostile-two': '^1.0.0' },
      }),
    );
    expect(status).toBe(201);
    const { body } = await publisher.post('/api/templates/hostile-plan/instantiate', { variables: {} });
    await console.open('/');
    await console.signIn('publisher');
    for (const path of [
      '/',
      '/search?q=hostile',
      '/default/templates/hostile-plan',
      '/default/agents/hostile-two/graph',
      '/default/templates/hostile-plan/instantiate',
      '/runs',
      `/runs/${encodeURIComponent(body.run.id)}`,
      '/usage',
      '/events',
    ]) {
      await console.go(path);
      expect([path, await page.locator('main img').count()]).toEqual([path, 0]);
    }
    await page.keyboard.press('/');
    await page.keyboard.type('hostile-two');
    await page.getByRole('option', { name: 'default/hostile-two' }).waitFor();
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('a cut network is told, and the page catches up without a reload', async () => {
    const { page } = console;
    await page.goto(new URL('/events?entry=missed', proxy.url).href);
    await page
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isSame: true }));
    await proxy.close();
    await page.getByText('The connection to the gateway is lost').waitFor();
    await publisher.post('/api/agents/publish', agent({ agentId: 'missed' }));
    await proxy.open();
    await page.getByRole('list', { name: 'Events' }).getByRole('link', { name: 'missed' }).waitFor({ timeout: 90_000 });
    await page.getByText('The connection to the gateway is lost').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => 'isSame' in globalThis)).toBe(true);
  });

  it('an expired token is renewed in a dialog, and what was typed in it stays', async () => {
    const { page } = console;
    await publisher.post('/api/agents/publish', agent({ agentId: 'renewed' }));
    await console.open('/default/agents/renewed');
    await console.signIn('admin', { expiresIn: '25s' });
    await page.getByText('Manage').click();
    await page.getByRole('button', { name: 'Deprecate…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deprecate renewed' });
    await dialog.getByLabel('Reason (required)').fill('typed before');
    await dialog.getByText('Your token is no longer accepted').waitFor({ timeout: 120_000 });
    await dialog.getByRole('button', { name: 'Sign in again' }).click();
    await console.signInAgain('admin');
    expect(await dialog.getByLabel('Reason (required)').inputValue()).toBe('typed before');
    await dialog.getByRole('button', { name: 'Deprecate' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('typed before').waitFor();
  });

  it('an expired token is renewed beside a dropped folder, which is then published', async () => {
    const { page } = console;
    const folder = join(await mkdtemp(join(tmpdir(), 'nofx-dropped-')), 'kept');
    const { manifest, files } = agent({ agentId: 'kept' });
    await mkdir(join(folder, 'prompts'), { recursive: true });
    await writeFile(join(folder, 'prompts/system.md'), files[0]?.content ?? '');
    await writeFile(join(folder, 'agent.json'), JSON.stringify(manifest));
    try {
      await console.open('/publish');
      await console.signIn('publisher', { expiresIn: '25s' });
      await page.locator('input[type=file]').setInputFiles(folder);
      await page.getByText('Publishing makes this the current version.').waitFor();
      await page.getByRole('button', { name: 'Sign in again' }).click({ timeout: 120_000 });
      await console.signInAgain('publisher');
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByText('Done: kept 1.0.0.').waitFor();
    } finally {
      await rm(join(folder, '..'), { recursive: true, force: true });
    }
  });
});
