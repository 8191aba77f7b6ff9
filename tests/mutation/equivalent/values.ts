import { type Equivalent, inFile } from './inFile.ts';

export const values: readonly Equivalent[] = [
  ...inFile('packages/manifest/values/decimal.ts', [
    ["'0'", '""', 'A number has the first part; without an exponent it is 0 either way.'],
  ]),
  ...inFile('packages/manifest/values/digest.ts', [
    ['a.path < b.path', 'a.path <= b.path', 'No two files have the same path.'],
  ]),
  ...inFile('packages/manifest/values/hiddenText.ts', [
    ['!mayHide.test(text)', 'false', 'A fast path: without it, the result is the same.'],
    [
      '/[\\p{Default_Ignorable_Code_Point}\\u2800\\uFFF9-\\uFFFB\\u{1D173}-\\u{1D17A}]/u.exec(text)?.[0]',
      '/[\\p{Default_Ignorable_Code_Point}\\u2800\\uFFF9-\\uFFFB\\u{1D173}-\\u{1D17A}]/u.exec(text)[0]',
      'Only a text that contains such a character is passed.',
    ],
  ]),
  ...inFile('packages/manifest/values/issue.ts', [
    ['[]', '["Stryker was here"]', 'No issue has such a code.'],
    ['to.length > maxIssues', 'false', 'Memory alone: what is not listed is counted either way.'],
    [
      '{\n      this.#dropped += 1;\n      return;\n    }',
      '{}',
      'Memory alone: what is not listed is counted either way.',
    ],
  ]),
  ...inFile('packages/manifest/values/jsonText.ts', [
    [
      '{\n      if (!(error instanceof Stop)) throw error;\n    }',
      '{}',
      'Nothing else is thrown while a text is scanned.',
    ],
    ['!(error instanceof Stop)', 'false', 'Nothing else is thrown while a text is scanned.'],
    ['char !== undefined', 'true', 'The end of the text is no digit, and stopped the scan before where a string ends.'],
    [
      'only === undefined',
      'false',
      'Most objects have few keys: the first is kept without a set, which would hold it too.',
    ],
    [
      'only === undefined',
      'only !== undefined',
      'Most objects have few keys: the first is kept without a set, which would hold it too.',
    ],
    ["'\\\\'", '""', 'A fast path: without it, the result is the same.'],
    ["','", '""', 'The end of the text may follow a number, as a comma may.'],
    ["next !== ','", 'true', 'A fast path: without it, the result is the same.'],
    ['text.length < 4', 'false', 'A fast path: without it, the result is the same.'],
    ['text.length < 4', 'text.length <= 4', 'A number of four characters loses nothing: 1e99 is the largest.'],
    ['this.text.charCodeAt(this.at) <= 32', 'true', 'A fast path: without it, the result is the same.'],
    ['number.exec(text)?.[0]', 'number.exec(text)[0]', 'There is a number where one was reported.'],
    ["''", '"Stryker was here!"', 'There is a number where one was reported.'],
    ["'value'", '""', 'Only `key` is asked for.'],
  ]),
  ...inFile('packages/manifest/values/jsonValue.ts', [
    ["typeof value !== 'object'", 'false', 'What is no object is not a plain object either, which is found next.'],
  ]),
  ...inFile('packages/manifest/values/numberText.ts', [
    ['text.length < 16 && !/[eE]/.test(text)', 'false', 'A fast path: without it, the result is the same.'],
    ['/[eE]/', '/[^eE]/', 'A fast path: without it, the result is the same.'],
    ['!Number.isFinite(value)', 'false', 'The digits of infinity are none.'],
    [
      'Math.abs(value) >= 2 ** 53',
      'Math.abs(value) > 2 ** 53',
      'Every other text of this number differs from it in the first 17 digits.',
    ],
    ["'0'", '""', 'Without an exponent it is 0 either way.'],
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    ["'0e0'", '""', 'Only compared with what is made in the same way.'],
    [
      'Number(exponent) + whole.length - 1',
      'Number(exponent) + whole.length + 1',
      'Only compared with what is made in the same way.',
    ],
    ['end > 1', 'true', 'The first digit is not 0.'],
    ['end > 1', 'end >= 1', 'The first digit is not 0.'],
  ]),
  ...inFile('packages/manifest/values/path.ts', [
    ['text.length > 10_000', 'true', 'A shorter text is cut nowhere.'],
    ['text.length > 10_000', 'text.length >= 10_000', 'A shorter text is cut nowhere.'],
  ]),
  ...inFile('packages/manifest/values/redactSecrets.ts', [
    ['at + value.length <= end', 'at + value.length < end', 'What ends where the last one ended adds nothing.'],
  ]),
  ...inFile('packages/manifest/values/textFile.ts', [
    [
      '/\\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase',
      '/\\.([A-Za-z0-9]+)$/.exec(path)?.[1].toLowerCase',
      'The part is never absent; the type of a list has it as optional.',
    ],
    ["''", '"Stryker was here!"', 'Neither is the extension of a binary format.'],
    ['bytes[at + 1] === lineFeed', 'true', 'A file without a CRLF is the same when each is replaced.'],
    ['false', 'true', 'A file without a CRLF is the same when each is replaced.'],
    ['!hasCrlf(bytes)', 'false', 'A file without a CRLF is the same when each is replaced.'],
  ]),
];
