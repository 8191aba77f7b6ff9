import { describe, expect, it } from 'vitest';
import { CompatibilityLimits, classifyChanges, compatibilityRules } from '../../../packages/manifest/index.ts';
import { found, object } from '../../support/schemaChanges.ts';

const nested = (depth: number, leaf: object): object => (depth === 0 ? leaf : { items: nested(depth - 1, leaf) });

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
      'a step of decimals of which the other is a multiple',
      { a: { type: 'number', multipleOf: 0.3 } },
      { a: { type: 'number', multipleOf: 0.1 } },
      ['variable-range-widened variables.properties.a.multipleOf'],
    ],
    [
      'the items at the beginning of a list, and those after them',
      { a: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } } },
      { a: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], items: { type: 'integer' } } },
      [
        'variable-type-narrowed variables.properties.a.prefixItems[0].type',
        'variable-type-widened variables.properties.a.prefixItems[1].type',
      ],
    ],
    [
      'a list of items as draft 7 writes it',
      { a: { type: 'array', items: [{ type: 'string' }], additionalItems: false } },
      { a: { type: 'array', items: [{ type: 'integer' }], additionalItems: false } },
      ['variable-type-narrowed variables.properties.a.prefixItems[0].type'],
    ],
    [
      'a default in allOf, of a required variable',
      { a: { allOf: [{ type: 'integer', default: 1 }] } },
      { a: { allOf: [{ type: 'integer', default: 2 }] } },
      ['variable-default-changed variables.properties.a.default'],
    ],
    [
      'a branch of oneOf beside which another accepts the same value',
      { a: { oneOf: [{ type: 'string' }] } },
      { a: { oneOf: [{ type: 'string' }, { type: 'string', minLength: 1 }] } },
      [
        'variable-condition-added variables.properties.a.oneOf[1]',
        'variable-type-widened variables.properties.a.oneOf[1]',
      ],
    ],
    [
      'a branch of oneOf for other objects',
      { a: { oneOf: [object({ kind: { const: 'x' } }, { required: ['kind'] })] } },
      {
        a: {
          oneOf: ['x', 'y'].map((kind) => object({ kind: { const: kind } }, { required: ['kind'] })),
        },
      },
      ['variable-type-widened variables.properties.a.oneOf[1]'],
    ],
    [
      'a branch of oneOf that reaches into another',
      {
        a: {
          oneOf: [
            { type: 'string', maxLength: 3 },
            { type: 'string', minLength: 5 },
          ],
        },
      },
      {
        a: {
          oneOf: [
            { type: 'string', maxLength: 9 },
            { type: 'string', minLength: 5 },
          ],
        },
      },
      [
        'variable-condition-changed variables.properties.a.oneOf[0]',
        'variable-range-widened variables.properties.a.oneOf[0].maxLength',
      ],
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
    [
      'a schema of several that apply',
      { a: { allOf: [{ minLength: 1 }, { maxLength: 9 }] } },
      { a: { allOf: [{ minLength: 2 }] } },
      [
        'variable-range-narrowed variables.properties.a.allOf[0].minLength',
        'variable-condition-removed variables.properties.a.allOf[1]',
      ],
    ],
    [
      'branches where there were none',
      { a: {} },
      { a: { anyOf: [{ type: 'string' }] } },
      ['variable-condition-added variables.properties.a.anyOf'],
    ],
    [
      'no branches any more',
      { a: { oneOf: [{ type: 'string' }] } },
      { a: {} },
      ['variable-condition-removed variables.properties.a.oneOf'],
    ],
    [
      'a branch that allows more',
      { a: { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 5 }] } },
      { a: { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 9 }] } },
      ['variable-range-widened variables.properties.a.anyOf[1].maxLength'],
    ],
    [
      'a branch that changes, and one that is gone',
      { a: { anyOf: [{ maxLength: 5 }, { minimum: 3 }] } },
      { a: { anyOf: [{ maxLength: 9 }] } },
      [
        'variable-type-narrowed variables.properties.a.anyOf[1]',
        'variable-range-widened variables.properties.a.anyOf[0].maxLength',
      ],
    ],
    [
      'other things beside conditions, titles and annotations that stay',
      { a: { not: { const: 1 }, anyOf: [{ minimum: 1 }], title: 'A', 'x-ui': { b: 1, c: 2 }, minLength: 1 } },
      { a: { not: { const: 1 }, anyOf: [{ minimum: 1 }], title: 'A', 'x-ui': { c: 2, b: 1 }, minLength: 2 } },
      ['variable-range-narrowed variables.properties.a.minLength'],
    ],
    [
      'a title that is gone, and one that is new',
      { a: { title: 'A' }, b: {} },
      { a: {}, b: { title: 'B' } },
      ['variable-described variables.properties.a.title', 'variable-described variables.properties.b.title'],
    ],
    [
      'what other properties may be',
      { a: object({}, { additionalProperties: { type: 'string' } }) },
      { a: object({}, { additionalProperties: { type: 'string', maxLength: 3 } }) },
      ['variable-range-narrowed variables.properties.a.additionalProperties.maxLength'],
    ],
    [
      'items of which nothing was said',
      { a: { type: 'array' } },
      { a: { type: 'array', items: { type: 'string' } } },
      ['variable-type-narrowed variables.properties.a.items.type'],
    ],
    [
      'items of which nothing is said any more',
      { a: { type: 'array', items: { type: 'string' } } },
      { a: { type: 'array' } },
      ['variable-type-widened variables.properties.a.items.type'],
    ],
    [
      'null, a list and a whole number, of which the first is listed',
      { a: { enum: [null] }, b: { enum: [[1]] }, c: { enum: [1] } },
      { a: { type: 'null' }, b: { type: 'array' }, c: { type: 'integer' } },
      [
        'variable-enum-widened variables.properties.a.enum',
        'variable-enum-widened variables.properties.b.enum',
        'variable-enum-widened variables.properties.c.enum',
      ],
    ],
    [
      'a step where there was none, and none any more',
      { a: { type: 'integer' }, b: { type: 'integer', multipleOf: 2 } },
      { a: { type: 'integer', multipleOf: 2 }, b: { type: 'integer' } },
      [
        'variable-range-narrowed variables.properties.a.multipleOf',
        'variable-range-widened variables.properties.b.multipleOf',
      ],
    ],
    [
      'the stricter of two limits',
      { a: { type: 'number', minimum: 1, exclusiveMinimum: 1 }, b: { maximum: 5, exclusiveMaximum: 3 } },
      { a: { type: 'number', exclusiveMinimum: 1 }, b: { exclusiveMaximum: 3 } },
      [],
    ],
    [
      'a largest value that is excluded',
      { a: { type: 'integer', maximum: 5 }, b: { type: 'number', maximum: 5 }, c: { maximum: 0 } },
      {
        a: { type: 'integer', exclusiveMaximum: 6 },
        b: { exclusiveMaximum: 5, type: 'number' },
        c: { exclusiveMaximum: 0 },
      },
      [
        'variable-range-narrowed variables.properties.b.maximum',
        'variable-range-narrowed variables.properties.c.maximum',
      ],
    ],
    [
      'a limit of nothing, and one of everything',
      { a: { minLength: 0 }, b: { uniqueItems: false }, c: {} },
      { a: {}, b: {}, c: { uniqueItems: true } },
      ['variable-range-narrowed variables.properties.c.uniqueItems'],
    ],
    [
      'another definition that is not used in a condition',
      { a: { not: { const: 1 } }, b: { minLength: 1 } },
      { a: { not: { const: 1 } }, b: { minLength: 2 } },
      ['variable-range-narrowed variables.properties.b.minLength'],
    ],
    [
      'a condition where there was none, and none any more',
      { a: {}, b: { not: { const: 1 } } },
      { a: { not: { const: 1 } }, b: {} },
      ['variable-condition-added variables.properties.a.not', 'variable-condition-removed variables.properties.b.not'],
    ],
    [
      'another default',
      { a: { default: 1 }, b: { default: [1] } },
      { a: { default: 2 }, b: { default: [1] } },
      ['variable-default-changed variables.properties.a.default'],
    ],
    [
      'other properties that are no longer allowed, and allowed now',
      { a: object({}), b: object({}, { additionalProperties: false }), c: object({}) },
      { a: object({}, { additionalProperties: false }), b: object({}), c: object({}, { additionalProperties: true }) },
      [
        'variable-closed variables.properties.a.additionalProperties',
        'variable-opened variables.properties.b.additionalProperties',
      ],
    ],
    [
      'other properties that may be less, and more',
      {
        a: object({}, { additionalProperties: { type: 'string' } }),
        b: object({}),
        c: object({}, { additionalProperties: {} }),
      },
      {
        a: object({}, { additionalProperties: false }),
        b: object({}, { additionalProperties: { type: 'string' } }),
        c: object({}, { additionalProperties: true }),
      },
      [
        'variable-closed variables.properties.a.additionalProperties',
        'variable-closed variables.properties.b.additionalProperties',
        'variable-opened variables.properties.c.additionalProperties',
      ],
    ],
    [
      'a pattern that is new, another one, and none any more',
      { a: {}, b: { pattern: 'a' }, c: { pattern: 'a' } },
      { a: { pattern: 'a' }, b: { pattern: 'b' }, c: {} },
      [
        'variable-pattern-narrowed variables.properties.a.pattern',
        'variable-pattern-narrowed variables.properties.b.pattern',
        'variable-pattern-widened variables.properties.c.pattern',
      ],
    ],
    [
      'a constant that is new, another one, and none any more',
      { a: {}, b: { const: 1 }, c: { const: 1 } },
      { a: { const: 1 }, b: { const: 2 }, c: {} },
      [
        'variable-enum-narrowed variables.properties.a.const',
        'variable-enum-narrowed variables.properties.b.const',
        'variable-enum-widened variables.properties.b.const',
        'variable-enum-widened variables.properties.c.const',
      ],
    ],
    [
      'whole numbers instead of all, with a limit, and with strings',
      { a: { type: 'number' }, b: { type: 'number' } },
      { a: { type: 'integer', maximum: 3 }, b: { type: ['integer', 'string'] } },
      [
        'variable-type-narrowed variables.properties.a.type',
        'variable-range-narrowed variables.properties.a.maximum',
        'variable-type-narrowed variables.properties.b.type',
        'variable-type-widened variables.properties.b.type',
      ],
    ],
    [
      'what is too deep to compare',
      { a: nested(45, { type: 'string' }), b: { minLength: 1 } },
      { a: nested(45, { type: 'number' }), b: { minLength: 1 } },
      [`variable-condition-changed variables.properties.a${'.items'.repeat(39)}`],
    ],
    [
      'what is deep and stays',
      { a: nested(45, {}), b: { title: '' } },
      { a: nested(45, {}), b: {} },
      ['variable-described variables.properties.b.title'],
    ],
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

  it('compares what is beside a reference together with what it refers to', () => {
    const with9 = (beside: object) =>
      object({ a: { $ref: '#/$defs/name', ...beside } }, { $defs: { name: { type: 'string', minLength: 2 } } });
    expect(found(with9({ maxLength: 9 }), with9({ maxLength: 5 }))).toEqual([
      'variable-range-narrowed variables.properties.a.maxLength',
    ]);
    expect(found(with9({}), with9({ enum: ['ab'] }))).toEqual(['variable-enum-narrowed variables.properties.a.enum']);
    expect(found(with9({ minLength: 3 }), with9({ minLength: 4 }))).toEqual([
      'variable-range-narrowed variables.properties.a.allOf[0].minLength',
    ]);
    expect(found(with9({ maxLength: 9 }), object({ a: { type: 'string', minLength: 2, maxLength: 9 } }))).toEqual([]);
    expect(found(with9({ maxLength: 9 }), with9({}), 'outputs')).toEqual([
      'output-range-widened expectedOutputs.result.properties.a.maxLength',
    ]);
  });

  it('finds what changed in a definition that a condition refers to', () => {
    const with9 = (maxLength: number) =>
      object({ a: { not: { $ref: '#/$defs/short' } } }, { $defs: { short: { type: 'string', maxLength } } });
    expect(found(with9(9), with9(5))).toEqual(['variable-condition-changed variables.properties.a.not']);
  });

  it('asks of a condition what it refers to only where there is a reference', () => {
    const defs = (maxLength: number) => ({ $defs: { short: { type: 'string', maxLength } } });
    const schema = (maxLength: number) =>
      object({ a: { not: { const: 1 } }, b: { $ref: '#/$defs/short' } }, defs(maxLength));
    expect(found(schema(9), schema(5))).toEqual(['variable-range-narrowed variables.properties.b.maxLength']);
    const unused = (maxLength: number) =>
      object({ a: { not: { $ref: '#/$defs/other' } } }, { $defs: { other: { const: 1 } }, title: `${maxLength}` });
    expect(found(unused(9), unused(5))).toEqual(['variable-described variables.title']);
  });

  it('takes a default from where a reference leads, unless there is one beside it', () => {
    const schema = (beside: object, inside: unknown) =>
      object({ a: { $ref: '#/$defs/a', ...beside } }, { $defs: { a: { default: inside } } });
    expect(found(schema({}, 1), schema({}, 2))).toEqual(['variable-default-changed variables.properties.a.default']);
    expect(found(schema({ default: 1 }, 1), schema({ default: 2 }, 1))).toEqual([
      'variable-default-changed variables.properties.a.default',
    ]);
    expect(found(schema({ default: 1 }, 1), schema({ default: 1, title: 'A' }, 2))).toEqual([
      'variable-described variables.properties.a.title',
    ]);
  });

  it('compares a schema inside itself with another one that is there now', () => {
    const node = (left: string) =>
      object(
        { root: { $ref: '#/$defs/node' } },
        { $defs: { node: object({ left: { $ref: `#/$defs/${left}` } }), leaf: { type: 'string' } } },
      );
    expect(found(node('node'), node('leaf'))).toEqual([
      'variable-type-narrowed variables.properties.root.properties.left.type',
    ]);
    expect(found(node('leaf'), node('node'))).toEqual([
      'variable-type-narrowed variables.properties.root.properties.left.type',
    ]);
  });

  it('a name that is required without a schema may be anything', () => {
    const [named, typed] = [
      { type: 'object', required: ['a'] },
      object({ a: { type: 'string' } }, { required: ['a'] }),
    ];
    expect(found(named, typed, 'outputs')).toEqual(['output-type-narrowed expectedOutputs.result.properties.a.type']);
    expect(found(typed, named)).toEqual(['variable-type-widened variables.properties.a.type']);
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
      'a property that is always there now, and one that has a default',
      object({ a: {}, b: {} }),
      object({ a: {}, b: { default: 1 } }, { required: ['a'] }),
      [
        'output-guaranteed expectedOutputs.result.properties.a',
        'output-guaranteed expectedOutputs.result.properties.b',
      ],
    ],
    [
      'a property that is not always there any more, and one that has a default',
      object({ a: {}, b: { default: 1 } }, { required: ['a', 'b'] }),
      object({ a: {}, b: { default: 1 } }),
      ['output-optional expectedOutputs.result.properties.a'],
    ],
    [
      'a pattern that is new',
      { type: 'string' },
      { type: 'string', pattern: 'b' },
      ['output-pattern-narrowed expectedOutputs.result.pattern'],
    ],
    [
      'a pattern that is gone',
      { type: 'string', pattern: 'b' },
      { type: 'string' },
      ['output-pattern-widened expectedOutputs.result.pattern'],
    ],
    [
      'a property that is gone',
      object({ a: { type: 'string' } }),
      object({}),
      ['output-removed expectedOutputs.result.properties.a'],
    ],
  ])('%s', (_, before, after, expected) => expect(found(before, after, 'outputs')).toEqual(expected));
});

describe('the values of a change', () => {
  const values = (before: unknown, after: unknown) =>
    classifyChanges(
      'TEMPLATE',
      { manifest: { variables: before }, files: [] },
      { manifest: { variables: after }, files: [] },
    ).changes.map((each) => [each.rule, each.change, each.before, each.after]);
  const named = { type: 'object', required: ['a'] };

  it.each<[string, unknown, unknown, unknown[]]>([
    ['of a name that is new', { type: 'object' }, named, ['variable-required', 'ADDED', undefined, true]],
    ['of a name that is gone', named, { type: 'object' }, ['variable-removed', 'REMOVED', true, undefined]],
    ['of a name that is required now', object({ a: {} }), named, ['variable-required', 'CHANGED', {}, true]],
    ['of a name that is optional now', named, object({ a: {} }), ['variable-optional', 'CHANGED', true, {}]],
    [
      'of one keyword',
      object({ a: { not: { const: 1 } } }),
      object({ a: { not: { const: 2 } } }),
      ['variable-condition-changed', 'CHANGED', { const: 1 }, { const: 2 }],
    ],
    [
      'of keywords that belong together',
      object({ a: { contains: { const: 1 } } }),
      object({ a: { contains: { const: 1 }, minContains: 2 } }),
      ['variable-condition-changed', 'CHANGED', { const: 1 }, { contains: { const: 1 }, minContains: 2 }],
    ],
    [
      'of a constant',
      object({ a: { const: 1 } }),
      object({ a: { const: 2 } }),
      ['variable-enum-narrowed', 'CHANGED', 1, 2],
    ],
  ])('%s', (_, before, after, expected) => expect(values(before, after)[0]).toEqual(expected));

  it('come with the concerns of the rule, and of no other', () => {
    const { changes } = classifyChanges(
      'TEMPLATE',
      { manifest: { variables: object({ a: {} }) }, files: [] },
      { manifest: { variables: object({}) }, files: [] },
    );
    expect(changes.map(({ concerns }) => concerns)).toEqual([compatibilityRules['variable-removed'].concerns]);
  });
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

  it('does not compare what follows the first 50,000 values', () => {
    const before = object({ ...many(CompatibilityLimits.values, 'string').properties, z: { type: 'string' } });
    const { changes, level } = classify(before, many(CompatibilityLimits.values, 'string'));
    expect({ rules: changes.map(({ rule }) => rule), level }).toEqual({ rules: ['too-large'], level: 'RISKY' });
  });

  it.each([
    ['variables', many(CompatibilityLimits.values + 1, 'string')],
    ['expectedOutputs', many(CompatibilityLimits.values + 1, 'string').properties],
  ])('finds no change in %s that are the same, however large', (key, content) => {
    const same = { manifest: { [key]: content }, files: [] };
    expect(classifyChanges('TEMPLATE', same, structuredClone(same)).changes).toEqual([]);
  });

  it('ignores what is no name in a list of names', () => {
    expect(found(object({}), object({}, { required: [7] }))).toEqual([]);
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
