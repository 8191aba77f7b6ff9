import { type Equivalent, inFile } from './inFile.ts';

export const secrets: readonly Equivalent[] = [
  ...inFile('packages/manifest/secrets/placeholderValues.ts', [
    ["'{'", '""', 'A fast check: without it, the result is the same.'],
  ]),
  ...inFile('packages/manifest/secrets/randomText.ts', [
    ['text.length < 24', 'false', 'A fast check: without it, the result is the same.'],
    [
      'entropy(word) >= Math.min(4.2, Math.log2(word.length) - 0.9)',
      'entropy(word) > Math.min(4.2, Math.log2(word.length) - 0.9)',
      'No word has exactly this entropy, which is not a sum of logarithms of whole numbers.',
    ],
  ]),
  ...inFile('packages/manifest/secrets/secrets.ts', [
    [
      '/^[^=:]{0,80}[=:]\\s{0,5}(?=\\S{8})|^[A-Za-z0-9]{1,12}[-_](?:[a-z0-9]{1,8}[-_])?/',
      '/[^=:]{0,80}[=:]\\s{0,5}(?=\\S{8})|^[A-Za-z0-9]{1,12}[-_](?:[a-z0-9]{1,8}[-_])?/',
      'A token has fewer characters before its equals sign, or so many that what is left of them decides.',
    ],
    [
      "''",
      '"Stryker was here!"',
      'The lines of a header become words that are too short for a key; the value of an assignment is never absent.',
    ],
    ['[]', '["Stryker was here"]', 'Sixteen characters are too few for a key, too.'],
    [
      'entropy(value) < 2.7',
      'entropy(value) <= 2.7',
      'No word has exactly this entropy, which is not a sum of logarithms of whole numbers.',
    ],
    ['sorted[middle]?.at', 'sorted[middle].at', 'The middle is below the length of the list.'],
  ]),
];
