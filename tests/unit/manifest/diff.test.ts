import { describe, expect, it } from 'vitest';
import { DiffLimits, diffDefinitions } from '../../../packages/manifest/contract/diff.ts';

const changed = (before: unknown, after: unknown) =>
  diffDefinitions({ manifest: before, files: [] }, { manifest: after, files: [] });
const numbered = (count: number, value: (index: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value(index)]));

describe('the difference between two manifests', () => {
  it.each<[string, unknown, unknown, object[]]>([
    ['a member is added', {}, { a: 1 }, [{ path: 'a', change: 'ADDED', after: 1 }]],
    ['a member is removed', { a: 1 }, {}, [{ path: 'a', change: 'REMOVED', before: 1 }]],
    [
      'a member is changed',
      { a: { b: 1 } },
      { a: { b: 2 } },
      [{ path: 'a.b', change: 'CHANGED', before: 1, after: 2 }],
    ],
    ['a record becomes a list', { a: {} }, { a: [1] }, [{ path: 'a', change: 'CHANGED', before: {}, after: [1] }]],
    ['a list becomes a record', { a: [1] }, { a: {} }, [{ path: 'a', change: 'CHANGED', before: [1], after: {} }]],
    ['only the order of keys', { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }, []],
    [
      'items by their ids',
      { list: [{ id: 'x', n: 1 }, { id: 'y' }] },
      { list: [{ id: 'z' }, { id: 'x', n: 2 }] },
      [
        { path: 'list.x.n', change: 'CHANGED', before: 1, after: 2 },
        { path: 'list.y', change: 'REMOVED', before: { id: 'y' } },
        { path: 'list.z', change: 'ADDED', after: { id: 'z' } },
      ],
    ],
    [
      'items by their names, where ids are not unique',
      {
        list: [
          { id: 'x', name: 'a' },
          { id: 'x', name: 'b', n: 1 },
        ],
      },
      {
        list: [
          { id: 'x', name: 'a' },
          { id: 'x', name: 'b', n: 2 },
        ],
      },
      [{ path: 'list.b.n', change: 'CHANGED', before: 1, after: 2 }],
    ],
    [
      'a list of which an item has no name',
      { list: [{ name: 'a', n: 1 }, {}] },
      { list: [{ name: 'a', n: 2 }, {}] },
      [{ path: 'list', change: 'CHANGED', before: [{ name: 'a', n: 1 }, {}], after: [{ name: 'a', n: 2 }, {}] }],
    ],
    [
      'a list of which the ids are numbers',
      { list: [{ id: 1 }] },
      { list: [{ id: 2 }] },
      [{ path: 'list', change: 'CHANGED', before: [{ id: 1 }], after: [{ id: 2 }] }],
    ],
  ])('is found: %s', (_, before, after, expected) =>
    expect(changed(before, after)).toEqual({ changes: expected, files: [] }),
  );

  it('is found at most 64 levels deep', () => {
    const nested = (levels: number, value: unknown): unknown =>
      levels === 0 ? value : { a: nested(levels - 1, value) };
    const [{ path } = { path: '' }] = changed(nested(65, 1), nested(65, 2)).changes;
    expect(path.split('.')).toHaveLength(65);
    const [deeper = { path: '' }] = changed(nested(66, 1), nested(66, 2)).changes;
    expect(deeper).toMatchObject({ change: 'CHANGED', before: { a: 1 }, after: { a: 2 } });
    expect(deeper.path.split('.')).toHaveLength(65);
  });

  it('has at most 1,000 changes, and says if there may be more', () => {
    const of = (count: number) => changed({}, numbered(count, String));
    expect(of(1_000)).toMatchObject({ changes: { length: 1_000 } });
    expect(of(1_000)).not.toHaveProperty('truncated');
    expect(of(1_001)).toMatchObject({ changes: { length: 1_000 }, truncated: true });
  });

  it('is looked for in 50,000 values', () => {
    // The manifest itself is one of the values.
    const members = DiffLimits.values - 1;
    const of = (count: number) =>
      changed(
        numbered(count, () => 1),
        { ...numbered(count, (index) => (index === count - 1 ? 2 : 1)), more: 1 },
      );
    const last = { path: `k${members - 1}`, change: 'CHANGED', before: 1, after: 2 };
    expect(of(members)).toEqual({ changes: [last, { path: 'more', change: 'ADDED', after: 1 }], files: [] });
    expect(of(members + 1)).toEqual({ changes: [], files: [], truncated: true });
  });

  it('lists the files that differ, sorted by path', () => {
    const file = (path: string, sha256 = 'x') => ({ path, size: 1, sha256 });
    const before = [file('d'), file('b'), file('a')];
    const after = [file('c'), file('d', 'y'), file('a')];
    expect(diffDefinitions({ manifest: {}, files: before }, { manifest: {}, files: after }).files).toEqual([
      { path: 'b', change: 'REMOVED', before: file('b') },
      { path: 'c', change: 'ADDED', after: file('c') },
      { path: 'd', change: 'CHANGED', before: file('d'), after: file('d', 'y') },
    ]);
  });
});
