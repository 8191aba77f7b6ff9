import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../packages/manifest/index.ts';

const steps = (...list: object[]) => list.map((step) => ({ agent: 'writer', ...step }));
const chain = (...ids: string[]) =>
  steps(...ids.map((id, index) => ({ id, dependsOn: [ids[(index + 1) % ids.length]] })));

function issuesOf(plan: object[], environment: object[] = []) {
  const manifest = {
    templateId: 'some-template',
    name: 'T',
    description: 'd',
    version: '1.0.0',
    defaultPlan: { steps: plan },
    expectedOutputs: {},
    rollbackAdvice: 'r',
    supportedAgents: { writer: '*' },
    resourceProfile: {},
    variables: { type: 'object', properties: { tag: { type: 'string' } } },
    environments: { prod: { steps: environment } },
  };
  return parseTemplate({ manifest, files: [] }).issues.map(({ path, code, message }) => [path, code, message]);
}

describe('the steps of a plan', () => {
  const cycle = (path: string, ids: string) => [
    path,
    'dependency_cycle',
    `Dependency cycle: ${ids}. Remove one of these dependencies.`,
  ];

  it.each<[string, object[], string[][]]>([
    [
      'have different ids',
      steps({ id: 'a' }, { id: 'a' }),
      [['defaultPlan.steps[1].id', 'duplicate_step', 'Step ids must be unique; "a" is used twice.']],
    ],
    [
      'depend on others',
      steps({ id: 'a', dependsOn: ['b', 'a', 'none'] }, { id: 'b' }),
      [
        ['defaultPlan.steps[0].dependsOn[1]', 'dependency_cycle', 'A step must not depend on itself.'],
        ['defaultPlan.steps[0].dependsOn[2]', 'unknown_step', 'Step "none" was not found in the plan.'],
      ],
    ],
    ['do not wait for each other', chain('a', 'b'), [cycle('defaultPlan.steps[0].dependsOn', 'a -> b -> a')]],
    [
      'do not wait for each other, apart from those before',
      steps(
        { id: 'free' },
        { id: 'x', dependsOn: ['free', 'a'] },
        { id: 'a', dependsOn: ['b'] },
        { id: 'b', dependsOn: ['a'] },
      ),
      [cycle('defaultPlan.steps[2].dependsOn', 'a -> b -> a')],
    ],
    [
      'do not wait for each other: the first ten are named',
      chain(...'abcdefghijkl'),
      [cycle('defaultPlan.steps[0].dependsOn', 'a -> b -> c -> d -> e -> f -> g -> h -> i -> j')],
    ],
    [
      'may be waited for twice',
      steps(
        { id: 'a' },
        { id: 'b', dependsOn: ['a'] },
        { id: 'c', dependsOn: ['a'] },
        { id: 'd', dependsOn: ['b', 'c'] },
      ),
      [],
    ],
  ])('%s', (_, plan, expected) => expect(issuesOf(plan)).toEqual(expected));

  it('are reported where an environment adds or changes them', () => {
    const plan = steps({ id: 'a' }, { id: 'b', dependsOn: ['a'] });
    expect(issuesOf(plan, [{ id: 'a', dependsOn: ['none'] }, ...steps({ id: 'c', dependsOn: ['c'] })])).toEqual([
      ['environments.prod.steps[0].dependsOn[0]', 'unknown_step', 'Step "none" was not found in the plan.'],
      ['environments.prod.steps[1].dependsOn[0]', 'dependency_cycle', 'A step must not depend on itself.'],
    ]);
    expect(issuesOf(plan, [{ id: 'a', dependsOn: ['b'] }])).toEqual([
      cycle('environments.prod.steps[0].dependsOn', 'a -> b -> a'),
    ]);
  });

  it('are reported in the list of an environment where it breaks one that it does not change', () => {
    const text = '{{ steps.x.outputs.note }}';
    const plan = steps(
      { id: 'x', outputs: { note: 'A note.' } },
      { id: 'a', dependsOn: ['x'] },
      { id: 'b', dependsOn: ['a'], inputs: { text } },
    );
    const message = `In step "b": ${text} refers to a step that does not run before this one; add "x" to dependsOn.`;
    expect(issuesOf(plan, [{ id: 'a', dependsOn: [] }])).toEqual([
      ['environments.prod.steps', 'step_not_awaited', message],
    ]);
  });
});

describe('a placeholder in the inputs of a step', () => {
  const write = '{{ variables.name }} or {{ steps.id.outputs.name }}.';
  const neither = `is neither a variable nor a step output; write ${write}`;

  it.each<[string, string | null, string]>([
    ['{{ variables.tag }}', null, ''],
    ['{{ steps.first.outputs.note }}', null, ''],
    ['{{ steps.second.outputs.note.words.0 }}', null, ''],
    ['{{ a b }}', 'invalid_reference', `is not a valid placeholder; write ${write}`],
    ['{{ variables.none }}', 'unknown_variable', 'refers to an undeclared variable; declare it in "variables".'],
    ['{{ variables }}', 'unknown_reference', neither],
    ['{{ other.first.outputs.note }}', 'unknown_reference', neither],
    ['{{ steps.first.results.note }}', 'unknown_reference', neither],
    ['{{ steps.first.outputs }}', 'unknown_reference', neither],
    ['{{ steps }}', 'unknown_reference', neither],
    ['{{ steps.none.outputs.note }}', 'unknown_step', 'refers to a step that is not in the plan; check the step id.'],
    [
      '{{ steps.later.outputs.note }}',
      'step_not_awaited',
      'refers to a step that does not run before this one; add "later" to dependsOn.',
    ],
    [
      '{{ steps.second.outputs.none }}',
      'unknown_output',
      'refers to an output that the step does not declare; add it to the "outputs" of that step.',
    ],
  ])('%s', (text, code, message) => {
    const outputs = { note: 'A note.' };
    const plan = steps(
      { id: 'first', outputs },
      { id: 'second', dependsOn: ['first'], outputs },
      { id: 'third', dependsOn: ['second'], inputs: { list: ['Text', text] } },
      { id: 'later', outputs },
    );
    const expected = code === null ? [] : [['defaultPlan.steps[2].inputs.list[1]', code, `${text} ${message}`]];
    expect(issuesOf(plan)).toEqual(expected);
  });
});
