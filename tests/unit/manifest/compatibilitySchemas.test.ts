import { describe, expect, it } from 'vitest';
import { CompatibilityLimits, classifyChanges } from '../../../packages/manifest/index.ts';

const found = (before: unknown, after: unknown, where: 'variables' | 'outputs' = 'variables') => {
  const version = (schema: unknown) => ({
    manifest: where === 'variables' ? { variables: schema } : { expectedOutputs: { result: schema } },
    files: [],
  });
  const { changes } = classifyChanges('TEMPLATE', version(before), version(after));
  return changes.map(({ rule, path }) => `${rule} ${path}`);
};
const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });

describe('what variables accept', () => {
  it.each<[string, object, object, string[]]>([
    ['the same in another order', { a: { type: 'string', minLength: 1 } }, { a: { minLength: 1, type: 'string' } }, []],
    [
      'another type altogether',
      { a: { type: 'string' } },
      { a: { type: 'number', maximum: 3 } },
      ['variable-type-narrowed variables.properties.a.type'],
    ],
    [
      'a limit on a type that was allowed before',
      { a: {} },
      { a: { enum: ['x', 1] } },
      ['variable-enum-narrowed variables.properties.a.enum'],
    ],
    ['one value as const or enum', { a: { const: 'x' } }, { a: { enum: ['x'] } }, []],
    [
      'an exclusive limit of integers',
      { a: { type: 'integer', minimum: 1 } },
      { a: { type: 'integer', exclusiveMinimum: 0 } },
      [],
    ],
    [
      'an exclusive limit of numbers',
      { a: { type: 'number', minimum: 1 } },
      { a: { type: 'number', exclusiveMinimum: 1 } },
      ['variable-range-narrowed variables.properties.a.minimum'],
    ],
    [
      'a step of which the other is a multiple',
      { a: { type: 'integer', multipleOf: 4 } },
      { a: { type: 'integer', multipleOf: 2 } },
      ['variable-range-widened variables.properties.a.multipleOf'],
    ],
    [
      'a step of which the other is none',
      { a: { type: 'integer', multipleOf: 4 } },
      { a: { type: 'integer', multipleOf: 6 } },
      ['variable-range-narrowed variables.properties.a.multipleOf'],
    ],
    [
      'items of a list',
      { a: { type: 'array', items: { type: 'string' } } },
      { a: { type: 'array', items: { type: 'string', maxLength: 5 } } },
      ['variable-range-narrowed variables.properties.a.items.maxLength'],
    ],
    [
      'a property inside of a variable',
      { a: object({ b: { type: 'string' } }) },
      { a: object({ b: { type: 'string' }, c: { type: 'string' } }, { required: ['c'] }) },
      ['variable-required variables.properties.a.properties.c'],
    ],
    [
      'a branch that is gone',
      { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      { a: { anyOf: [{ type: 'string' }] } },
      ['variable-type-narrowed variables.properties.a.anyOf[1]'],
    ],
    [
      'a branch that is new',
      { a: { oneOf: [{ type: 'string' }] } },
      { a: { oneOf: [{ type: 'null' }, { type: 'string' }] } },
      ['variable-type-widened variables.properties.a.oneOf[0]'],
    ],
    [
      'one schema more that applies',
      { a: { allOf: [{ minLength: 1 }] } },
      { a: { allOf: [{ minLength: 1 }, { maxLength: 9 }] } },
      ['variable-condition-added variables.properties.a.allOf[1]'],
    ],
    ['nothing at all', { a: true }, { a: false }, ['variable-type-narrowed variables.properties.a.type']],
  ])('%s', (_, before, after, expected) => expect(found(object(before), object(after))).toEqual(expected));

  it('a default that is gone makes a required variable one that must be set', () => {
    const before = object({ a: { type: 'string', default: 'x' } }, { required: ['a'] });
    expect(found(before, object({ a: { type: 'string' } }, { required: ['a'] }))).toEqual([
      'variable-required variables.properties.a',
    ]);
  });

  it('follows references on both sides', () => {
    const before = object({ a: { $ref: '#/$defs/short' } }, { $defs: { short: { type: 'string', maxLength: 9 } } });
    const after = object({ a: { $ref: '#/$defs/name' } }, { $defs: { name: { type: 'string', maxLength: 5 } } });
    expect(found(before, after)).toEqual(['variable-range-narrowed variables.properties.a.maxLength']);
    expect(found(before, object({ a: { type: 'string', maxLength: 9 } }))).toEqual([]);
  });

  it('finds what changed in a definition that a condition refers to', () => {
    const with9 = (maxLength: number) =>
      object({ a: { not: { $ref: '#/$defs/short' } } }, { $defs: { short: { type: 'string', maxLength } } });
    expect(found(with9(9), with9(5))).toEqual(['variable-condition-changed variables.properties.a.not']);
  });

  it('a schema that contains itself is compared once', () => {
    const tree = (value: object) =>
      object(
        { root: { $ref: '#/$defs/node' } },
        { $defs: { node: object({ value, left: { $ref: '#/$defs/node' }, right: { $ref: '#/$defs/node' } }) } },
      );
    expect(found(tree({ type: 'string' }), tree({ type: 'integer' }))).toEqual([
      'variable-type-narrowed variables.properties.root.properties.value.type',
    ]);
  });
});

describe('what outputs promise', () => {
  it.each<[string, object, object, string[]]>([
    ['a wider type', { type: 'integer' }, { type: 'number' }, ['output-type-widened expectedOutputs.result.type']],
    ['another type', { type: 'integer' }, { type: 'string' }, ['output-type-widened expectedOutputs.result.type']],
    [
      'another pattern',
      { type: 'string', pattern: 'a' },
      { type: 'string', pattern: 'b' },
      ['output-pattern-widened expectedOutputs.result.pattern'],
    ],
    [
      'a property that is new',
      object({}),
      object({ a: { type: 'string' } }, { required: ['a'] }),
      ['output-added expectedOutputs.result.properties.a'],
    ],
    [
      'a property that is gone',
      object({ a: { type: 'string' } }),
      object({}),
      ['output-removed expectedOutputs.result.properties.a'],
    ],
  ])('%s', (_, before, after, expected) => expect(found(before, after, 'outputs')).toEqual(expected));
});

describe('a comparison', () => {
  const many = (count: number, type: string) =>
    object(Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, { type }])));
  const classify = (before: unknown, after: unknown) =>
    classifyChanges(
      'TEMPLATE',
      { manifest: { variables: before }, files: [] },
      { manifest: { variables: after }, files: [] },
    );

  it('lists so many changes, the breaking ones first, and says that there are more', () => {
    const before = object({ ...many(1_500, 'string').properties, z: { type: 'string' } });
    const after = object({
      ...many(1_500, 'string').properties,
      more: {},
      ...many(1_500, 'null').properties,
      z: { type: ['string', 'null'] },
    });
    const { changes, level, truncated } = classify(before, after);
    expect(changes).toHaveLength(CompatibilityLimits.changes);
    expect(new Set(changes.map((change) => change.level))).toEqual(new Set(['BREAKING']));
    expect({ level, truncated }).toEqual({ level: 'BREAKING', truncated: true });
  });

  it('ends, and says so, however large the versions are', () => {
    const { changes, truncated } = classify(many(60_000, 'string'), many(60_000, 'string').properties);
    expect(truncated).toBe(true);
    expect(changes.length).toBeLessThanOrEqual(CompatibilityLimits.changes);
  });

  it('gives a change the same fingerprint again, and another value another one', () => {
    const fingerprints = (maximum: number, version: string) =>
      classifyChanges(
        'TEMPLATE',
        { manifest: { version: '1.0.0', variables: object({ a: { maximum: 9 } }) }, files: [] },
        { manifest: { version, variables: object({ a: { maximum } }) }, files: [] },
      ).changes.map(({ fingerprint }) => fingerprint);
    expect(fingerprints(5, '1.0.1')).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(fingerprints(5, '1.1.0')).toEqual(fingerprints(5, '1.0.1'));
    expect(fingerprints(4, '1.0.1')).not.toEqual(fingerprints(5, '1.0.1'));
  });
});
