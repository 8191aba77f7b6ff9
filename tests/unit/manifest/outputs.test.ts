import { describe, expect, it } from 'vitest';
import {
  checkOutputs,
  interpolateStepInputs,
  maxOutputsBytes,
  stepsNamedIn,
} from '../../../packages/manifest/index.ts';

const codes = (declared: unknown, outputs: unknown) =>
  checkOutputs(declared, outputs).issues.map(({ path, code }) => `${path}:${code}`);
const token = `ghp_${'aB3'.repeat(12)}`;

describe('outputs', () => {
  it.each([
    [{ summary: 'What it is about.' }, { summary: 'x' }, []],
    [{ summary: 'What it is about.' }, { summary: null }, []],
    [{ summary: 'What it is about.' }, {}, ['summary:required']],
    [{ a: 'x', b: 'y' }, { c: 1 }, ['a:required', 'b:required']],
    [{ summary: 'x' }, undefined, ['summary:required']],
    [{}, undefined, []],
    [undefined, { more: 'than declared' }, []],
    [{}, [], [':invalid_type']],
    [{}, 'text', [':invalid_type']],
    [{ count: { type: 'integer' } }, { count: 3 }, []],
    [{ count: { type: 'integer' } }, { count: 'three' }, ['count:invalid_type']],
    [{ list: { type: 'array', items: { type: 'string' } } }, { list: ['a', 2] }, ['list[1]:invalid_type']],
    [{ o: { type: 'object', properties: {}, additionalProperties: false } }, { o: { x: 1 } }, ['o.x:unknown_property']],
    // Not a usable JSON Schema: treated as a description.
    [{ notes: { type: 'markdown' } }, { notes: 1 }, []],
    [{ notes: { $ref: 'https://example.com/x.json' } }, { notes: 1 }, []],
    [{ notes: { type: 'markdown' } }, {}, ['notes:required']],
    [{ notes: true }, { notes: 1 }, []],
    [{ constructor: 'x' }, {}, ['constructor:required']],
    [{}, { a: 'x\0' }, ['a:nul_character']],
    [{}, { a: 'x'.repeat(maxOutputsBytes) }, [':too_large']],
    [{}, { a: 'é'.repeat(maxOutputsBytes / 2) }, [':too_large']],
  ])('declared %j, given %j', (declared, outputs, expected) => {
    expect(codes(declared, outputs).map((each) => (each.endsWith('too_large') ? ':too_large' : each))).toEqual(
      expected,
    );
  });

  it('contain no secret in an issue, not even from a key', () => {
    const { issues } = checkOutputs({ a: 'x' }, { [token]: { b: `${token}\0` } });
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain(token);
  });

  it('are stored without the secrets that they contain', () => {
    const given = {
      a: { b: [`Found ${token} in a.ts.`, 'nothing'] },
      [token]: 1,
      [`${token} `]: 2,
      n: `${token},${token}`,
    };
    expect(checkOutputs({ a: { type: 'object' } }, given)).toEqual({
      outputs: {
        a: { b: ['Found (hidden) in a.ts.', 'nothing'] },
        '(hidden)': 1,
        '(hidden) ': 2,
        n: '(hidden),(hidden)',
      },
      redacted: ['a.b[0]', '["(hidden)"]', '["(hidden) "]', 'n'],
      issues: [],
    });
  });

  it('are checked before secrets are removed', () => {
    const declared = { key: { type: 'string', pattern: '^ghp_' } };
    expect(checkOutputs(declared, { key: token })).toMatchObject({ outputs: { key: '(hidden)' }, issues: [] });
  });

  it('keep example tokens from documentation', () => {
    const outputs = { url: 'postgres://user:password@db/x', key: 'AKIAIOSFODNN7EXAMPLE' };
    expect(checkOutputs({}, outputs)).toEqual({ outputs, redacted: [], issues: [] });
  });

  it('get the defaults of their schemas, without a change to the input', () => {
    const given = { o: {} };
    const declared = { o: { type: 'object', properties: { depth: { default: 2 } } } };
    expect(checkOutputs(declared, given)).toEqual({ outputs: { o: { depth: 2 } }, redacted: [], issues: [] });
    expect(given).toEqual({ o: {} });
  });

  it('are checked with limited effort', () => {
    const schema = { $defs: {} as Record<string, unknown>, $ref: '#/$defs/a0' };
    for (let at = 0; at < 25; at += 1) {
      schema.$defs[`a${at}`] = { allOf: [{ $ref: `#/$defs/a${at + 1}` }, { $ref: `#/$defs/a${at + 1}` }] };
    }
    schema.$defs.a25 = { type: 'string' };
    expect(codes({ x: schema }, { x: 'y' })).toEqual(['x:too_complex']);
  });
});

describe('the inputs of a step, at its start', () => {
  const outputs = new Map<string, unknown>([
    ['first', { findings: [{ line: 3 }], title: 'T', sly: '{{ variables.secret }} {{ steps.first.outputs.title }}' }],
  ]);
  const fill = (inputs: unknown, variables: Record<string, unknown> = {}) =>
    interpolateStepInputs(inputs, variables, outputs);

  it('contain an output as it is, or inserted into a string', () => {
    expect(
      fill({
        whole: '{{ steps.first.outputs.findings }}',
        inner: '{{ steps.first.outputs.findings.0.line }}',
        text: 'Of {{ steps.first.outputs.title }}: {{ steps.first.outputs.findings }}',
      }),
    ).toEqual({ whole: [{ line: 3 }], inner: 3, text: 'Of T: [{"line":3}]' });
  });

  it('are interpolated with variables in the same pass', () => {
    expect(fill('{{ variables.a }} and {{ steps.first.outputs.title }}', { a: 'A' })).toBe('A and T');
  });

  it('are null, or empty in a string, where an output is missing', () => {
    expect(
      fill(['{{ steps.first.outputs.none }}', '{{ steps.other.outputs.x }}', '<{{ steps.other.outputs.x }}>']),
    ).toEqual([null, null, '<>']);
    expect(fill(['{{ steps.__proto__.outputs.x }}', '{{ steps.constructor.outputs.name }}'])).toEqual([null, null]);
  });

  it('are interpolated once, whatever the inserted values contain', () => {
    const sly = '{{ steps.first.outputs.title }}';
    expect(fill('{{ variables.a }}', { a: sly })).toBe(sly);
    expect(fill('{{ steps.first.outputs.sly }}', { secret: 's' })).toBe(
      '{{ variables.secret }} {{ steps.first.outputs.title }}',
    );
  });

  it('have a maximum size', () => {
    const large = new Map([['first', { text: 'x'.repeat(200_000) }]]);
    const inputs = Array.from({ length: 30 }, () => '{{ steps.first.outputs.text }}');
    expect(() => interpolateStepInputs(inputs, {}, large)).toThrow(RangeError);
  });

  it('name the steps that they depend on', () => {
    expect(stepsNamedIn({ a: ['{{ steps.x.outputs.y }} {{ steps.z.outputs.y }}'], b: '{{ variables.x }}' })).toEqual([
      'x',
      'z',
    ]);
  });
});
