import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../packages/manifest/index.ts';
import { leastTemplate } from '../../support/leastManifests.ts';
import { schema, sourceOf, template, text } from '../../support/planSources.ts';

const utf8 = new TextEncoder();

function issuesOf(more: object, files: Record<string, string> = {}) {
  const list = Object.entries(files).map(([path, content]) => ({ path, bytes: utf8.encode(content) }));
  const { issues } = parseTemplate({ manifest: leastTemplate(more), files: list });
  expect(issues.filter(({ file }) => file !== 'template.json')).toEqual([]);
  return issues.map(({ path, code }) => `${path}: ${code}`);
}

const token = `ghp_${'a1B2'.repeat(9)}`;
const a = { id: 'a', agent: 'reader' };
const plan = (...steps: unknown[]) => ({ defaultPlan: { steps } });
const patched = (steps: unknown, more: object = {}) => ({ environments: { prod: { steps } }, ...more });

describe('a template has its issues where they were written', () => {
  it.each<[string, object, string]>([
    [
      'a prompt that is not there',
      plan({ ...a, inputs: { p: 'prompts/no.md' } }),
      'defaultPlan.steps[0].inputs.p: missing_file',
    ],
    ['a secret', { description: `Use ${token}` }, 'description: secret'],
    [
      'an allowance that allows nothing',
      { allowFindings: [{ rule: 'github-token', fingerprint: '0'.repeat(16), reason: 'r' }] },
      'allowFindings[0]: unused_allowance',
    ],
    [
      'an estimate above the timeout',
      { resourceProfile: { estimatedTimeMs: 2_000, timeoutSeconds: 1 } },
      'resourceProfile.estimatedTimeMs: estimate_exceeds_timeout',
    ],
    [
      'a default of an output in an environment',
      patched([{ id: 'a', outputs: { n: { type: 'string', default: 7 } } }]),
      'environments.prod.steps[0].outputs.n.default: invalid_default',
    ],
    ['a step of an environment without an agent', patched([{ id: 'b' }]), 'environments.prod.steps[0].agent: required'],
  ])('%s', (_, more, issue) => {
    expect(issuesOf(more)).toEqual([issue]);
  });

  it('and in its file, if it cannot be read', () => {
    const broken = {
      get files(): never {
        throw new Error('Broken.');
      },
    };
    expect(parseTemplate(broken)).toEqual({
      definition: null,
      issues: [
        {
          file: 'template.json',
          path: '',
          code: 'unreadable',
          message: 'The definition cannot be read. Report this as a bug.',
          severity: 'error',
        },
      ],
    });
  });
});

describe('an issue of a template is not repeated', () => {
  it.each<[string, object, string[]]>([
    [
      'for the values of a schema that is not valid',
      {
        variables: { type: 'object', properties: { a: { minLength: -1 } } },
        environments: { prod: { variables: { a: 1, b: 1 } } },
      },
      ['variables.properties.a.minLength: invalid_schema'],
    ],
    [
      'for each environment of a plan that is not valid',
      patched([{ id: 'a', name: 'A' }], plan({ ...a, dependsOn: ['none'] })),
      ['defaultPlan.steps[0].dependsOn[0]: unknown_step'],
    ],
    [
      'for outputs of steps that are not there',
      { defaultPlan: {}, expectedOutputs: { n: { from: 'a.n' } } },
      ['defaultPlan.steps: required'],
    ],
    [
      'for an id of another type',
      { templateId: 7, dependencies: { 7: '*' } },
      ['templateId: invalid_type', 'dependencies["7"]: invalid_id'],
    ],
    [
      'for a patch of a step that names no template',
      patched([{ id: 'a', name: 'A' }], plan({ id: 'a', template: {} }, { id: 'b', agent: 'reader' })),
      ['defaultPlan.steps[0].template.id: required'],
    ],
  ])('%s', (_, more, issues) => {
    expect(issuesOf(more)).toEqual(issues);
  });

  it('for environments after the 50th', () => {
    const names = Array.from({ length: 51 }, (_, index) => `e${index}`);
    const environments = Object.fromEntries(names.map((name) => [name, { steps: [{ id: 'new' }] }]));
    const issues = issuesOf({ environments });
    expect(issues.filter((issue) => issue.endsWith('.agent: required'))).toHaveLength(50);
    expect(issues).toContain('environments: too_long');
  });
});

describe('the plan of an environment', () => {
  const at = 'environments.prod.steps';

  it.each<[string, unknown, string[]]>([
    ['no step', [{ name: 'x' }], [`${at}[0].id: required`]],
    [
      'no step beside one',
      [{ name: 'x' }, { name: 'y' }, { id: 'new' }],
      [`${at}[0].id: required`, `${at}[1].id: required`, `${at}[2].agent: required`],
    ],
    ['null beside a step', [null, { id: 'new' }], [`${at}[0]: invalid_type`, `${at}[1].agent: required`]],
    ['a step twice', [{ id: 'a' }, { id: 'a' }], [`${at}[1].id: duplicate_step`]],
    ['inputs of another type', [{ id: 'a', inputs: ['{{ variables.none }}'] }], [`${at}[0].inputs: invalid_type`]],
    ['outputs of another type', [{ id: 'a', outputs: [1] }], [`${at}[0].outputs: invalid_type`]],
  ])('with %s has no other issues', (_, steps, issues) => {
    expect(issuesOf(patched(steps))).toEqual(issues);
  });

  it.each<[string, unknown, string]>([
    ['a template', 'x', `${at}[0].template: invalid_type`],
    ['variables of a template', { id: 'inner', variables: 'x' }, `${at}[0].template.variables: invalid_type`],
  ])('with %s of another type has no other issues', (_, template, issue) => {
    const inner = plan({ id: 'a', template: { id: 'inner', variables: { v: 1 } } });
    expect(issuesOf(patched([{ id: 'a', template }], { ...inner, dependencies: { inner: '*' } }))).toEqual([issue]);
  });

  it('is that of a default plan whose steps without an id are left out', () => {
    const steps = plan({ agent: 'reader', name: 'x' }, a);
    expect(issuesOf(patched([{ id: 'a', name: 'A' }], steps))).toEqual(['defaultPlan.steps[0].id: required']);
  });
});

describe('the tests of a template that includes others', () => {
  const inner = template('inner', [{ id: 'x', agent: 'writer' }], schema({ topic: text }));
  const failing = { name: 'It', expect: { steps: [] } };
  const parse = (ids: string[], variables: object) => {
    const steps = ids.map((id, index) => ({ id: `s${index}`, template: { id, variables } }));
    const dependencies = Object.fromEntries(ids.map((id) => [id, '*']));
    const files = [{ path: 'tests/it.json', bytes: utf8.encode(JSON.stringify(failing)) }];
    const source = { manifest: template('outer', steps, { dependencies }), files };
    return parseTemplate(source, { include: sourceOf(inner).include });
  };

  it('are not run if a step does not match what it includes', () => {
    const { issues, tests } = parse(['inner'], {});
    expect(issues.map(({ path, code }) => `${path}: ${code}`)).toEqual([
      'defaultPlan.steps[0].template.variables.topic: required',
    ]);
    expect(tests).toBeUndefined();
    expect(parse(['inner'], { topic: 't' }).tests?.tests).toHaveLength(1);
  });

  it('are not run without them, and those are named', () => {
    const { issues, definition } = parse(['gone', 'away'], {});
    expect(definition?.tests).toBeNull();
    expect(issues).toMatchObject([
      {
        path: 'dependencies.gone',
        message: 'The included template gone, away is not available here, so the plan and its tests were not checked.',
      },
    ]);
  });
});

it('a template is a draft if it says so', () => {
  const draftOf = (more: object) => parseTemplate({ manifest: leastTemplate(more), files: [] }).definition?.draft;
  expect([draftOf({}), draftOf({ status: 'draft' })]).toEqual([false, true]);
});
