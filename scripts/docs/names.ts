import type { Page, Problem } from './page.ts';

const upper = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
const ourVariables = /^(REGISTRY|DATABASE|SUPABASE|PREVIEW)_/;

/**
 * Names in capitals are environment variables, error codes, values of enums: each must occur in the source. One that
 * starts like one of our variables must be in `variables`.
 *
 * @param words every word in capitals of the source
 */
export function checkNames(page: Page, words: ReadonlySet<string>, variables: ReadonlySet<string>): Problem[] {
  return [...page.codes, ...page.fences].flatMap(({ text, line }) =>
    [...text.matchAll(upper)].flatMap((match) => {
      const [name] = match;
      if (ourVariables.test(name) ? variables.has(name) : words.has(name)) return [];
      const at = line + text.slice(0, match.index).split('\n').length - 1;
      const what = ourVariables.test(name)
        ? 'is not an environment variable that anything reads'
        : 'is not in the source';
      return [{ line: at, message: `${name} ${what}.` }];
    }),
  );
}

/** Every word in capitals with an underscore. */
export const wordsInCapitals = (text: string): string[] => text.match(upper) ?? [];

/** The names of environment variables that a source reads: `env.NAME`, a key of a schema, a variable of a workflow. */
export const variablesIn = (text: string): string[] =>
  [
    ...text.matchAll(/\b\w+\.([A-Z][A-Z0-9_]+)\b/g),
    ...text.matchAll(/^\s*([A-Z][A-Z0-9_]+)[:,]/gm),
    ...text.matchAll(/['"`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)['"`]/g),
  ].map(([, name = '']) => name);
