import type { Page, Problem } from './page.ts';

/** The issue codes that a page lists: the inline code of the first column of its tables. */
const codesOf = (page: Page) => page.codes.filter(({ text }) => /^[a-z]+(_[a-z]+)*$/.test(text));

/** Where the code of an issue is written in the source. */
const written = [
  /\bcode: '([a-z]+(?:_[a-z]+)*)'/g,
  /\b(?:coded|refuse|error|warning|report|add)\((?:[^'()]|\([^()]*\)|'[^']*'(?=\]))*?'([a-z]+(?:_[a-z]+)*)'/g,
  /'([a-z]+(?:_[a-z]+)+)'/g,
];

/** Issue codes of the source. */
export const issueCodesIn = (text: string): string[] =>
  written.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code = '']) => code));

/** Every code with an underscore in the pages exists. */
export function checkIssueCodes(page: Page, known: ReadonlySet<string>): Problem[] {
  return codesOf(page)
    .filter(({ text }) => text.includes('_') && !known.has(text))
    .map(({ text, line }) => ({ line, message: `"${text}" is not an issue code, and not a name of the source.` }));
}
