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
];

describe('a pattern', () => {
  it.each(patterns)('%s matches the same as in JavaScript', (pattern) => {
    const [ours, theirs] = [linearPattern(pattern), inJavaScript(pattern)];
    for (const text of texts) expect([text, ours.test(text)]).toEqual([text, theirs.test(text)]);
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
    ['a++', 'not a valid regular expression'],
    ['(', 'not a valid regular expression'],
    ['(?P<n>a)', 'not a valid regular expression'],
  ])('%s is refused: %s', (pattern, reason) => expect(() => linearPattern(pattern)).toThrow(reason));
});
