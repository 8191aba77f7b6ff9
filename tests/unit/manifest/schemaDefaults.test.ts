import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate, validateVariables } from '../../../packages/manifest/index.ts';
import { createFillDefaults, nearestDefault } from '../../../packages/manifest/jsonSchema/schemaDefaults.ts';
import { referenceTargets } from '../../../packages/manifest/jsonSchema/schemaReferences.ts';
import { isMultipleOf } from '../../../packages/manifest/values/decimal.ts';
import { leastTemplate } from '../../support/leastManifests.ts';

const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });

const manifest = (variables: unknown, rest: object = {}) => leastTemplate({ variables, ...rest });
const issuesOf = (variables: unknown, rest: object = {}) =>
  parseTemplate({ manifest: manifest(variables, rest), files: [] }).issues.map(({ path, code }) => `${path}:${code}`);

// Not a literal: an object with a `then` is treated as a promise.
const conditional = Object.fromEntries([
  ['if', { required: ['a'] }],
  ['then', object({ b: { default: 1 } })],
  ['else', object({ c: { default: 2 } })],
]);

describe('multipleOf', () => {
  it.each([
    [19.99, 0.01, true],
    [0.3, 0.1, true],
    [1.1, 0.1, true],
    [4.35, 0.01, true],
    [1.005, 0.001, true],
    [1e308, 0.5, true],
    [1e-7, 1e-8, true],
    [-0.07, 0.01, true],
    [0, 0.01, true],
    [19.999, 0.01, false],
    [0.35, 0.1, false],
    [1e-8, 1e-7, false],
    [7, 2, false],
  ])('%d is a multiple of %d: %s', (value, divisor, expected) => {
    expect(isMultipleOf(value, divisor)).toBe(expected);
    const { issues } = validateVariables(object({ price: { type: 'number', multipleOf: divisor } }), { price: value });
    expect(issues.map(({ path, code }) => `${path}:${code}`)).toEqual(expected ? [] : ['price:invalid_value']);
  });

  it('accepts every decimal that is a multiple as written', () =>
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (count, digits) => {
        const divisor = Number(`1e-${digits}`);
        expect(isMultipleOf(Number(`${count}e-${digits}`), divisor)).toBe(true);
        expect(isMultipleOf(Number(`${count}5e-${digits + 1}`), divisor)).toBe(false);
      }),
    ));
});

describe('defaults', () => {
  const level = { type: 'string', default: 'low' };
  const email = object(
    { kind: { const: 'email' }, retries: { type: 'integer', default: 3 } },
    { required: ['kind', 'retries'] },
  );
  const sms = object({ kind: { const: 'sms' }, sender: { type: 'string', default: 'us' } }, { required: ['kind'] });

  it.each<[string, unknown, unknown, unknown]>([
    ['of the schema itself', object({ level }), {}, { level: 'low' }],
    ['null', object({ level: { default: null } }), {}, { level: null }],
    ['behind a $ref', object({ level: { $ref: '#/$defs/level' } }, { $defs: { level } }), {}, { level: 'low' }],
    [
      'behind two references, one by its anchor',
      object({ level: { $ref: '#one' } }, { $defs: { one: { $anchor: 'one', $ref: '#/$defs/two' }, two: level } }),
      {},
      { level: 'low' },
    ],
    [
      'beside a $ref, before the one behind it',
      object({ level: { $ref: '#/$defs/level', default: 'high' } }, { $defs: { level } }),
      {},
      { level: 'high' },
    ],
    ['in allOf', object({ level: { allOf: [{ minLength: 1 }, level] } }), {}, { level: 'low' }],
    ['in oneOf, with one match', object({ level: { oneOf: [level, { type: 'null' }] } }), {}, { level: 'low' }],
    ['in anyOf, with one match', object({ level: { anyOf: [{ type: 'null' }, level] } }), {}, { level: 'low' }],
    ['not in oneOf, with two matches', object({ level: { oneOf: [level, { type: 'integer', default: 1 }] } }), {}, {}],
    ['of a schema in allOf', { type: 'object', allOf: [object({ level })] }, {}, { level: 'low' }],
    [
      'of a schema behind a $ref',
      { type: 'object', $ref: '#/$defs/a', $defs: { a: object({ level }) } },
      {},
      { level: 'low' },
    ],
    [
      'of the branch that accepts',
      object({ to: { oneOf: [email, sms] } }),
      { to: { kind: 'email' } },
      { to: { kind: 'email', retries: 3 } },
    ],
    [
      'of the other branch',
      object({ to: { oneOf: [email, sms] } }),
      { to: { kind: 'sms' } },
      { to: { kind: 'sms', sender: 'us' } },
    ],
    ['of then', object({ a: {} }, conditional), { a: 1 }, { a: 1, b: 1 }],
    ['of else', object({ a: {} }, conditional), {}, { c: 2 }],
    [
      'of dependentSchemas that apply',
      object({ a: {} }, { dependentSchemas: { a: object({ b: { default: 1 } }) } }),
      { a: 1 },
      { a: 1, b: 1 },
    ],
    [
      'of dependencies that apply',
      object({ a: {} }, { dependencies: { a: object({ b: { default: 1 } }), c: object({ d: { default: 2 } }) } }),
      { a: 1 },
      { a: 1, b: 1 },
    ],
    [
      'not of dependencies of a list',
      object({ a: { dependentSchemas: { length: { items: object({ level }) } } } }),
      { a: [{}] },
      { a: [{}] },
    ],
    [
      'of the branch of anyOf that accepts, where the other has none',
      object({ to: { anyOf: [object({ kind: { const: 'fax' } }), email] } }),
      { to: { kind: 'email' } },
      { to: { kind: 'email', retries: 3 } },
    ],
    [
      'not of two branches that accept',
      object({ to: { anyOf: [object({ a: { default: 1 } }), object({ b: { default: 2 } })] } }),
      { to: {} },
      { to: {} },
    ],
    [
      'of the first items and the others, as in draft 7',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        ...object({ list: { items: [object({ level })], additionalItems: object({ n: { default: 1 } }) } }),
      },
      { list: [{}, {}] },
      { list: [{ level: 'low' }, { n: 1 }] },
    ],
    [
      'not of additionalProperties for one that is declared',
      object({ by: { properties: { a: true }, additionalProperties: object({ level }) } }),
      { by: { a: {}, b: {} } },
      { by: { a: {}, b: { level: 'low' } } },
    ],
    [
      'of items',
      object({ list: { type: 'array', items: object({ level }) } }),
      { list: [{}, { level: 'x' }] },
      { list: [{ level: 'low' }, { level: 'x' }] },
    ],
    [
      'of prefixItems',
      object({ list: { prefixItems: [object({ level })], items: object({ n: { default: 1 } }) } }),
      { list: [{}, {}] },
      { list: [{ level: 'low' }, { n: 1 }] },
    ],
    [
      'of additionalProperties',
      object({ by: { type: 'object', additionalProperties: object({ level }) } }),
      { by: { x: {} } },
      { by: { x: { level: 'low' } } },
    ],
    [
      'of patternProperties',
      object({ by: { type: 'object', patternProperties: { '^x': object({ level }) } } }),
      { by: { x: {}, y: {} } },
      { by: { x: { level: 'low' }, y: {} } },
    ],
    ['inside a default', object({ a: { default: {}, ...object({ level }) } }), {}, { a: { level: 'low' } }],
    [
      'of a tree',
      { ...object({ kids: { type: 'array', items: { $ref: '#' } }, level }) },
      { kids: [{ kids: [{}] }] },
      { level: 'low', kids: [{ level: 'low', kids: [{ level: 'low' }] }] },
    ],
    ['not where a value is given', object({ level }), { level: 'mid' }, { level: 'mid' }],
  ])('are applied: %s', (_, schema, given, expected) => {
    expect(issuesOf(schema)).toEqual([]);
    expect(validateVariables(schema, given)).toEqual({ values: expected, issues: [] });
  });

  it('are those of no branch if none accepts', () => {
    const { values, issues } = validateVariables(object({ to: { oneOf: [email, sms] } }), { to: { kind: 'fax' } });
    expect(values).toEqual({ to: { kind: 'fax' } });
    expect(issues.map(({ code }) => code)).not.toContain('invalid_schema');
    expect(issues).not.toEqual([]);
  });

  it('are not looked for twice in a schema that refers to itself', () => {
    const $defs = { a: { anyOf: [{ $ref: '#/$defs/a' }] } };
    expect(nearestDefault([$defs.a], referenceTargets({ $defs }))).toBeUndefined();
  });

  it.each<[string, unknown, unknown, number]>([
    ['nothing', object({ a: {} }), {}, 0],
    [
      'the object, its schema, the schema of the default, the default and its value',
      object({ a: { default: 1 } }),
      {},
      5,
    ],
    ['50 characters of a default', object({ a: { default: 'x'.repeat(48) } }), {}, 6],
    [
      'what is tried for a branch, and its 50 characters',
      object({}, { anyOf: [{ properties: { a: { const: 1, default: 1 } } }, false] }),
      { b: 'x'.repeat(42) },
      14,
    ],
  ])('take a step each: %s', (_, schema, value, expected) => {
    let steps = 0;
    const fill = createFillDefaults(schema, {
      take: (count) => {
        steps += count;
      },
      accepts: (path) => path.at(-1) === 0,
      matches: () => false,
    });
    fill(value, []);
    expect(Math.floor(steps)).toBe(expected);
  });

  it.each<[string, unknown, string[]]>([
    ['type', object({ n: { type: 'integer', default: 'many' } }), ['variables.properties.n.default:invalid_default']],
    [
      'minimum',
      object({ n: { type: 'integer', minimum: 1, default: 0 } }),
      ['variables.properties.n.default:invalid_default'],
    ],
    ['enum', object({ n: { enum: ['a'], default: 'b' } }), ['variables.properties.n.default:invalid_default']],
    ['pattern', object({ n: { pattern: '^a$', default: 'b' } }), ['variables.properties.n.default:invalid_default']],
    [
      'multipleOf',
      object({ n: { multipleOf: 0.01, default: 0.001 } }),
      ['variables.properties.n.default:invalid_default'],
    ],
    [
      'what is behind its $ref',
      object({ n: { $ref: '#/$defs/n', default: 'x' } }, { $defs: { n: { type: 'integer' } } }),
      ['variables.properties.n.default:invalid_default'],
    ],
    [
      'in $defs',
      object({ n: { $ref: '#/$defs/n' } }, { $defs: { n: { type: 'integer', default: 'x' } } }),
      ['variables.$defs.n.default:invalid_default'],
    ],
    [
      'in oneOf',
      object({ n: { oneOf: [{ type: 'integer', default: 'x' }, { type: 'null' }] } }),
      ['variables.properties.n.oneOf[0].default:invalid_default'],
    ],
    [
      'in anyOf',
      object({ n: { anyOf: [{ type: 'integer', default: 1.5 }] } }),
      ['variables.properties.n.anyOf[0].default:invalid_default'],
    ],
    [
      'in allOf',
      object({ n: { allOf: [{ type: 'integer', default: null }] } }),
      ['variables.properties.n.allOf[0].default:invalid_default'],
    ],
    [
      'nested',
      object({ a: object({ b: { type: 'string', default: 1 } }) }),
      ['variables.properties.a.properties.b.default:invalid_default'],
    ],
    [
      'of items',
      object({ a: { items: { type: 'string', default: 1 } } }),
      ['variables.properties.a.items.default:invalid_default'],
    ],
    [
      'an incomplete object',
      object({ a: { default: {}, ...object({ b: {} }, { required: ['b'] }) } }),
      ['variables.properties.a.default:invalid_default'],
    ],
    [
      'by another part of the schema',
      object({ n: { default: 5 } }, { allOf: [object({ n: { maximum: 3 } })] }),
      ['variables.properties.n.default:invalid_default'],
    ],
  ])('that do not match their schema are refused: %s', (_, schema, expected) =>
    expect(issuesOf(schema)).toEqual(expected),
  );

  it.each<[string, unknown, unknown, string[]]>([
    ['a valid value', object({ n: { type: 'integer' } }, { required: ['n'] }), { n: 1 }, []],
    ['a required value that is given later', object({ n: {}, m: {} }, { required: ['n', 'm'] }), { n: 1 }, []],
    ['a wrong type', object({ n: { type: 'integer' } }), { n: 'x' }, ['environments.prod.variables.n:invalid_type']],
    [
      'an incomplete part',
      object({ a: object({ b: {} }, { required: ['b'] }) }),
      { a: {} },
      ['environments.prod.variables.a.b:required'],
    ],
    [
      'a branch is chosen later',
      object({ n: {}, a: {}, b: {} }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
      { n: 1 },
      [],
    ],
  ])('are applied before the values of an environment are checked: %s', (_, schema, values, expected) =>
    expect(issuesOf(schema, { environments: { prod: { variables: values } } })).toEqual(expected),
  );
});

describe('required', () => {
  it.each<[string, unknown, string[]]>([
    ['is declared', object({ a: {} }, { required: ['a'] }), []],
    [
      'is misspelled',
      object({ repository: {} }, { required: ['repositori'] }),
      ['variables.required[0]:unknown_required'],
    ],
    ['where nothing is declared', { type: 'object', required: ['a'] }, ['variables.required[0]:unknown_required']],
    [
      'in a part',
      object({ a: object({ b: {} }, { required: ['c'] }) }),
      ['variables.properties.a.required[0]:unknown_required'],
    ],
    ['in allOf, declared outside', object({ a: {} }, { allOf: [{ required: ['a'] }] }), []],
    ['in dependencies, declared outside', object({ a: {}, b: {} }, { dependencies: { a: { required: ['b'] } } }), []],
    [
      'in dependencies, misspelled',
      object({ a: {}, b: {} }, { dependencies: { a: { required: ['c'] } } }),
      ['variables.dependencies.a.required[0]:unknown_required'],
    ],
    [
      'in oneOf, misspelled',
      object({ a: {} }, { oneOf: [{ required: ['a'] }, { required: ['x'] }] }),
      ['variables.oneOf[1].required[0]:unknown_required'],
    ],
    [
      'behind a $ref',
      object({ a: { $ref: '#/$defs/a' } }, { $defs: { a: object({ x: {} }, { required: ['x', 'y'] }) } }),
      ['variables.$defs.a.required[1]:unknown_required'],
    ],
    [
      'for a schema that is used where it is declared',
      object({ a: {} }, { $ref: '#/$defs/need', $defs: { need: { required: ['a'] } } }),
      [],
    ],
    ['by a pattern', { type: 'object', patternProperties: { '^x-': {} }, required: ['x-a'] }, []],
    [
      'by a pattern that does not match',
      { type: 'object', patternProperties: { '^x-': {} }, required: ['y'] },
      ['variables.required[0]:unknown_required'],
    ],
    [
      'where additional properties are allowed',
      { type: 'object', additionalProperties: { type: 'string' }, required: ['a'] },
      [],
    ],
  ])('%s', (_, schema, expected) => expect(issuesOf(schema)).toEqual(expected));
});

describe('nested references', () => {
  const chain = (length: number, link: (next: string) => object) =>
    Object.fromEntries([
      ...Array.from({ length }, (_, index) => [`d${index}`, link(`#/$defs/d${index + 1}`)]),
      [`d${length}`, { type: 'string' }],
    ]);
  const twice = ($ref: string) => ({ allOf: [{ $ref }, { $ref }] });
  const start = { $ref: '#/$defs/d0' };
  const part = ($ref: string) => object({ a: twice($ref) }, { required: ['a'] });

  it.each<[string, unknown, string[]]>([
    ['that double the work', object({ a: start }, { $defs: chain(40, twice) }), ['schema_too_complex']],
    [
      'that double the work in anyOf',
      object({ a: start }, { $defs: chain(40, ($ref) => ({ anyOf: [{ $ref }, { $ref }] })) }),
      ['schema_too_complex'],
    ],
    [
      'that double the work from part to part',
      object({ a: start }, { required: ['a'], $defs: chain(40, part) }),
      ['schema_too_complex'],
    ],
    ['that no value can end', { ...object({ next: { $ref: '#' } }, { required: ['next'] }) }, ['schema_too_complex']],
    ['in a row', object({ a: start }, { $defs: chain(40, ($ref) => ({ $ref })) }), []],
    ['that double the work a few times', object({ a: start }, { $defs: chain(6, twice) }), []],
    ['of a tree', object({ kids: { type: 'array', items: { $ref: '#' } }, left: { $ref: '#' } }), []],
    [
      'of a list that may end',
      object({ next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }, { required: ['next'] }),
      [],
    ],
  ])('%s', (_, schema, expected) => {
    const codes = parseTemplate({ manifest: manifest(schema), files: [] }).issues.map(({ code }) => code);
    expect([...new Set(codes)]).toEqual(expected);
  });
});

describe('the JSON Schema of a step’s output', () => {
  const withOutput = (out: unknown) =>
    parseTemplate({
      manifest: manifest(undefined, { defaultPlan: { steps: [{ id: 'a', agent: 'reader', outputs: { out } }] } }),
      files: [],
    }).issues.map(({ path, code }) => `${path}:${code}`);

  it.each<[unknown, string[]]>([
    ['What is found.', []],
    [{ description: 'What is found.' }, []],
    [{ type: 'no type', default: 1 }, []],
    [{ type: 'integer', default: 1 }, []],
    [{ type: 'integer', default: 'x' }, ['defaultPlan.steps[0].outputs.out.default:invalid_default']],
    [
      object({ n: { type: 'integer', default: 'x' } }),
      ['defaultPlan.steps[0].outputs.out.properties.n.default:invalid_default'],
    ],
    [
      {
        $ref: '#/$defs/d0',
        $defs: Object.fromEntries(
          Array.from({ length: 31 }, (_, i) => [
            `d${i}`,
            i === 30 ? {} : { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
          ]),
        ),
      },
      Array.from({ length: 5 }, () => 'schema_too_complex'),
    ],
  ])('%j', (out, expected) =>
    expect(withOutput(out).map((each) => (expected[0] === 'schema_too_complex' ? each.split(':')[1] : each))).toEqual(
      expected,
    ),
  );
});
