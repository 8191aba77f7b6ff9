import { describe, expect, it } from 'vitest';
import { formattedOf, formattingCost, maxFormatted } from '../../../packages/console/src/ui/formattingCost.ts';

describe('the cost of formatting Markdown', () => {
  it.each([
    ['quotes inside of one another', '>'.repeat(20)],
    ['lists inside of one another on a line', '1. '.repeat(20)],
    ['a list that is indented deeply', `- a\n${' '.repeat(60)}- b`],
  ])('is infinite for %s', (_, text) => expect(formattingCost(text)).toBe(Number.POSITIVE_INFINITY));

  it('is the square of the delimiters of each block, and of the underlined headings', () => {
    expect(formattingCost('*a* and [b](c)\n\n`d`')).toBe(4 ** 2 + 2 ** 2);
    expect(formattingCost('**a**\n**b**')).toBe(8 ** 2);
    expect(formattingCost('**a**\n- **b**\n- **c**')).toBe(3 * 4 ** 2);
    expect(formattingCost('a\n=\nb\n---')).toBe(16 ** 2);
  });

  it.each(['[', '![[', '**a_', '](x', '_', '*_', 'a\n=\n', '<div>', '[a]', '> *'])(
    'is too high for %j without end, also among other texts',
    (part) => {
      const text = part.repeat(maxFormatted / part.length);
      expect(formattedOf(['first', text, 'last'])).toEqual([true, false, true]);
    },
  );

  it('adds up over the texts of a page', () => {
    const costly = '*'.repeat(2_500);
    expect(formattedOf([costly, costly, costly, 'a'])).toEqual([true, true, false, true]);
    const long = 'a'.repeat(maxFormatted);
    expect(formattedOf([long, `${long}a`, long, long, ''])).toEqual([true, false, true, false, true]);
  });

  it('is low for a text as people write it', () => {
    const section =
      '## A part\n\nSome **words** with `code` and a [link](https://example.com).\n\n- one *item*\n- another\n\n> quoted\n\n---\n\n';
    expect(formattedOf([section.repeat(300)])).toEqual([true]);
  });
});
