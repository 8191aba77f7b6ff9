import type { Page } from 'playwright-core';
import { timeOfBack } from './timings.ts';

/** An interaction that the Event Timing API does not report measures itself. */
type Interaction = { name: string } & ({ act: () => Promise<unknown> } | { measure: () => Promise<number> });

/** The main interactions, each from the state that the one before leaves. */
export async function* interactionsOf(page: Page, home: string): AsyncGenerator<Interaction> {
  await page.goto(new URL('/agents', home).href);
  await page.locator('ul.virtual > li').first().waitFor();

  yield { name: 'open the palette', act: () => page.keyboard.press('/') };
  yield { name: 'type in the palette', act: () => page.keyboard.type('reviewer', { delay: 60 }) };
  await page.getByText(/^\d+ found$/).waitFor();
  yield { name: 'close the palette', act: () => page.keyboard.press('Escape') };

  await page.locator('h1').click();
  for (let count = 0; count < 8; count += 1)
    yield { name: 'scroll the list', act: () => page.keyboard.press('PageDown') };
  await page.keyboard.press('Home');

  const facet = page.locator('.facet input').first();
  await facet.waitFor();
  yield { name: 'filter by a facet', act: () => facet.click() };
  yield { name: 'filter by a facet', act: () => page.getByRole('button', { name: 'Clear the filters' }).click() };
  const query = page.getByLabel('Search agents', { exact: true });
  await query.focus();
  yield { name: 'type in the filter', act: () => page.keyboard.type('measured', { delay: 60 }) };

  const link = page.getByRole('link', { name: 'Measured', exact: true });
  await link.waitFor();
  yield { name: 'open an entry', act: () => link.click() };
  await page.getByRole('heading', { level: 1, name: 'Measured' }).waitFor();
  for (const tab of ['Versions', 'Files', 'Used by', 'History', 'Use it', 'Overview']) {
    const target = page.getByRole('navigation', { name: 'Parts of this entry' }).getByRole('link', { name: tab });
    yield { name: 'switch tabs', act: () => target.click() };
  }
  for (let count = 0; count < 6; count += 1) await page.goBack();
  yield { name: 'go back to the list', measure: () => timeOfBack(page, 'ul.virtual > li') };

  await link.click();

  await page.getByRole('link', { name: 'Versions' }).click();
  const compare = page.getByRole('link', { name: /compare/i }).first();
  await compare.waitFor();
  yield { name: 'compare two versions', act: () => compare.click() };
  await page.getByRole('region', { name: 'Changes of the manifest' }).waitFor();
  for (const layout of ['unified', 'split'])
    yield { name: 'change the layout', act: () => page.getByRole('radio', { name: layout }).click() };
}
