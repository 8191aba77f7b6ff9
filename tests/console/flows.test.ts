import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent, template } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('in the console', () => {
  let console: ConsolePage;
  let publisher: RestClient;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    publisher = restClient(url, await tokenFor(dataDir));
    for (const version of ['1.0.0', '1.1.0']) {
      const { status } = await publisher.post('/api/agents/publish', agent({ agentId: 'rolled-back', version }));
      expect(status).toBe(201);
    }
    const steps = [
      { id: 'only', name: 'Only step', agent: 'rolled-back', inputs: { change: '{{ variables.change }}' } },
    ];
    const { status } = await publisher.post(
      '/api/templates/publish',
      template({ templateId: 'uses-it', defaultPlan: { steps }, supportedAgents: { 'rolled-back': '^1.0.0' } }),
    );
    expect(status).toBe(201);
  });
  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });
  afterAll(() => console?.close().catch(() => {}));

  it('the keyboard alone finds an agent by a misspelt name', async () => {
    const { page, complaints } = console;
    await console.open('/events');
    await page.keyboard.press('/');
    await page.keyboard.type('left again');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('reviwer');
    await page.getByText(/^\d+ found$/).waitFor();
    await page.getByRole('option', { name: 'Reviewer default/reviewer', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Reviewer' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/default/agents/reviewer');
    expect(complaints).toEqual([]);
  });

  it('nothing that an author wrote runs or loads', async () => {
    const { page, complaints } = console;
    await console.open('/default/agents/hostile');
    await page.getByRole('heading', { level: 1, name: '<img src=x onerror="window.ran=true">' }).waitFor();
    const markdown = page.locator('.markdown');
    await markdown.getByRole('link', { name: 'good' }).waitFor();
    expect(await markdown.locator('script, img, [href^="javascript"]').count()).toBe(0);
    expect(await markdown.getByRole('link').count()).toBe(1);
    expect(await markdown.getByRole('img', { name: 'done' }).count()).toBe(1);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('the feed of another publisher arrives without a reload', async () => {
    const { page } = console;
    await console.open('/events?entry=arriving');
    await page
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor();
    await publisher.post('/api/agents/publish', agent({ agentId: 'arriving' }));
    await page.getByRole('list', { name: 'Events' }).getByRole('link', { name: 'arriving' }).waitFor();
  });

  it('a folder is refused at its line, and published when it is mended', async () => {
    const { page } = console;
    const folder = join(await mkdtemp(join(tmpdir(), 'nofx-dropped-')), 'dropped');
    const { manifest, files } = agent({ agentId: 'dropped' });
    await mkdir(join(folder, 'prompts'), { recursive: true });
    await writeFile(join(folder, 'prompts/system.md'), files[0]?.content ?? '');
    const { version: _, ...others } = manifest;
    const write = (version: string) =>
      writeFile(join(folder, 'agent.json'), JSON.stringify({ version, ...others }, null, 2));
    try {
      await console.open('/publish');
      await console.signIn('publisher');
      await write('v1.0');
      await page.locator('input[type=file]').setInputFiles(folder);
      const issues = page.getByRole('list', { name: 'Issues' });
      await issues.getByText('agent.json:2', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: 'Publish', exact: true }).getAttribute('aria-disabled')).toBe(
        'true',
      );
      await write('1.0.0');
      await page.locator('input[type=file]').setInputFiles(folder);
      await page.getByText('Publishing makes this the current version.').waitFor();
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByText('Done: dropped 1.0.0.').waitFor();
      expect((await publisher.get('/api/agents/dropped')).body.currentVersion.version).toBe('1.0.0');
    } finally {
      await rm(join(folder, '..'), { recursive: true, force: true });
    }
  });

  it('a wrong variable is told at its field; a run is started, followed and cancelled', async () => {
    const { page } = console;
    await console.open('/templates/review-round/instantiate');
    await console.signIn('publisher');
    await page.getByLabel('depth').fill('two');
    await page.getByText('Must be a number.').waitFor();
    await page.getByText('Correct the variables to see it.').waitFor();
    expect(await page.getByLabel(/^change/).getAttribute('aria-invalid')).not.toBe('true');
    await page.getByRole('button', { name: 'Start the run' }).click();
    expect(await page.getByLabel(/^change/).getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel(/^change/).fill('a change');
    await page.getByLabel('depth').fill('3');
    const preview = page.getByRole('region', { name: 'What would run' });
    await preview.getByRole('row', { name: /First look reviewer 1\.1\.0/ }).waitFor();
    await page.getByRole('button', { name: 'Start the run' }).click();
    await page.getByRole('heading', { level: 1, name: 'Run of Review round' }).waitFor();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByRole('row', { name: /First look cancelled/ }).waitFor();
    // Only a failed run can be retried.
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
  });

  it('a rollback shows whom it touches, and asks why', async () => {
    const { page } = console;
    await console.open('/default/agents/rolled-back?tab=versions');
    await console.signIn('admin');
    await page.getByRole('button', { name: 'Roll back to this 1.0.0' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The current version changes from 1.1.0 to 1.0.0.').waitFor();
    await dialog.getByText('1 template (1 version) would resolve to another version.').waitFor();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: 'default/uses-it@1.0.0' })
      .getByText('1.1.0 becomes 1.0.0')
      .waitFor();
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await dialog.getByText('A reason is required.').waitFor();
    await dialog.getByLabel('Reason (required)').fill('It reviews badly.');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('row', { name: /^1\.0\.0 current/ }).waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('It reviews badly.').waitFor();
  });

  it('the graph shows what a rollback and a breaking publish would touch', async () => {
    const { page, complaints } = console;
    for (const version of ['1.0.0', '1.1.0'])
      await publisher.post('/api/agents/publish', agent({ agentId: 'leaned-on', version }));
    const steps = [{ id: 'only', name: 'Only', agent: 'leaned-on', inputs: {} }];
    for (const [templateId, range] of [
      ['leans-any', '>=1.0.0'],
      ['leans-new', '^1.1.0'],
    ] as const) {
      const { status } = await publisher.post(
        '/api/templates/publish',
        template({ templateId, defaultPlan: { steps }, supportedAgents: { 'leaned-on': range } }),
      );
      expect(status).toBe(201);
    }
    await console.open('/default/agents/leaned-on/graph');
    await console.signIn('admin');
    const effect = page.getByLabel('Show the effect of');
    await effect.selectOption('Roll back to 1.0.0');
    await page.getByText('1 template (1 version) would resolve to another version.').waitFor();
    await page.getByRole('row', { name: /leans-any .* 1\.1\.0 becomes 1\.0\.0/ }).waitFor();
    await page.getByRole('row', { name: /leans-new .* none/ }).waitFor();
    expect(await page.locator('.graph-node.touched').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('change')).toBe('rollback:1.0.0');
    await effect.selectOption('Remove it');
    await page.getByText('2 templates (2 versions) would no longer resolve.').waitFor();
    await page.getByRole('row', { name: /leans-new .* no longer resolves/ }).waitFor();
    expect(await page.locator('.graph-node.broken').count()).toBe(2);
    await effect.selectOption('Publish a breaking version, 2.0.0');
    await page.getByRole('row', { name: /leans-any .* >=1\.0\.0 admits 2\.0\.0/ }).waitFor();
    await page.getByRole('row', { name: /leans-new .* none/ }).waitFor();
    expect(await page.locator('.graph-node.touched').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('a version is archived and comes back, a draft is discarded, and an entry is removed for good', async () => {
    const { page } = console;
    for (const version of ['1.0.0', '1.1.0'])
      expect((await publisher.post('/api/agents/publish', agent({ agentId: 'short-lived', version }))).status).toBe(
        201,
      );
    const draft = { ...agent({ agentId: 'short-lived', version: '1.2.0' }), draft: true };
    expect((await publisher.post('/api/agents/publish', draft)).status).toBe(201);
    await console.open('/default/agents/short-lived?tab=versions');
    await console.signIn('admin');
    const dialog = page.getByRole('dialog');

    await page.getByRole('button', { name: 'Archive 1.0.0' }).click();
    await dialog.getByText('Ranges no longer select this version. Exact references and locks still work.').waitFor();
    await dialog.getByLabel('Reason (required)').fill('Superseded.');
    await dialog.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('row', { name: /^1\.0\.0 archived/ }).waitFor();
    await page.getByRole('button', { name: 'Unarchive 1.0.0' }).click();
    await dialog.getByLabel('Reason (required)').fill('Still needed.');
    await dialog.getByRole('button', { name: 'Unarchive' }).click();
    await page.getByRole('row', { name: /^1\.0\.0 active/ }).waitFor();

    await page.getByRole('link', { name: 'Publish', exact: true }).click();
    await page.getByRole('list', { name: 'Drafts' }).getByRole('link', { name: 'short-lived' }).click();
    await page.getByRole('button', { name: 'Discard 1.2.0' }).click();
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('row', { name: /^1\.2\.0/ }).waitFor({ state: 'detached' });

    await page.getByText('Manage').click();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await dialog.getByText('Nothing that refers to it resolves differently afterwards.').waitFor();
    await dialog.getByLabel('Reason (required)').fill('A trial.');
    await dialog.getByRole('button', { name: 'Remove for good' }).click();
    await page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor();
    await console.open('/default/agents/short-lived');
    await page.getByText('Page not found, or you do not have access to it.').waitFor();
  });

  it('an agent is made private and public again, with what others then read', async () => {
    const { page } = console;
    const { url } = inject('console');
    const anonymous = restClient(url, null);
    expect((await publisher.post('/api/agents/publish', agent({ agentId: 'shown' }))).status).toBe(201);
    await console.open('/default/agents/shown');
    await console.signIn('publisher');
    const dialog = page.getByRole('dialog');
    await page.getByText('Manage').click();
    await page.getByRole('button', { name: 'Make private…' }).click();
    await dialog.getByText('They will no longer see 1.0.0.').waitFor();
    await dialog.getByText('Nothing that refers to it resolves differently afterwards.').waitFor();
    await dialog.getByRole('button', { name: 'Make private' }).click();
    await dialog.getByText('A reason is required.').waitFor();
    expect((await anonymous.get('/api/agents/shown')).status).toBe(200);
    await dialog.getByLabel('Reason (required)').fill('Not ready.');
    await dialog.getByRole('button', { name: 'Make private' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await anonymous.get('/api/agents/shown')).status).toBe(404);
    const hidden = agent({ agentId: 'shown', version: '1.1.0', visibility: undefined });
    expect((await publisher.post('/api/agents/publish', hidden)).status).toBe(201);
    await page.locator('.page-title').getByText('1.1.0').waitFor();

    await page.getByText('Manage').click();
    await page.getByRole('button', { name: 'Make public…' }).click();
    await dialog.getByLabel('Also show the versions that were published while it was private').check();
    await dialog.getByText('They will see 1.1.0, 1.0.0.').waitFor();
    await dialog.getByLabel('Reason (required)').fill('Ready.');
    await dialog.getByRole('button', { name: 'Make public' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await anonymous.get('/api/agents/shown')).body.currentVersion.version).toBe('1.1.0');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Not ready.').waitFor();
  });

  it('what a role may not do is not offered, and says why', async () => {
    const { page } = console;
    await console.open('/default/agents/reviewer?tab=versions');
    await console.signIn('viewer');
    const channel = page.getByRole('button', { name: 'Channel… to 1.0.0' });
    expect(await channel.getAttribute('aria-disabled')).toBe('true');
    expect(await channel.locator('..').getAttribute('title')).toContain('Needs the role “publisher”');
  });

  it('a token that expires is asked for again, and what was typed stays', async () => {
    const { page } = console;
    await console.open('/default/templates/review-round/instantiate');
    await console.signIn('publisher', { expiresIn: '25s' });
    await page.getByLabel(/^change/).fill('typed before');
    await page.getByText('Your token is no longer accepted').waitFor({ timeout: 120_000 });
    expect(await page.getByLabel(/^change/).inputValue()).toBe('typed before');
  });
});
