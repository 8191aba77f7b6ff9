import type { Page, Problem } from './page.ts';

/** A list that a page must name in full, each in inline code or in a fenced block. */
export interface Complete {
  page: string;
  what: string;
  names: readonly string[];
}

/** What exists and is not on the page that is to list it. */
export function checkComplete(page: Page, lists: readonly Complete[]): Problem[] {
  const named = [...page.codes, ...page.fences].map(({ text }) => text).join('\n');
  return lists
    .filter((list) => list.page === page.path)
    .flatMap(({ what, names }) =>
      names
        .filter((name) => !new RegExp(`(^|[^\\w-])${name}(_bucket)?($|[^\\w-])`, 'm').test(named))
        .map((name) => ({ line: 1, message: `The ${what} \`${name}\` is not documented.` })),
    );
}

/** Decisions that the list of them does not link. */
export function checkDecisions(page: Page, files: readonly string[]): Problem[] {
  if (page.path !== 'docs/decisions/README.md') return [];
  const linked = new Set(page.links.map(({ text }) => text));
  return files
    .map((file) => /^docs\/decisions\/(\d.+\.md)$/.exec(file)?.[1] ?? '')
    .filter((name) => name !== '' && !linked.has(name))
    .map((name) => ({ line: 1, message: `The decision ${name} is not in the list.` }));
}
