import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearPattern } from '../../../packages/manifest/jsonSchema/linearPattern.ts';

/** As a JSON Schema validator uses it: with `u` where the pattern allows it. */
function inJavaScript(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

const patterns = [
  '^a.c$',
  '^.$',
  'a$',
  '^$',
  '[^]',
  '[]',
  '^\\d+$',
  '^\\D$',
  '^\\w$',
  '^\\W$',
  '^\\s$',
  '^\\S$',
  '^[\\s]$',
  '^[^\\s]$',
  '^[\\S]$',
  '^[^\\S]$',
  '\\bab\\b',
  'a\\Bb',
  '^[\\b]$',
  '^\\cJ$',
  '^\\x41$',
  '^\\u0041$',
  '^\\u{1F600}$',
  '^\\uD83D\\uDE00$',
  '^[😀-😎]$',
  '^\\p{L}$',
  '^\\p{Letter}$',
  '^\\p{Lu}+$',
  '^\\P{L}$',
  '^[\\p{L}\\d]$',
  '^\\p{Nd}$',
  '^\\p{digit}$',
  '^\\p{Emoji}$',
  '^\\p{Alphabetic}$',
  '^\\p{Script=Greek}$',
  '^(?<n>a)b$',
  '^(?:ab|c)*$',
  '^a{2,3}?b+?$',
  '^[\\w-.]+$',
  '^[a-c-e]$',
  '^[-a]$',
  '^[a-]$',
  '^\\-\\/\\.$',
  '^[[:alpha:]]$',
  '^[a&&b]$',
  '^a{$',
  '^a{,2}$',
  '^\\0$',
  '^[\\]\\\\^]$',
  '^\\t\\n\\v\\f\\r$',
  '(^a|b$)',
  'a|',
  '^[^a-z]$',
  '^[$.^]$',
  '^[\\s-z]$',
  '^[^\\s-z]$',
  '^[\\s-\\uFFFF]$',
  '^[\\w\\s-.]+$',
  '^[\\d-b-z]$',
  '^[\\d-z-b]$',
  '^[a-\\d-z]$',
  '^[a-\\s]$',
  '^[a-\\S]$',
  '^[+--]$',
  '^[--a]$',
  '^[---]$',
  '^[\\^-z]$',
  '^[^]-a]$',
  '^[\\--0]$',
  '^\\p{sc=Greek}$',
  '^\\p{gc=Lu}$',
  '^\\p{General_Category=Lu}$',
  '^[^\\S\\n]$',
  '^[\\p{Lu}-]$',
  '^a{2}$',
  '^a{2,}$',
  '^a{10}$|^a{0,12}b$',
  '^\\-\\cJ$',
  '^\\.\\uD83D\\uDE00$',
  '^\\.\\p{L}$',
  '^(?<name>a)b$',
];
const texts = [
  '',
  'a',
  'b',
  'c',
  'ab',
  'abc',
  'a\nc',
  'a\rc',
  'a\u2028c',
  '\n',
  '\r',
  '\u2028',
  '\u2029',
  'a\n',
  'A',
  'Ä',
  'ä',
  '5',
  '٥',
  '_',
  '-',
  '.',
  ' ',
  '\u00a0',
  '\ufeff',
  '\u000b',
  '\u0008',
  '😀',
  '😎',
  'α',
  'Ω',
  'ab c',
  'aab',
  'aaab',
  '-/.',
  ':',
  '[',
  ']',
  'a&',
  '&',
  'a{',
  'a{,2}',
  '\0',
  '\\',
  '^',
  '$',
  '\t\n\v\f\r',
  'a-b.c',
  '\u180e',
  '\u200b',
  '\u1680',
  '\u3000',
  'ſ',
  'K',
  'z',
  'x',
  ',',
  '+',
  '0',
  '\uff00',
  '\uffff',
  'aa',
  'aaa',
  'aaaaaaaaaa',
  'aaaaaaaaaab',
  '-\n',
  '.😀',
  '.a',
];

describe('a pattern', () => {
  it.each(patterns)('%s matches the same as in JavaScript', (pattern) => {
    const [ours, theirs] = [linearPattern(pattern), inJavaScript(pattern)];
    // Without `u` JavaScript matches half of a character beyond U+FFFF.
    for (const text of texts.filter((text) => theirs.unicode || !/[\ud800-\udfff]/.test(text)))
      expect([text, ours.test(text)]).toEqual([text, theirs.test(text)]);
  });

  it('of random parts matches the same as in JavaScript, when it is accepted', () => {
    const part = fc.constantFrom(
      ...[
        'a',
        'b',
        '.',
        '^',
        '$',
        '\\s',
        '\\S',
        '\\d',
        '\\w',
        '\\b',
        '(',
        ')',
        '(?:',
        '(?<n>',
        '[',
        ']',
        '[^',
        '-',
        '*',
        '+',
        '?',
        '|',
      ],
      ...[
        '{2}',
        '{1,}',
        '\\p{L}',
        '\\n',
        '\\-',
        '\\u{61}',
        '\\cA',
        '\\x61',
        '\\k<n>',
        '\\1',
        '(?=',
        '(?<!',
        '(?i)',
        '\\A',
        '\\z',
        '\\Q',
        '😀',
        '[:alpha:]',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.constantFrom(...texts), { maxLength: 4 }),
        (parts, given) => {
          const pattern = parts.join('');
          const text = given.join('');
          let ours: { test(text: string): boolean };
          try {
            ours = linearPattern(pattern);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
            return;
          }
          // Without `u` JavaScript matches half of a character beyond U+FFFF.
          fc.pre(inJavaScript(pattern).unicode || !/[\ud800-\udfff]/.test(pattern + text));
          expect(ours.test(text)).toBe(inJavaScript(pattern).test(text));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['^(?<n>a)\\k<n>$', 'A back reference'],
    ['(a)\\1', 'A back reference'],
    ['(?=a)', 'Lookaround'],
    ['(?<!a)b', 'Lookaround'],
    ['\\Aa\\z', 'The escape \\A'],
    ['\\Qa.b\\E', 'The escape \\Q'],
    ['(?i)a', 'not a valid regular expression'],
    ['(?i:a)', 'A group with flags'],
    ['(?i:a)(?=b)', 'A group with flags'],
    ['(?i:a)(?<n>b)', 'A group with flags'],
    ['\\t\\07', 'The escape \\0'],
    ['\\p{scx=Greek}', 'The property \\p{scx=Greek}'],
    ['\\p{L}\\_', 'A Unicode escape together with syntax that is invalid in Unicode patterns'],
    ['\\u{61}\\_', 'A Unicode escape together with syntax that is invalid in Unicode patterns'],
    ['\\p{RGI_Emoji}', 'A Unicode escape together'],
    [`a${'b'.repeat(500)}`, 'A pattern must have at most 500 characters.'],
    ['(a{1000}){1000}a', 'uses a feature that RE2 does not support'],
    ['a{1000}b{1000}c{1}', 'The repetitions in a pattern must add up to at most 2000.'],
    ['a{1,1000}b{0,1000}c{1}', 'The repetitions in a pattern must add up to at most 2000.'],
    ['a{1000,}b{1000,}c{1,}', 'The repetitions in a pattern must add up to at most 2000.'],
    ['a++', 'not a valid regular expression'],
    ['(', 'not a valid regular expression'],
    ['(?P<n>a)', 'not a valid regular expression'],
  ])('%s is refused: %s', (pattern, reason) => expect(() => linearPattern(pattern)).toThrow(reason));

  it.each(['b'.repeat(500), 'a{500}b{500}c{500}d{500}', 'a{1,500}b{0,500}c{500,}d{2,500}'])(
    '%s is accepted',
    (pattern) => expect(linearPattern(pattern).test('')).toBe(false),
  );
});
