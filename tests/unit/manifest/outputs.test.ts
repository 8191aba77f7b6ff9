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
    expect(issues).toMatchObject([{ path: '["(hidden)"].b', code: 'nul_character' }]);
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

  it('have at most 256 KiB as JSON in UTF-8, with the defaults of their schemas', () => {
    const around = JSON.stringify({ a: '' }).length;
    const text = (bytes: number) => 'é'.repeat((bytes - around) / 2);
    const message = 'The outputs of a step must have at most 256 KiB as JSON.';
    const tooLarge = [{ file: 'outputs', path: '', code: 'too_large', message, severity: 'error' }];
    const a = text(maxOutputsBytes);
    expect(checkOutputs({}, { a }).issues).toEqual([]);
    expect(checkOutputs({}, { a: `${a}x` }).issues).toEqual(tooLarge);
    expect(checkOutputs({ b: 'B.' }, { a: `${a}x` }).issues).toEqual(tooLarge);
    const declared = { o: { type: 'object', properties: { more: { default: 'x'.repeat(10) } } } };
    const rest = JSON.stringify({ a: '', o: { more: 'x'.repeat(10) } }).length;
    const full = 'x'.repeat(maxOutputsBytes - rest);
    expect(checkOutputs(declared, { a: full, o: {} }).issues).toEqual([]);
    expect(checkOutputs(declared, { a: `${full}x`, o: {} }).issues).toEqual(tooLarge);
    expect(checkOutputs({ ...declared, b: 'B.' }, { a: `${full}x`, o: {} }).issues).toMatchObject([
      { path: 'b', code: 'required' },
    ]);
  });

  it('are reported by their place, with at most fifty issues for each', () => {
    const issue = (path: string, code: string, message: string) => ({
      file: 'outputs',
      path,
      code,
      message,
      severity: 'error',
    });
    expect(checkOutputs({}, []).issues).toEqual([issue('', 'invalid_type', 'Must be an object.')]);
    expect(checkOutputs({ a: 'A.' }, {}).issues).toEqual([
      issue('a', 'required', 'Missing: the plan declares this output.'),
    ]);
    expect(checkOutputs({}, { a: 'x'.repeat(maxOutputsBytes + 1) }).issues).toEqual([
      issue('a', 'too_large', 'Too large.'),
    ]);
    const closed = { type: 'object', additionalProperties: false };
    expect(checkOutputs({ a: closed }, { a: { b: 1 } }).issues).toEqual([
      issue('a.b', 'unknown_property', "Not part of the output's schema."),
    ]);
    const slow = { items: { allOf: Array.from({ length: 300 }, () => ({ type: 'number' })) } };
    expect(checkOutputs({ a: slow }, { a: Array.from({ length: 900 }, () => 1) }).issues).toEqual([
      issue('a', 'too_complex', 'Checking this value against its schema takes too long.'),
    ]);
    const numbers = { items: { type: 'number' } };
    expect(checkOutputs({ a: numbers }, { a: Array.from({ length: 51 }, () => '') }).issues).toHaveLength(50);
  });

  it('may contain any text', () => {
    const given = { a: 'e\u0301 \u202e x', b: '\u200b' };
    expect(checkOutputs({}, given)).toEqual({ outputs: given, redacted: [], issues: [] });
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
