import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MergeSide, mergeThreeWay } from '../../../packages/manifest/index.ts';

const neither = () => undefined;
const merge = (
  base: unknown,
  mine: unknown,
  theirs: unknown,
  resolve: (path: string) => MergeSide | undefined = neither,
) => mergeThreeWay({ base, mine, theirs }, resolve, ['v']);

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const absentOrJson = fc.option(json, { nil: undefined });
/** Objects with few keys, so that sides meet at the same ones. */
const object: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.integer({ min: 0, max: 2 }), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 3 }),
})).object;

describe('a three-way merge', () => {
  it('with no change on one side is the other side', () =>
    fc.assert(
      fc.property(absentOrJson, absentOrJson, (base, changed) => {
        expect(merge(base, changed, base)).toEqual({ value: changed, conflicts: [] });
        expect(merge(base, base, changed)).toEqual({ value: changed, conflicts: [] });
        expect(merge(base, changed, changed)).toEqual({ value: changed, conflicts: [] });
      }),
    ));

  it('has the same conflicts whichever side is mine, with the sides exchanged', () =>
    fc.assert(
      fc.property(object, object, object, (base, one, other) => {
        const sorted = (conflicts: readonly { path: string }[]) =>
          conflicts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
        const there = merge(base, one, other).conflicts;
        const back = merge(base, other, one).conflicts.map((each) => ({
          ...each,
          mine: each.theirs,
          theirs: each.mine,
        }));
        expect(sorted(there)).toEqual(sorted(back));
      }),
    ));

  it('is one side where all its conflicts are resolved for that side and only it changed anything else', () =>
    fc.assert(
      fc.property(object, object, object, (base, one, other) => {
        const mine = merge(base, one, other, () => 'MINE');
        const exchanged = merge(base, other, one, () => 'THEIRS');
        expect(mine.value).toEqual(exchanged.value);
        expect(mine.conflicts).toHaveLength(merge(base, one, other).conflicts.length);
      }),
    ));

  it.each([
    ['both changed', { a: 1 }, { a: 2 }, { a: 3 }, ['v.a']],
    ['mine removed, theirs changed', { a: 1 }, {}, { a: 3 }, ['v.a']],
    ['mine changed, theirs removed', { a: 1 }, { a: 2 }, {}, ['v.a']],
    ['both added', {}, { a: 1 }, { a: 2 }, ['v.a']],
    ['two below one object', { o: { a: 1, b: 1 } }, { o: { a: 2, b: 2 } }, { o: { a: 3, b: 3 } }, ['v.o.a', 'v.o.b']],
    ['an object against a value', { o: { a: 1 } }, { o: { a: 2 } }, { o: 5 }, ['v.o']],
    ['lists as one value', { l: [1, 2] }, { l: [1, 2, 3] }, { l: [0, 1, 2] }, ['v.l']],
    ['null against a value', { a: 1 }, { a: null }, { a: 3 }, ['v.a']],
    ['a key that needs quotes', { 'a b': 1 }, { 'a b': 2 }, { 'a b': 3 }, ['v["a b"]']],
  ])('names the conflict: %s', (_, base, mine, theirs, paths) =>
    expect(merge(base, mine, theirs).conflicts.map(({ path }) => path)).toEqual(paths),
  );

  it.each([
    ['different keys', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
    ['different keys of an object that both added', {}, { o: { a: 1 } }, { o: { b: 2 } }, { o: { a: 1, b: 2 } }],
    ['a key removed by each', { a: 1, b: 1, c: 1 }, { b: 1, c: 1 }, { a: 1, c: 1 }, { c: 1 }],
    ['the same removal', { a: 1 }, {}, {}, {}],
    ['null is a value', { a: null }, { a: null }, { a: 1 }, { a: 1 }],
    [
      'keys in another order',
      { o: { a: 1, b: 2 } },
      { o: { b: 2, a: 1 } },
      { o: { a: 1, b: 3 } },
      { o: { a: 1, b: 3 } },
    ],
  ])('merges without conflict: %s', (_, base, mine, theirs, value) =>
    expect(merge(base, mine, theirs)).toEqual({ value, conflicts: [] }),
  );

  it('takes the side that a conflict is resolved with, also where that removes the value', () => {
    const [base, mine, theirs] = [{ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 3 }];
    expect(merge(base, mine, theirs).value).toEqual({ a: 2, b: 2 });
    expect(merge(base, mine, theirs, () => 'THEIRS').value).toEqual({ a: 3 });
    expect(merge(base, mine, theirs, (path) => (path === 'v.b' ? 'THEIRS' : 'MINE')).value).toEqual({ a: 2 });
  });

  it('keeps a key called __proto__ a key', () => {
    const value = JSON.parse('{"__proto__": {"x": 1}}');
    expect(JSON.stringify(merge({}, value, { a: 1 }).value)).toBe('{"a":1,"__proto__":{"x":1}}');
  });

  it('of objects that were no object before has them as one value', () => {
    const [mine, theirs] = [{ a: 1 }, { a: 1, b: 2 }];
    expect(merge(7, mine, theirs)).toEqual({ value: mine, conflicts: [{ path: 'v', base: 7, mine, theirs }] });
    expect(merge(undefined, mine, theirs)).toEqual({ value: theirs, conflicts: [] });
  });

  it('takes lists for equal that have equal items', () => {
    expect(merge([1], [1], [2])).toEqual({ value: [2], conflicts: [] });
    expect(merge([1], [2], [1])).toEqual({ value: [2], conflicts: [] });
    expect(merge([1], [2], [2])).toEqual({ value: [2], conflicts: [] });
  });
});
