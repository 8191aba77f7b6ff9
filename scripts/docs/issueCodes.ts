import type { Page, Problem } from './page.ts';

/** Every name in `snake_case` is an issue code, or is in `known` for another reason. */
export const checkIssueCodes = (page: Page, known: ReadonlySet<string>): Problem[] =>
  page.codes
    .filter(({ text }) => /^[a-z]+(_[a-z0-9]+)+$/.test(text) && !known.has(text))
    .map(({ text, line }) => ({ line, message: `"${text}" is not an issue code, and not a name of the source.` }));
