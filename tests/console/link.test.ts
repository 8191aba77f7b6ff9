import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('the link of `registry console`', () => {
  let console: ConsolePage;

  beforeAll(async () => {
    console = await openConsolePage();
  });
  afterAll(() => console?.close());

  it('signs in once, and holds a code that no address of a request has', async () => {
    const { page } = console;
    const { url, dataDir } = inject('console');
    const token = await tokenFor(dataDir, { role: 'viewer' });
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token }, 'console', '/runs');
    expect(code).toBe(0);
    expect(out).not.toContain(token);
    const [, address, linkCode = ''] = /^(.+)#code=([0-9a-f]{64})\n$/.exec(out) ?? [];
    expect(address).toBe(new URL('/runs', url).href);
    expect(err).toContain('Signs in as viewer in the namespace default.');

    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(out.trim());
    await page.getByRole('button', { name: 'default · viewer' }).waitFor();
    expect(page.url()).toBe(new URL('/runs', url).href);
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    expect(requested.filter((each) => each.split('#')[0]?.includes(linkCode))).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    expect(console.complaints).toEqual([]);

    await page.goto('about:blank');
    await page.goto(out.trim());
    await page.getByText('The link was already used, has expired, or never existed.').waitFor();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(page.url()).toBe(new URL('/runs', url).href);
    expect(await console.violations()).toEqual([]);
    expect(console.complaints).toEqual([]);
  });

  it('does not take the place of a session that the tab keeps, unless the user chooses it', async () => {
    const { page } = console;
    const { url, dataDir } = inject('console');
    const linkFor = async (role: 'viewer' | 'publisher') => {
      const environment = { REGISTRY_URL: url, REGISTRY_TOKEN: await tokenFor(dataDir, { role }) };
      const { out } = await cliInProcess(environment, 'console', '--no-open', '/runs');
      return out.trim();
    };
    await page.goto('about:blank');
    await page.goto(new URL('/runs', url).href);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Token').fill(await tokenFor(dataDir, { role: 'admin' }));
    await dialog.getByLabel('Keep it in this tab').check();
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'default · admin' }).waitFor();

    const another = await linkFor('viewer');
    for (const choice of ['Stay signed in', 'Sign in with the link']) {
      await page.goto('about:blank');
      await page.goto(another);
      const notice = page.getByRole('status').filter({ hasText: 'The link would sign you in as another user' });
      await notice.waitFor();
      await page.getByRole('button', { name: 'default · admin' }).waitFor();
      expect(page.url()).toBe(new URL('/runs', url).href);
      expect(await console.violations()).toEqual([]);
      await notice.getByRole('button', { name: choice }).click();
      await notice.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'default · viewer' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('nofx.token'))).toBe(null);
    expect(console.complaints).toEqual([]);
  });

  it('says when it expires, and opens the console without signing in where there is no token', async () => {
    const { url, dataDir } = inject('console');
    const signed = await cliInProcess(
      { REGISTRY_URL: url, REGISTRY_TOKEN: await tokenFor(dataDir) },
      'console',
      '--no-open',
      '--json',
    );
    expect(JSON.parse(signed.out)).toEqual({
      url: expect.stringMatching(/\/console\/#code=[0-9a-f]{64}$/),
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
      viewer: expect.objectContaining({ role: 'PUBLISHER', namespace: 'default' }),
    });
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: url }, 'console', '--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { url: new URL('/console/', url).href, expiresAt: null, viewer: null },
    ]);
    expect(err).toBe('');
  });

  it('refuses a token that the gateway refuses', async () => {
    const { url } = inject('console');
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: 'x.y.z' }, 'console');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('(UNAUTHENTICATED)');
  });
});
