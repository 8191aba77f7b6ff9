import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent, template } from '../support/definitions.ts';
import { type RestClient, restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('channels in the console', () => {
  let console: ConsolePage;
  let publisher: RestClient;
  let admin: RestClient;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    publisher = restClient(url, await tokenFor(dataDir));
    admin = restClient(url, await tokenFor(dataDir, { role: 'admin' }));
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      const prompt = { path: 'prompts/system.md', content: `You review, as ${version} does.\n` };
      const released = { ...agent({ agentId: 'channeled', version }), files: [prompt] };
      expect((await publisher.post('/api/agents/publish', released)).status).toBe(201);
      const steps = [{ id: 'only', name: 'Only', agent: 'channeled', inputs: { change: '{{ variables.change }}' } }];
      const plan = template({
        templateId: 'gated-plan',
        version,
        defaultPlan: { steps },
        supportedAgents: { channeled: 'stable' },
      });
      if (version === '1.0.0') await set(publisher, 'agents', 'channeled', { version });
      expect((await publisher.post('/api/templates/publish', plan)).status).toBe(201);
    }
  });
  beforeEach(async () => {
    console = await openConsolePage();
    return () => console.close();
  });
  afterAll(() => console?.close().catch(() => {}));

  async function set(by: RestClient, kinds: string, id: string, body: object, channel = 'stable') {
    const answer = await by.post(`/api/${kinds}/${id}/channels/${channel}`, { reason: 'It is good.', ...body });
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
  }
  const channelOf = async (kinds: string, id: string, name: string) => {
    const { body } = await publisher.get(`/api/${kinds}/${id}/channels`);
    return body.channels.find((channel: { name: string }) => channel.name === name)?.version.version;
  };

  it('are listed, made, moved with their impact, and removed, and the log says so', async () => {
    const { page, complaints } = console;
    await console.open('/default/agents/channeled?tab=versions');
    await console.signIn('admin');
    await page.getByRole('row', { name: /^1\.0\.0 stable/ }).waitFor();
    await page.getByRole('link', { name: 'Channels', exact: true }).click();
    await page.getByRole('row', { name: /^stable 1\.0\.0 .*It is good\. none/ }).waitFor();

    await page.getByRole('button', { name: 'Move… stable', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('stable keeps pointing to 1.0.0.').waitFor();
    await dialog.getByLabel('Version', { exact: true }).selectOption('1.1.0');
    await dialog.getByText('stable moves from 1.0.0 to 1.1.0.').waitFor();
    await dialog.getByText('1 template (3 versions) would resolve to another version.').waitFor();
    await dialog.getByRole('button', { name: 'Set the channel' }).click();
    await dialog.getByText('A reason is required.').waitFor();
    expect(await channelOf('agents', 'channeled', 'stable')).toBe('1.0.0');
    await dialog.getByLabel('Reason (required)').fill('A week without a complaint.');
    expect(await console.violations()).toEqual([]);
    await dialog.getByRole('button', { name: 'Set the channel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('row', { name: /^stable 1\.1\.0 was 1\.0\.0, compare .*A week without a complaint\./ })
      .waitFor();
    expect(await channelOf('agents', 'channeled', 'stable')).toBe('1.1.0');

    await page.getByRole('button', { name: 'New channel…' }).click();
    await dialog.getByLabel('Channel', { exact: true }).fill('v1');
    await dialog.getByText(/`channel`: .*Must not look like a version/).waitFor();
    await dialog.getByLabel('Channel', { exact: true }).fill('beta');
    await dialog.getByText('beta is created and points to 1.2.0.').waitFor();
    await dialog.getByLabel('Reason (required)').fill('To try.');
    await dialog.getByRole('button', { name: 'Create the channel' }).click();
    await page.getByRole('row', { name: /^beta 1\.2\.0/ }).waitFor();
    expect(await console.violations()).toEqual([]);

    await page.getByRole('button', { name: 'Remove… beta' }).click();
    await dialog.getByText('What refers to beta no longer resolves. 1.2.0 stays published.').waitFor();
    await dialog.getByLabel('Reason (required)').fill('Tried.');
    await dialog.getByRole('button', { name: 'Remove the channel' }).click();
    await page.getByRole('row', { name: /^beta/ }).waitFor({ state: 'detached' });
    expect(await channelOf('agents', 'channeled', 'beta')).toBeUndefined();

    const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
    await console.go('/events?entry=channeled&kind=AGENT');
    await events.filter({ hasText: 'channel set channeled stable 1.0.0 → 1.1.0' }).waitFor();
    await events.filter({ hasText: 'channel set channeled beta 1.2.0' }).waitFor();
    await events.filter({ hasText: 'channel removed channeled beta 1.2.0' }).waitFor();
    await set(publisher, 'agents', 'channeled', { version: '1.0.0' });
    await events.filter({ hasText: 'channel set channeled stable 1.1.0 → 1.0.0' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('a move that somebody else made first is told, and nothing is set', async () => {
    const { page } = console;
    await set(publisher, 'agents', 'channeled', { version: '1.0.0' }, 'raced');
    await console.open('/default/agents/channeled?tab=channels');
    await console.signIn('publisher');
    await page.getByRole('button', { name: 'Move… raced', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Version', { exact: true }).selectOption('1.2.0');
    await dialog.getByText('raced moves from 1.0.0 to 1.2.0.').waitFor();
    await set(publisher, 'agents', 'channeled', { version: '1.1.0' }, 'raced');
    await dialog.getByLabel('Reason (required)').fill('Now.');
    await dialog.getByRole('button', { name: 'Set the channel' }).click();
    await dialog.getByText('The channel points to 1.1.0, not 1.0.0.').waitFor();
    expect(await channelOf('agents', 'channeled', 'raced')).toBe('1.1.0');
    await publisher.post('/api/agents/channeled/channels/raced', { version: '1.0.0', reason: 'Back.' });
  });

  it('a gate is set by an admin, refuses a version with what it found, and says when its runs fall short', async () => {
    const { page, complaints } = console;
    const id = 'gated-plan';
    await set(publisher, 'templates', id, { version: '1.0.0' });
    await console.open(`/default/templates/${id}?tab=channels`);
    await console.signIn('admin');
    await page.getByRole('button', { name: 'Move… stable', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('A gate: versions must show this').check();
    await dialog.getByLabel('Runs that ended, at least').fill('2');
    await dialog.getByLabel('Success rate in %, at least').fill('80');
    await dialog.getByLabel('Mean of tokens for a run, at most').fill('5000');
    await dialog.getByLabel('Reason (required)').fill('What is stable has to work.');
    expect(await console.violations()).toEqual([]);
    await dialog.getByRole('button', { name: 'Set the channel' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('row', { name: /^stable/ });
    await row
      .getByText(
        'Asks for at least 2 runs in 24 hours, success rate of 80 % or more, and a mean of at most 5,000 tokens for a run.',
      )
      .waitFor();
    await row.getByText('no regression').waitFor();

    await page.getByRole('button', { name: 'Move… stable', exact: true }).click();
    await dialog.getByLabel('Version', { exact: true }).selectOption('1.1.0');
    await dialog.getByText('Runs that ended: 0; required: 2').waitFor();
    await dialog.getByText('Counted in 24 hours: no runs.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Set the channel' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    for (const _ of [1, 2]) {
      const { body } = await publisher.post(`/api/templates/${id}/instantiate`, {
        version: 'stable',
        variables: { change: 'x' },
      });
      const report = (more: object) =>
        publisher.post(`/api/runs/${encodeURIComponent(body.run.id)}/report`, { stepId: 'only', ...more });
      expect((await report({ status: 'RUNNING' })).status).toBe(200);
      const usage = { inputTokens: 5_000, outputTokens: 1_000 };
      const error = { code: 'BROKEN', message: 'It is broken.' };
      expect((await report({ status: 'FAILED', error, retry: false, usage })).status).toBe(200);
    }
    await row.getByText('falls short').waitFor();
    await row.getByText('Success rate: 0 %; required: 80 %').waitFor();
    await row.getByText('Mean of tokens for a run: 6,000; maximum: 5,000').waitFor();
    await row.getByText('6,000 tokens for a run (mean of 2)').waitFor();
    await row.getByText('Counted in 24 hours: 2 runs, 0 succeeded and 2 failed; success rate 0 %').waitFor();
    expect(await console.violations()).toEqual([]);
    await page.getByRole('link', { name: 'History' }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'channel regressed gated-plan stable 1.0.0: Success rate: 0 %; required: 80 %' })
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('a run starts from a channel, a range or a number, and a comparison names channels', async () => {
    const { page, complaints } = console;
    await set(admin, 'templates', 'gated-plan', { version: '1.0.0' }, 'steady');
    await console.open('/default/templates/gated-plan/instantiate');
    await console.signIn('publisher');
    await page.getByLabel(/^change/).fill('typed before');
    const shown = (version: string) => page.getByRole('link', { name: `default/gated-plan ${version}` }).waitFor();
    await shown('1.2.0');
    await page.getByRole('radio', { name: 'steady' }).check();
    await shown('1.0.0');
    expect(new URL(page.url()).searchParams.get('version')).toBe('steady');
    expect(await page.getByLabel(/^change/).inputValue()).toBe('typed before');
    const choose = async (version: string) => {
      await page.getByLabel('Version', { exact: true }).fill(version);
      await page.keyboard.press('Enter');
    };
    await choose('<1.2.0');
    await shown('1.1.0');
    await choose('^9.0.0');
    await page.getByText('No published version of this number, range or channel').waitFor();
    await choose('steady');
    await shown('1.0.0');
    expect(await console.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Start the run' }).click();
    await page.getByRole('heading', { level: 1, name: 'Run of Review round', exact: true }).waitFor();
    await page.getByRole('link', { name: 'gated-plan 1.0.0', exact: true }).waitFor();

    await console.go('/default/agents/channeled/compare/stable...1.2.0');
    await page.getByText('stable (now 1.0.0) was published').waitFor();
    await page.getByRole('region', { name: 'prompts/system.md' }).getByText('You review, as 1.0.0 does.').waitFor();
    await page.locator('label', { hasText: /^To/ }).locator('select').selectOption('stable');
    await page.getByText('None.').waitFor();
    expect(await console.violations()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('are not offered to roles that may not, which are told why', async () => {
    const { page } = console;
    await console.open('/default/agents/channeled?tab=channels');
    await page
      .getByRole('main')
      .getByRole('paragraph')
      .filter({ hasText: 'Sign in with the role “publisher” to do this.' })
      .waitFor();
    const move = page.getByRole('button', { name: 'Move… stable', exact: true });
    const remove = page.getByRole('button', { name: 'Remove… stable' });
    expect(await move.getAttribute('aria-disabled')).toBe('true');
    await console.signIn('viewer');
    expect(await move.locator('..').getAttribute('title')).toBe('Needs the role “publisher”; yours is “viewer”.');
    await page.getByRole('button', { name: 'default · viewer' }).waitFor();
    await console.open('/default/agents/channeled?tab=channels');
    await console.signIn('publisher');
    expect(await move.getAttribute('aria-disabled')).toBe(null);
    expect(await remove.locator('..').getAttribute('title')).toBe('Needs the role “admin”; yours is “publisher”.');
    await move.click();
    await page.getByRole('dialog').getByText('The gate of a channel is changed by admins.').waitFor();
  });
});
