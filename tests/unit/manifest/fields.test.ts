import { describe, expect, it } from 'vitest';
import { Line, Prose, Ranges } from '../../../packages/manifest/contract/fields.ts';

const messages = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues.map(({ message }) => message) ?? [];

describe('a text on one line', () => {
  const oneLine = 'Must be a single line without leading or trailing spaces.';

  it.each(['a', 'a b', 'ä\u00a0b', '*'])('may be %j', (text) => {
    expect(messages(Line(10).safeParse(text))).toEqual([]);
  });

  it.each([' a', 'a ', '\u00a0a', 'a\tb', 'a\nb', 'a\rb', 'a\u2028b', 'a\u2029b'])('may not be %j', (text) => {
    expect(messages(Line(10).safeParse(text))).toEqual([oneLine]);
  });

  it('must contain a visible character, as one of several lines', () => {
    expect(messages(Line(10).safeParse('\u200b'))).toEqual(['Must contain a visible character.']);
    expect(messages(Prose(10).safeParse(' \n'))).toEqual(['Must contain a visible character.']);
    expect(messages(Prose(10).safeParse(' a\n b'))).toEqual([]);
  });
});

it('a definition has ranges for up to 100 others', () => {
  const ranges = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`part-${index}`, '*']));
  expect(messages(Ranges.safeParse(ranges(100)))).toEqual([]);
  expect(messages(Ranges.safeParse(ranges(101)))).toEqual(['Must contain at most 100 entries.']);
});
