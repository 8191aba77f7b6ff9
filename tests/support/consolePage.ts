import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { openPage } from './browser.ts';
import { tokenFor } from './token.ts';

const axeSource = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

export interface ConsolePage {
  page: Page;
  /** Errors and violations of the policy that the browser told, and requests to elsewhere. */
  complaints: string[];
  open(path: string): Promise<void>;
  /** Signs in as the console offers it. */
  signIn(role: 'viewer' | 'publisher' | 'admin', options?: { expiresIn?: string; namespace?: string }): Promise<void>;
  /** Signs in where the console asks for it again. */
  signInAgain(role: 'viewer' | 'publisher' | 'admin'): Promise<void>;
  /** Goes to an address without a load, so that the session stays, and waits until it is drawn. */
  go(path: string): Promise<void>;
  /** Resolves when the page has been drawn: nothing is loading, and nothing has changed for a moment. */
  settled(): Promise<void>;
  /** What axe-core finds on the page as it is. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

/** The console in a real browser, with everything that it complains of. */
export async function openConsolePage({ url, dataDir } = inject('console')): Promise<ConsolePage> {
  const { page, close } = await openPage();
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !/^(data|blob|about):/.test(request.url()))
      complaints.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  const settled = async () => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(
      (quietMs) =>
        new Promise<void>((resolve) => {
          const wait = () => (document.querySelector('.skeleton') ? again() : done());
          let timer = setTimeout(wait, quietMs);
          const again = () => {
            clearTimeout(timer);
            timer = setTimeout(wait, quietMs);
          };
          const observer = new MutationObserver(again);
          observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
          const done = () => {
            observer.disconnect();
            resolve();
          };
        }),
      250,
    );
  };
  return {
    page,
    complaints,
    close,
    settled,
    async go(path) {
      await page.evaluate((to) => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, path);
      await settled();
    },
    async signInAgain(role) {
      const dialog = page.getByRole('dialog', { name: 'Sign in again' });
      await dialog.getByLabel('Token').fill(await tokenFor(dataDir, { role }));
      await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    },
    async open(path) {
      await page.goto(new URL(path, url).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
    async signIn(role, { expiresIn = '1h', namespace = 'default' } = {}) {
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Token').fill(await tokenFor(dataDir, { role, expiresIn, namespace }));
      await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: `${namespace} · ${role}` }).waitFor();
      await dialog.waitFor({ state: 'detached' });
    },
    async violations() {
      const session = await page.context().newCDPSession(page);
      // Through the debugger: the page's own policy runs no script of a test.
      await session.send('Runtime.evaluate', { expression: await readFile(axeSource, 'utf8') });
      await session.detach();
      return page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(root: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run(document);
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
      });
    },
  };
}
