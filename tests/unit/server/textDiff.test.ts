import { describe, expect, it } from 'vitest';
import { countLines, createEditBudget, type FileChange } from '../../../packages/manifest/index.ts';
import { textDiff, textDiffBudget } from '../../../src/resolvers/textDiff.ts';

const file = (path: string) => ({ path, change: 'CHANGED', isCompared: true }) as FileChange & { isCompared: true };
const lines = (count: number, text: string) => `${text}\n`.repeat(count);

/** The files, of these numbers of lines before and after, that have a patch. */
function compared(...files: [before: number, after: number][]): boolean[] {
  const budget = textDiffBudget();
  return files.map(([before, after], index) => {
    const sides = [lines(before, 'a'), lines(after, 'b')] as const;
    return textDiff(file(`assets/${index}`), sides, ['1.0.0', '2.0.0'], budget).patch !== null;
  });
}

describe('the files of a diff', () => {
  it('are compared as long as few lines changed', () => {
    const files = Array.from({ length: 99 }, (): [number, number] => [100, 100]);
    expect(compared(...files)).toEqual(files.map(() => true));
  });

  it('are compared up to a total: what differs completely costs the square of its lines', () => {
    const large: [number, number] = [490, 490];
    const more: [number, number] = [250, 250];
    const small: [number, number] = [10, 10];
    expect(compared(large, large, large, large, small, more, small)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('use up the total when they differ too much, without a patch', () => {
    const large: [number, number] = [1_500, 1_500];
    expect(compared(large, large, large, [10, 10], large, [300, 300], [10, 10])).toEqual([
      ...[false, false, false, true, false, false, false],
    ]);
  });

  it('cost little when they were added or removed', () => {
    expect(compared(...Array.from({ length: 50 }, (): [number, number] => [0, 1_900]), [1_000, 10])).toEqual(
      Array(51).fill(true),
    );
  });
});

describe('the budget', () => {
  it.each([
    [10_000, 1_000, 50, 50, 100, 0],
    [10_000, 1_000, 500, 500, 100, 0],
    [10_000, 90, 500, 500, 90, 41],
    [10_000, 100_000, 5, 5_000, 909, 0],
    [10_000, 100_000, 0, 5_000, 10_000, 0],
    [0, 100_000, 0, 5_000, 0, 0],
  ])(
    'of %i steps, at most %i, allows for %i and %i lines %i changes, and %i after one more',
    (steps, most, before, after, limit, left) => {
      const budget = createEditBudget({ total: steps, each: steps, changed: most });
      expect(budget.limit(before, after)).toBe(limit);
      budget.spend(before, after, limit + 1);
      expect(budget.limit(before, after)).toBe(left);
    },
  );

  it('counts lines', () => expect(['', 'a', 'a\n', '\n\n', 'a\nb'].map(countLines)).toEqual([1, 1, 2, 3, 2]));
});
