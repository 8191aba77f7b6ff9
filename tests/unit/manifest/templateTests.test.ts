import { describe, expect, it } from 'vitest';
import { parseTemplate, TemplateTestLimits } from '../../../packages/manifest/index.ts';
import { template } from '../../support/definitions.ts';

const utf8 = new TextEncoder();
const staging = { staging: { variables: { depth: 1 }, steps: [{ id: 'second', inputs: { strict: true } }] } };
const expectedOutputs = { findings: { type: 'array', from: 'first.findings' } };

/** The template of the tests, with these test files (values, or text). */
function parse(tests: Record<string, unknown>, manifest: object = {}) {
  const files = Object.entries(tests).map(([name, test]) => ({
    path: `tests/${name}.json`,
    bytes: utf8.encode(typeof test === 'string' ? test : JSON.stringify(test)),
  }));
  const { manifest: base } = template({ environments: staging, expectedOutputs, ...manifest });
  return parseTemplate({ manifest: base, files });
}
const issuesOf = (test: unknown, manifest: object = {}) =>
  parse({ it: test }, manifest).issues.map(({ file, path, code }) => `${file} ${path}:${code}`);
const test = (expect: object, more: object = {}) => ({ name: 'It', variables: { change: 'PR 1' }, expect, ...more });

describe('a test of a template', () => {
  it.each<[string, object, object]>([
    ['ids of the steps', { steps: ['first', 'second'] }, {}],
    ['parts of a step', { steps: [{ id: 'first', agent: 'reviewer', dependsOn: [] }, 'second'] }, {}],
    ['inputs of a step', { steps: ['first', { id: 'second', inputs: { title: 'Review of PR 1' } }] }, {}],
    ['inputs by step', { inputs: { first: { change: 'PR 1', depth: 2 } } }, {}],
    ['inputs that wait for the run', { inputs: { second: { findings: '{{ steps.first.outputs.findings }}' } } }, {}],
    ['variables with defaults', { variables: { change: 'PR 1', depth: 2 } }, {}],
    ['an environment', { inputs: { first: { depth: 1 }, second: { strict: true } } }, { environment: 'staging' }],
    ['inputs from stubs', { inputs: { second: { findings: ['a'] } } }, { stubs: { first: { findings: ['a'] } } }],
    ['outputs from stubs', { outputs: { findings: ['a'] } }, { stubs: { first: { findings: ['a'] } } }],
    ['any error', { error: 'VARIABLES_INVALID' }, { variables: {} }],
    ['an error at a path', { error: { path: 'change', issue: 'required' } }, { variables: {} }],
    [
      'an error at a path of the file',
      { error: { path: 'variables.depth' } },
      { variables: { change: 'x', depth: 'y' } },
    ],
    ['an unknown environment', { error: { path: 'environment' } }, { environment: 'moon' }],
  ])('accepts %s', (_, expected, more) => expect(issuesOf(test(expected, more))).toEqual([]));

  it.each<[string, object, object, string]>([
    ['other steps', { steps: ['first'] }, {}, 'expect.steps'],
    ['another order', { steps: ['second', 'first'] }, {}, 'expect.steps'],
    ['another agent', { steps: ['first', { id: 'second', agent: 'writer' }] }, {}, 'expect.steps[1].agent'],
    [
      'another dependency',
      { steps: [{ id: 'first', dependsOn: ['second'] }, 'second'] },
      {},
      'expect.steps[0].dependsOn',
    ],
    ['another input', { inputs: { first: { depth: 3 } } }, {}, 'expect.inputs.first.depth'],
    ['an input that is not there', { inputs: { first: { strict: true } } }, {}, 'expect.inputs.first.strict'],
    ['a step that is not there', { inputs: { third: {} } }, {}, 'expect.inputs.third'],
    [
      'a shorter list',
      { outputs: { findings: ['a'] } },
      { stubs: { first: { findings: ['a', 'b'] } } },
      'expect.outputs.findings',
    ],
    ['an output without a stub', { outputs: { findings: ['a'] } }, {}, 'expect.outputs.findings'],
    ['other variables', { variables: { depth: 3 } }, {}, 'expect.variables.depth'],
    ['an error that does not happen', { error: 'VARIABLES_INVALID' }, {}, 'expect.error'],
    ['an error at another path', { error: { path: 'depth' } }, { variables: {} }, 'expect.error'],
    ['another issue', { error: { path: 'change', issue: 'too_short' } }, { variables: {} }, 'expect.error'],
    ['a plan for wrong variables', { steps: ['first', 'second'] }, { variables: { change: 7 } }, 'variables.change'],
    ['a plan for an unknown environment', { steps: ['first', 'second'] }, { environment: 'moon' }, 'environment'],
    [
      'a stub of another type',
      { steps: ['first', 'second'] },
      { stubs: { first: { findings: 'a' } } },
      'stubs.first.findings',
    ],
    [
      'a stub of an undeclared output',
      { steps: ['first', 'second'] },
      { stubs: { first: { notes: 1 } } },
      'stubs.first.notes',
    ],
    ['a stub of an unknown step', { steps: ['first', 'second'] }, { stubs: { third: {} } }, 'stubs.third'],
  ])('fails for %s', (_, expected, more, path) =>
    expect(issuesOf(test(expected, more))).toEqual([`tests/it.json ${path}:test_failed`]),
  );

  it.each<[string, object, object, string]>([
    ['no steps', { steps: [] }, {}, 'Expected the steps none; got first, second.'],
    ['one step', { steps: ['first'] }, {}, 'Expected the steps first; got first, second.'],
    ['a step that is not there', { inputs: { third: {} } }, {}, 'The plan has no step "third".'],
    [
      'a shorter list',
      { outputs: { findings: ['a'] } },
      { stubs: { first: { findings: ['a', 'b'] } } },
      'Expected 1 items; there are 2.',
    ],
    [
      'another item',
      { outputs: { findings: ['a'] } },
      { stubs: { first: { findings: ['b'] } } },
      'Expected "a"; got "b".',
    ],
    ['a missing value', { inputs: { first: { strict: true } } }, {}, 'Expected true; there is no such value.'],
    ['an object for a value', { inputs: { first: { change: { a: 1 } } } }, {}, 'Expected {"a":1}; got "PR 1".'],
    ['a list for a value', { inputs: { first: { change: ['a'] } } }, {}, 'Expected ["a"]; got "PR 1".'],
    ['an error', { error: 'VARIABLES_INVALID' }, {}, 'Expected an error; the variables lead to a plan.'],
    [
      'another error',
      { error: { path: 'depth' } },
      { variables: {} },
      'Expected {"path":"depth"}; got [{"path":"change","issue":"required"}].',
    ],
    [
      'a plan',
      { steps: [] },
      { variables: { change: 7 } },
      'Expected a plan; the variables are refused: Must be a string.',
    ],
    ['a stub of an unknown step', { steps: [] }, { stubs: { third: {} } }, 'The plan has no step "third".'],
    [
      'a stub of an undeclared output',
      { steps: [] },
      { stubs: { first: { notes: 1 } } },
      'The step "first" does not declare the output "notes".',
    ],
  ])('says what it expects and what there is: %s', (_, expected, more, message) =>
    expect(parse({ it: test(expected, more) }).issues.map((issue) => issue.message)).toContain(message),
  );

  it('accepts an error that is one of several, at any path, or with any issue', () => {
    const variables = { depth: 'y', 'a b': 1 };
    const closed = {
      variables: {
        type: 'object',
        properties: { change: { type: 'string' }, depth: { type: 'integer' } },
        required: ['change'],
        additionalProperties: false,
      },
      environments: {},
    };
    for (const error of [
      { path: 'change' },
      { path: 'variables.change' },
      { path: 'variables["a b"]' },
      { issue: 'invalid_type' },
      { path: 'depth', issue: 'invalid_type' },
    ])
      expect(issuesOf(test({ error }, { variables }), closed)).toEqual([]);
    expect(issuesOf(test({ error: { path: 'depth', issue: 'required' } }, { variables }), closed)).toEqual([
      'tests/it.json expect.error:test_failed',
    ]);
    expect(parse({ it: test({ steps: [] }, { variables }) }, closed).tests?.tests[0]?.differences).toMatchObject([
      { path: 'variables.change', expected: null, actual: '{"path":"change","issue":"required"}' },
      { path: 'variables["a b"]', expected: null, actual: '{"path":"[\\"a b\\"]","issue":"unknown_variable"}' },
      { path: 'variables.depth', expected: null, actual: '{"path":"depth","issue":"invalid_type"}' },
    ]);
  });

  it('shows the difference, and the results of all tests', () => {
    const { definition, issues, tests } = parse({
      b: test({ inputs: { first: { depth: 3, change: 'PR 1' } } }),
      a: test({ steps: ['first', 'second'] }, { name: 'Passes', environment: 'staging' }),
    });
    expect(definition).toBeNull();
    expect(issues).toEqual([
      {
        ...{ file: 'tests/b.json', path: 'expect.inputs.first.depth', code: 'test_failed', severity: 'error' },
        message: 'Expected 3; got 2.',
      },
    ]);
    expect(tests?.tests).toEqual([
      { file: 'tests/a.json', name: 'Passes', environment: 'staging', passed: true, differences: [] },
      {
        ...{ file: 'tests/b.json', name: 'It', environment: null, passed: false },
        differences: [{ path: 'expect.inputs.first.depth', message: 'Expected 3; got 2.', expected: '3', actual: '2' }],
      },
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['no name and no expectation', {}, ['name:required', 'expect:required']],
    ['an empty expectation', test({}), ['expect:required']],
    ['an error and a plan', test({ error: 'VARIABLES_INVALID', steps: [] }), ['expect:invalid_value']],
    ['a misspelt key', test({ step: ['first'], error: 'VARIABLES_INVALID' }), ['expect.step:unknown_key']],
    ['a misspelt key of a step', test({ steps: [{ id: 'first', input: {} }] }), ['expect.steps[0].input:unknown_key']],
    ['a list', [], [':invalid_type']],
  ])('is refused with %s', (_, value, expected) =>
    expect(issuesOf(value)).toEqual(expected.map((issue) => `tests/it.json ${issue}`)),
  );

  it('is refused with an error that the variables cannot lead to, and says which one they can', () => {
    expect(parse({ it: test({ error: 'NOT_FOUND' }) }).issues).toMatchObject([
      { path: 'expect.error', code: 'invalid_type', message: 'Must be "VARIABLES_INVALID" or an object.' },
    ]);
  });

  it('reports which variables and environments are covered', () => {
    const variables = {
      ...{
        type: 'object',
        $ref: '#/$defs/more',
        properties: { change: { type: 'string' }, depth: { type: 'integer' } },
      },
      $defs: { more: { properties: { hidden: { type: 'string' } } } },
    };
    const environments = { staging: { variables: { depth: 1 } }, production: {} };
    const { tests } = parse(
      { it: test({ steps: ['first', 'second'] }, { environment: 'staging' }) },
      { variables, environments },
    );
    expect(tests).toMatchObject({
      variables: { total: 3, covered: 2, uncovered: ['hidden'] },
      environments: { total: 2, covered: 1, uncovered: ['production'] },
    });
  });

  it('covers the variables of all schemas that apply, in the order of their names', () => {
    const declared = (name: string) => ({ properties: { [name]: {} } });
    const variables = {
      type: 'object',
      properties: { z: {}, change: {} },
      anyOf: [declared('b'), { allOf: [declared('c')] }, { $ref: '#' }],
      not: declared('d'),
      if: declared('e'),
    };
    const { tests } = parse(
      { it: test({ variables: { change: 'PR 1' } }) },
      {
        variables: { ...variables, anyOf: variables.anyOf.slice(0, 2) },
        environments: {},
        expectedOutputs: {},
        defaultPlan: { steps: [{ id: 'first', agent: 'reviewer' }] },
      },
    );
    expect(tests?.variables).toEqual({ total: 5, covered: 1, uncovered: ['b', 'c', 'e', 'z'] });
  });

  it('is not run if the template is invalid', () => {
    const { issues, tests } = parse({ it: test({ steps: ['x'] }) }, { name: '' });
    expect([issues.map(({ code }) => code), tests]).toEqual([['too_short'], undefined]);
  });

  it('does not concern a version that was published before tests were run', () => {
    const { manifest } = template();
    const files = [{ path: 'tests/it.json', bytes: utf8.encode('{"anything": 1}') }];
    expect(parseTemplate({ manifest, files }, { asPublished: true }).issues).toEqual([]);
  });
});

describe('hostile tests of a template', () => {
  it('are bounded in number', () => {
    const many = Object.fromEntries(
      Array.from({ length: TemplateTestLimits.tests + 1 }, (_, n) => [`t${100 + n}`, test({ steps: [] })]),
    );
    const message = 'A template may have at most 50 tests; it has 51.';
    expect(parse(many).issues).toEqual([
      { code: 'too_many_tests', file: 'tests/t150.json', path: '', message, severity: 'error' },
    ]);
    const { t150: _, ...fifty } = many;
    expect(new Set(parse(fifty).issues.map(({ code }) => code))).toEqual(new Set(['test_failed']));
  });

  it('are bounded in stubs', () => {
    const stubs = {
      first: Object.fromEntries(Array.from({ length: TemplateTestLimits.stubs + 1 }, (_, n) => [`o${n}`, 1])),
    };
    const message = 'The tests of a template may stub at most 500 outputs; they stub 501.';
    expect(parse({ it: test({ steps: [] }, { stubs }) }).issues).toEqual([
      { code: 'too_many_tests', file: 'tests/it.json', path: 'stubs', message, severity: 'error' },
    ]);
  });

  it('may have as many stubs as the limit', () => {
    const names = Array.from({ length: TemplateTestLimits.stubs }, (_, n) => `o${n}`);
    const outputs = Object.fromEntries(names.map((name) => [name, 'An output.']));
    const stubs = { first: Object.fromEntries(names.map((name) => [name, 1])) };
    const manifest = {
      defaultPlan: { steps: [{ id: 'first', agent: 'reviewer', outputs }] },
      environments: {},
      expectedOutputs: {},
    };
    expect(issuesOf(test({ steps: ['first'] }, { stubs }), manifest)).toEqual([]);
  });

  it('are bounded in what they render together', () => {
    const input = '{{ variables.change }}'.repeat(16);
    const steps = ['a', 'b'].map((id) => ({ id, agent: 'reviewer', inputs: { input } }));
    const one = test({ steps: ['a', 'b'] }, { variables: { change: 'x'.repeat(200_000) } });
    const { tests } = parse(
      { a: one, b: one, c: one, d: one },
      { defaultPlan: { steps }, environments: {}, expectedOutputs: {} },
    );
    expect(tests?.tests.map(({ passed }) => passed)).toEqual([true, true, false, false]);
  });

  it('are not run, nor are their stubs counted, if one of them has another shape', () => {
    const broken = { ...test({ steps: [] }), stubs: { first: null } };
    expect(parse({ it: broken, other: test({ steps: [] }) }).issues.map(({ path, code }) => [path, code])).toEqual([
      ['stubs.first', 'invalid_type'],
    ]);
  });

  it('are bounded in depth', () => {
    const deep = `{"name":"Deep","expect":{"inputs":{"first":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}}}`;
    expect(parse({ it: deep }).issues.map(({ code }) => code)).toEqual(['too_deep']);
  });

  it('are bounded in what they render', () => {
    const text = 'x'.repeat(200_000);
    const input = '{{ variables.change }}'.repeat(20);
    const steps = Array.from({ length: 10 }, (_, n) => ({ id: `s${n}`, agent: 'reviewer', inputs: { input } }));
    const manifest = { defaultPlan: { steps }, environments: {}, expectedOutputs: {} };
    const { issues } = parse(
      { it: test({ steps: steps.map(({ id }) => id) }, { variables: { change: text } }) },
      manifest,
    );
    expect(issues.map(({ file, path, code }) => [file, path, code])).toEqual([
      ['tests/it.json', 'variables', 'test_failed'],
    ]);
  });

  it('give differences without end and without secrets', () => {
    const inputs = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, n]));
    const { tests } = parse({ it: test({ inputs: { first: inputs } }) });
    expect(tests?.tests[0]?.differences).toHaveLength(TemplateTestLimits.differences);
    const properties = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, { type: 'string' }]));
    const variables = { type: 'object', properties: { change: {}, depth: {}, ...properties } };
    const wrong = parse({ it: test({ steps: [] }, { variables: inputs }) }, { variables, environments: {} });
    expect(wrong.tests?.tests[0]?.differences).toHaveLength(TemplateTestLimits.differences);
  });
});
