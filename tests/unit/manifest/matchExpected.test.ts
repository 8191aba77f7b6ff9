import { describe, expect, it } from 'vitest';
import { matchExpected } from '../../../packages/manifest/checks/matchExpected.ts';
import type { TestDifference } from '../../../packages/manifest/contract/templateTest.ts';

function differences(expected: unknown, actual: unknown, limit = 10) {
  const found: TestDifference[] = [];
  matchExpected(expected, actual, ['at'], found, limit);
  return found;
}

describe('a value that differs', () => {
  it('is named with its place in lists and objects', () => {
    const found = differences({ list: [{ a: 1 }, { a: 2 }, [3]] }, { list: [{ a: 1 }, { a: 0 }, [4]] });
    expect(found).toEqual([
      { path: 'at.list[1].a', message: 'Expected 2; got 0.', expected: '2', actual: '0' },
      { path: 'at.list[2][0]', message: 'Expected 3; got 4.', expected: '3', actual: '4' },
    ]);
  });

  it('is not looked for when as many were found as are listed', () => {
    expect(differences([1, 2, 3], [0, 0, 0], 2)).toHaveLength(2);
    expect(differences({ a: 1, b: 2, c: 3 }, {}, 2)).toHaveLength(2);
  });
});
