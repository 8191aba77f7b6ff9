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

  it('signs in, and leaves the token out of the address and of every request', async () => {
    const { page } = console;
    const { url, dataDir } = inject('console');
    const token = await tokenFor(dataDir, { role: 'viewer' });
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token }, 'console', '/runs');
    expect([code, out]).toEqual([0, `${new URL('/runs', url)}#token=${token}\n`]);
    expect(err).toContain('Signs in as viewer in the namespace default.');

    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(out.trim());
    await page.getByRole('button', { name: 'default · viewer' }).waitFor();
    expect(page.url()).toBe(new URL('/runs', url).href);
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    expect(requested.filter((address) => new URL(address).search.includes(token))).toEqual([]);
    expect(console.complaints).toEqual([]);
  });

  it('opens the console without signing in where there is no token', async () => {
    const { url } = inject('console');
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: url }, 'console', '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { url: new URL('/', url).href, viewer: null }]);
    expect(err).toBe('');
  });

  it('refuses a token that the gateway refuses', async () => {
    const { url } = inject('console');
    const { code, out, err } = await cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: 'x.y.z' }, 'console');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('(UNAUTHENTICATED)');
  });
});
