import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const page = await readFile(new URL('../../../docs/contributing.md', import.meta.url), 'utf8');
const [, section = ''] = /^## Recipes\n(.*?)^## /ms.exec(page) ?? [];
const recipes = section.split(/^### /m).slice(1);

it('has a recipe for each kind of change', () => {
  expect(recipes.map((recipe) => recipe.split('\n', 1)[0])).toEqual([
    'A field',
    'A mutation',
    'An error type',
    'A REST route',
    'A table',
    'A CLI command',
    'A validation rule',
    'A rule of compatibility',
    'A metric',
    'An event action',
    'A storage backend',
    'A worker executor',
    'A docs page',
  ]);
});

// `npm run check` checks that the files exist (scripts/docs/paths.ts).
it.each(recipes.map((recipe) => [recipe.split('\n', 1)[0], recipe] as const))(
  '%s names its files in order',
  (_, recipe) => {
    const steps = [...recipe.matchAll(/^(\d+)\. (.*(?:\n {3}.*)*)/gm)];
    expect(steps.map(([, number]) => Number(number))).toEqual(steps.map((_step, at) => at + 1));
    expect(steps.length).toBeGreaterThan(3);
    expect(recipe).toMatch(/^\d\. .*(Test|fixtures|tests\/)/m);
    for (const [, , text = ''] of steps) expect(text).toMatch(/`[^`]+`|\]\(/);
  },
);
