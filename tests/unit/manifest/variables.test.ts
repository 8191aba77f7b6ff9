import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeholdersIn, variablesNamedIn } from '../../../packages/manifest/contract/placeholders.ts';
import {
  escapePlaceholders,
  interpolateInputs,
  interpolateStepInputs,
  parseTemplate,
  planFor,
  stepsNamedIn,
  type TemplateManifest,
  validateVariables,
} from '../../../packages/manifest/index.ts';
import { leastTemplate } from '../../support/leastManifests.ts';

const schema = {
  type: 'object',
  required: ['repository'],
  additionalProperties: false,
  properties: {
    repository: { type: 'string', pattern: '^[a-z]+/[a-z]+$' },
    depth: { type: 'integer', minimum: 1, default: 3 },
    kind: { enum: ['major', 'minor'] },
    labels: { type: 'array', uniqueItems: true, items: { type: 'string' } },
    person: { $ref: '#/$defs/person' },
    day: { type: 'string', format: 'date' },
  },
  $defs: {
    person: {
      type: 'object',
      properties: {
        name: { type: 'string', default: 'nobody' },
        reports: { type: 'array', items: { $ref: '#/$defs/person' } },
      },
    },
  },
};
const codes = (values: unknown, given: unknown = schema) =>
  validateVariables(given, values).issues.map(({ path, code }) => `${path}:${code}`);

describe('variables', () => {
  it('get the defaults of the schema, without a change to the input', () => {
    const input = { repository: 'a/b', person: { reports: [{}] } };
    const { values, issues } = validateVariables(schema, input);
    expect(issues).toEqual([]);
    expect(values).toEqual({ repository: 'a/b', depth: 3, person: { name: 'nobody', reports: [{ name: 'nobody' }] } });
    expect(input).toEqual({ repository: 'a/b', person: { reports: [{}] } });
  });

  it.each([
    [{}, ['repository:required']],
    [undefined, ['repository:required']],
    [[], [':invalid_type']],
    ['x', [':invalid_type']],
    [{ repository: 'A' }, ['repository:invalid_value']],
    [{ repository: 'a/b', depth: 'x', extra: 1 }, ['extra:unknown_variable', 'depth:invalid_type']],
    [{ repository: 'a/b', depth: 0, kind: 'patch' }, ['depth:invalid_value', 'kind:invalid_value']],
    [{ repository: 'a/b', labels: ['x', 'x'] }, ['labels:invalid_value']],
    [{ repository: 'a/b', labels: [1] }, ['labels[0]:invalid_type']],
    [{ repository: 'a/b', day: '2026-02-30' }, ['day:invalid_value']],
    [{ repository: 'a\0b' }, ['repository:nul_character']],
    [JSON.parse('{"repository":"a/b","__proto__":{"x":1}}'), ['__proto__:forbidden_key']],
  ])('%j: %j', (values, expected) => expect(codes(values)).toEqual(expected));

  it.each([
    [
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        definitions: { a: { type: 'string' } },
        properties: {
          x: { $ref: '#/definitions/a' },
          k: { $ref: '#' },
          l: { items: [{ type: 'string' }], additionalItems: false },
        },
      },
      { x: 'y', k: { x: 'z' }, l: ['a'] },
    ],
    [{ type: 'object', properties: { kids: { type: 'array', items: { $ref: '#' } } } }, { kids: [{ kids: [] }] }],
    [
      { type: 'object', $defs: { a: { $anchor: 'word', type: 'string' } }, properties: { x: { $ref: '#word' } } },
      { x: 'y' },
    ],
    [
      {
        type: 'object',
        if: { required: ['a'] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ['b'] },
        properties: { a: {}, b: {} },
        unevaluatedProperties: false,
      },
      { a: 1, b: 2 },
    ],
    [
      {
        type: 'object',
        properties: { list: { prefixItems: [{ type: 'string' }], items: false } },
        dependentRequired: { list: ['n'] },
      },
      { list: ['a'], n: 1 },
    ],
    [
      { type: 'object', properties: { a: { uniqueItems: true }, b: { multipleOf: 2 } } },
      { a: 'text', b: 'text' },
    ],
  ])('may be described by %j', (given, values) => {
    const manifest = leastTemplate({ variables: given });
    expect(parseTemplate({ manifest, files: [] }).issues).toEqual([]);
    expect(validateVariables(given, values)).toEqual({ values, issues: [] });
  });

  it('are not allowed without a schema', () => {
    expect(validateVariables(undefined, {}).issues).toEqual([]);
    expect(validateVariables(undefined, { a: 1 }).issues).toMatchObject([{ path: 'a', code: 'unknown_variable' }]);
  });

  it('are never shown with their values', () => {
    const { issues } = validateVariables(schema, {
      repository: 'hunter2',
      kind: 'hunter2',
      depth: 'hunter2',
      day: 'hunter2',
    });
    expect(issues.length).toBe(4);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `d${index}`,
      { allOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
    ]),
  );
  it.each<[string, unknown, unknown]>([
    [
      'references that double the work',
      { type: 'object', properties: { a: { $ref: '#/$defs/d0' } }, $defs: { ...doubling, d40: { type: 'string' } } },
      { a: 1 },
    ],
    ['a reference to itself', { type: 'object', allOf: [{ $ref: '#' }] }, {}],
    [
      'a pattern that backtracks',
      { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } },
      { a: `${'a'.repeat(50_000)}b` },
    ],
    [
      'many patterns on many items',
      {
        type: 'object',
        properties: { a: { allOf: Array.from({ length: 90 }, (_, i) => ({ items: { pattern: `^(a|b|ab)*${i}$` } })) } },
      },
      { a: Array.from({ length: 4000 }, () => 'abab'.repeat(10)) },
    ],
    [
      'unique items',
      { type: 'object', properties: { a: { allOf: Array.from({ length: 500 }, () => ({ uniqueItems: true })) } } },
      { a: Array.from({ length: 2000 }, (_, i) => ({ i })) },
    ],
    [
      'large enums',
      { type: 'object', properties: { a: { items: { enum: Array.from({ length: 1900 }, (_, i) => ({ i })) } } } },
      { a: Array.from({ length: 2000 }, (_, i) => ({ i: i + 5000 })) },
    ],
  ])('are checked in limited time: %s', (_, schema, values) => {
    expect(validateVariables(schema, values).issues.length).toBeGreaterThan(0);
  });
});

describe('inputs', () => {
  const variables = {
    name: 'Ada',
    count: 3,
    list: [1, { a: 'x' }],
    person: { name: 'Bo' },
    braces: '{{ variables.name }}',
    none: null,
    letters: [...'abcdefghijk'],
  };
  it.each([
    ['{{ variables.name }}', 'Ada'],
    ['{{variables.count}}', 3],
    [' {{ variables.list }} ', [1, { a: 'x' }]],
    ['Hello {{ variables.name }}, {{ variables.count }} times', 'Hello Ada, 3 times'],
    ['{{ variables.person.name }}', 'Bo'],
    ['{{ variables.list.1.a }}', 'x'],
    ['see {{ variables.person }}', 'see {"name":"Bo"}'],
    ['{{ variables.nothing }}', null],
    ['[{{ variables.nothing }}]', '[]'],
    ['{{ steps.a.outputs.b }}', '{{ steps.a.outputs.b }}'],
    ['{{ steps.a.outputs.b }} for {{ variables.name }}', '{{ steps.a.outputs.b }} for Ada'],
    ['{{ variables.braces }}', '{{ variables.name }}'],
    ['{{ variables.constructor }}', null],
    [{ a: ['{{ variables.count }}', true, null] }, { a: [3, true, null] }],
    ['{{{{ name }}', '{{ name }}'],
    ['{{{{', '{{'],
    ['{{{{{{ variables.name }}', '{{Ada'],
    ['{{{ variables.name }}', '{Ada'],
    ['{{{{ variables.name }}', '{{ variables.name }}'],
    [{ deep: [{ text: 'a {{{{ b {{ variables.braces }}' }] }, { deep: [{ text: 'a {{ b {{ variables.name }}' }] }],
    ['{"a":{"b":{}}}', '{"a":{"b":{}}}'],
    ['{{ variables.name.1 }}', null],
    ['[{{ variables.none }}]', '[]'],
    ['{{ variables.letters.10 }}', 'k'],
    [
      ['{{ variables.letters.0x1 }}', '{{ variables.letters.1e0 }}'],
      [null, null],
    ],
  ])('%j become %j', (inputs, expected) => expect(interpolateInputs(inputs, variables)).toEqual(expected));

  it('contain any escaped text unchanged, at instantiation and in a run', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '{{', '}}', ' ', 'a', 'variables.name')), (parts) => {
        const text = parts.join('');
        const escaped = escapePlaceholders(text);
        expect(interpolateInputs({ a: [`${escaped}|{{ variables.name }}`] }, variables)).toEqual({
          a: [`${text}|Ada`],
        });
        const outputs = new Map([['s', { o: '{{ variables.name }}{{{{' }]]);
        expect(interpolateStepInputs(`${escaped}|{{ steps.s.outputs.o }}`, variables, outputs)).toBe(
          `${text}|{{ variables.name }}{{{{`,
        );
        expect(stepsNamedIn(escaped)).toEqual([]);
      }),
    ));

  it('have a maximum size', () => {
    const inputs = { a: '{{ variables.big }} '.repeat(1000) };
    expect(() => interpolateInputs(inputs, { big: 'x'.repeat(100_000) })).toThrow(RangeError);
  });

  it.each<[string, unknown]>([
    ['a text', 'x'.repeat(4_194_304)],
    ['a text with values in it', `${'{{ variables.big }}'.repeat(16)}`],
    [
      'a text with values between others',
      `a{{ variables.big }}b${'{{ variables.big }}'.repeat(14)}${'c'.repeat(262_142)}`,
    ],
    [
      'values alone, with their quotes',
      [...Array.from({ length: 15 }, () => '{{ variables.big }}'), 'c'.repeat(262_114)],
    ],
  ])('may have 4 MiB of characters: %s', (_, inputs) => {
    const values = { big: 'x'.repeat(262_144) };
    expect(() => interpolateInputs(inputs, values)).not.toThrow();
    const one = { more: inputs, last: 'x' };
    expect(() => interpolateInputs(one, values)).toThrow(
      new RangeError('The inputs are too large after placeholders were replaced.'),
    );
  });

  it('name the variables that they depend on', () => {
    const inputs = ['{{ variables.a.b }} {{ steps.x.outputs.y }}', { c: '{{ variables }} {{ 1 }} {{ variables.d }}' }];
    expect(variablesNamedIn(inputs)).toEqual(['a', 'd']);
  });

  it.each<[string, ReturnType<typeof placeholdersIn>]>([
    ['none', []],
    ['{{{{ a }}', []],
    [
      'a {{ b.c }} {{d}}',
      [
        { text: '{{ b.c }}', segments: ['b', 'c'] },
        { text: '{{d}}', segments: ['d'] },
      ],
    ],
    ['{{ a b }}', [{ text: '{{ a b }}', segments: null }]],
    [
      '{{ a }} {{ b',
      [
        { text: '{{ a }}', segments: ['a'] },
        { text: '{{', segments: null },
      ],
    ],
    ['{{{ a }}{', [{ text: '{{ a }}', segments: ['a'] }]],
  ])('have these placeholders: %j', (text, expected) => expect(placeholdersIn(text)).toEqual(expected));
});

describe('the plan of an environment', () => {
  const manifest = {
    templateId: 'some-template',
    name: 'T',
    description: 'd',
    version: '1.0.0',
    defaultPlan: {
      steps: [
        { id: 'a', agent: 'reader', inputs: { x: 1, y: 1 } },
        { id: 'b', agent: 'reader', dependsOn: ['a'] },
      ],
    },
    expectedOutputs: {},
    rollbackAdvice: 'r',
    supportedAgents: { reader: '*' },
    resourceProfile: { cpu: 1, memoryMb: 10 },
    variables: { type: 'object', properties: { n: {} } },
    environments: {
      prod: {
        variables: { n: 5 },
        resourceProfile: { cpu: 2 },
        steps: [
          { id: 'a', inputs: { y: 2 } },
          { id: 'c', agent: 'reader', dependsOn: ['b'] },
        ],
      },
    },
  } satisfies TemplateManifest;

  it('is the complete default plan without an environment', () => {
    expect(parseTemplate({ manifest, files: [] }).issues).toEqual([]);
    expect(planFor(manifest, null)).toEqual({
      steps: [
        { id: 'a', name: 'a', agent: 'reader', dependsOn: [], inputs: { x: 1, y: 1 }, outputs: {} },
        { id: 'b', name: 'b', agent: 'reader', dependsOn: ['a'], inputs: {}, outputs: {} },
      ],
      variables: {},
      resourceProfile: { cpu: 1, memoryMb: 10 },
    });
  });

  it('patches steps by id and adds new ones', () => {
    const { steps, variables, resourceProfile } = planFor(manifest, 'prod');
    expect(steps.map(({ id, inputs }) => [id, inputs])).toEqual([
      ['a', { x: 1, y: 2 }],
      ['b', {}],
      ['c', {}],
    ]);
    expect(variables).toEqual({ n: 5 });
    expect(resourceProfile).toEqual({ cpu: 2, memoryMb: 10 });
  });

  it.each<[string, object, object, object]>([
    [
      'merges outputs by name',
      { agent: 'reader', outputs: { a: 'A.', b: 'B.' } },
      { outputs: { b: 'Other.', c: 'C.' } },
      { agent: 'reader', outputs: { a: 'A.', b: 'Other.', c: 'C.' } },
    ],
    [
      'replaces the rest',
      { agent: 'reader', name: 'One', dependsOn: ['x', 'y'] },
      { agent: 'writer', name: 'Two', dependsOn: ['y'] },
      { agent: 'writer', name: 'Two', dependsOn: ['y'] },
    ],
    [
      'merges the variables of a template by name, and replaces its environment',
      { template: { id: 't', environment: 'e', variables: { a: 1, b: 1 } } },
      { template: { environment: 'f', variables: { b: 2 } } },
      { template: { id: 't', environment: 'f', variables: { a: 1, b: 2 } } },
    ],
    [
      'gives variables to a template that has none',
      { template: { id: 't' } },
      { template: { variables: { b: 2 } } },
      { template: { id: 't', variables: { b: 2 } } },
    ],
    [
      'leaves the variables of a template',
      { template: { id: 't', variables: { a: 1 } } },
      { template: { id: 't', environment: 'e' } },
      { template: { id: 't', environment: 'e', variables: { a: 1 } } },
    ],
    [
      'keeps nothing of another template',
      { template: { id: 't', environment: 'e', variables: { a: 1 } } },
      { template: { id: 'u', variables: { b: 2 } } },
      { template: { id: 'u', variables: { b: 2 } } },
    ],
  ])('%s', (_, step, patch, expected) => {
    const { steps } = planFor(
      {
        ...manifest,
        defaultPlan: { steps: [{ id: 'a', ...step }] },
        environments: { prod: { steps: [{ id: 'a', ...patch }] } },
      } as TemplateManifest,
      'prod',
    );
    expect(steps).toEqual([{ id: 'a', name: 'a', agent: '', dependsOn: [], inputs: {}, outputs: {}, ...expected }]);
  });

  it.each(['staging', 'constructor', '__proto__'])('does not exist for %s', (name) =>
    expect(() => planFor(manifest, name)).toThrow(new RangeError('The template does not have this environment.')),
  );
});
