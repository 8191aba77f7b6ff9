import type { TestDifference } from '../contract/templateTest.ts';
import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import { clip, formatPath, type Path } from '../values/path.ts';

const maxShown = 300;

/** A JSON value as text, shortened, without secrets. Null for nothing. */
export const shownValue = (value: unknown): string | null =>
  value === undefined ? null : clip(JSON.stringify(value), maxShown);

/** A difference at a path of the test, with both values. */
export const difference = (path: Path, message: string, expected?: unknown, actual?: unknown): TestDifference => ({
  path: formatPath(path),
  message,
  expected: shownValue(expected),
  actual: shownValue(actual),
});

/**
 * Compares a value with what a test expects of it. An object matches if each expected key matches, so it may have others;
 * a list matches if it has the same length and each item matches; all else must be equal.
 *
 * @param found receives the differences, until it has `limit`
 */
export function matchExpected(
  expected: unknown,
  actual: unknown,
  path: Path,
  found: TestDifference[],
  limit: number,
): void {
  if (found.length >= limit) return;
  if (isRecord(expected) && isRecord(actual)) {
    for (const [key, item] of entries(expected))
      matchExpected(item, ownProperty(actual, key), [...path, key], found, limit);
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    const list = items(actual);
    if (list.length !== expected.length) {
      const message = `Expected ${expected.length} items; there are ${list.length}.`;
      found.push(difference(path, message, expected, actual));
      return;
    }
    for (const [index, item] of items(expected).entries())
      matchExpected(item, list[index], [...path, index], found, limit);
  } else if (expected !== actual) {
    const there = actual === undefined ? 'there is no such value' : `got ${shownValue(actual)}`;
    found.push(difference(path, `Expected ${shownValue(expected)}; ${there}.`, expected, actual));
  }
}
