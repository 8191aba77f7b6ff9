import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { type ConsolePage, openConsolePage } from '../support/consolePage.ts';
import { agent } from '../support/definitions.ts';
import { restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

const length = 45_000;
/** Each of them held up the page for half a minute and more. */
const prompts = ['>', '1. ', '_', '*_', '[', '](x', 'a\n=\n'].map((part, index) => ({
  path: `prompts/p${index}.md`,
  content: part.repeat(length / part.length),
}));

describe.skipIf(!hasBrowser)('Markdown that takes minutes to format', () => {
  let console: ConsolePage;

  beforeAll(async () => {
    const { url, dataDir } = inject('console');
    const publisher = restClient(url, await tokenFor(dataDir));
    const definition = agent({ agentId: 'costly-markdown' });
    const files = [...definition.files, ...prompts, { path: 'prompts/plain.md', content: 'A **plain** one.' }];
    expect(await publisher.post('/api/agents/publish', { ...definition, files })).toMatchObject({ status: 201 });
    console = await openConsolePage();
  });
  afterAll(() => console?.close());

  it('is shown as it is, and the page stays responsive', async () => {
    const { page, complaints } = console;
    await console.open('/');
    await console.signIn('viewer');
    await console.go('/default/agents/costly-markdown');
    await page.getByText('A plain one.').waitFor();
    expect(await page.locator('.markdown strong').allTextContents()).toContain('plain');
    expect(await page.getByText('Too long or too complex to be formatted').count()).toBe(prompts.length);
    expect(complaints).toEqual([]);
  });
});
