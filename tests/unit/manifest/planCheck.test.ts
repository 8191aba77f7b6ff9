import { describe, expect, it } from 'vitest';
import { checkProfile, checkPromptReferences } from '../../../packages/manifest/checks/partCheck.ts';
import { parseTemplate } from '../../../packages/manifest/index.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';

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
    dependencies: { part: '*' },
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
      'do not wait for each other, apart from what one of them waits for',
      steps({ id: 'a', dependsOn: ['free', 'b'] }, { id: 'b', dependsOn: ['a'] }, { id: 'free' }),
      [cycle('defaultPlan.steps[0].dependsOn', 'a -> b -> a')],
    ],
    [
      'may be waited for in as many ways as there are',
      Array.from({ length: 60 }, (_, index) =>
        ['x', 'y'].map((name) => ({
          id: `${name}${index}`,
          agent: 'writer',
          dependsOn: index === 0 ? [] : [`x${index - 1}`, `y${index - 1}`],
        })),
      ).flat(),
      [],
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

  it('are not compared where they have no valid id', () => {
    const plan = [{}, {}, null, 'a', { id: 5 }, { id: 5 }, ...steps({ id: 'a', dependsOn: [5, null] })];
    const codes = issuesOf(plan as object[]).map(([, code]) => code);
    expect(codes).not.toEqual([]);
    expect(codes).not.toContain('duplicate_step');
    expect(codes).not.toContain('unknown_step');
  });

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

describe('what a step does', () => {
  const at = (inner: string) => `defaultPlan.steps[0].${inner}`;
  const later =
    'refers to a step: an included template is planned before any step has outputs. Write {{ variables.name }}.';
  const passes = (text: string) => ({ id: 'a', template: { id: 'part', variables: { x: text } } });

  it.each<[string, object, string[][]]>([
    [
      'an agent that is not supported',
      { id: 'a', agent: 'other' },
      [
        [
          at('agent'),
          'agent_not_supported',
          'Agent "other" is not in supportedAgents; add it there with a version range.',
        ],
      ],
    ],
    [
      'an agent and a template',
      { id: 'a', agent: 'writer', template: { id: 'part' } },
      [[at('template'), 'invalid_value', 'A step must have either "agent" or "template", not both.']],
    ],
    [
      'a template, with inputs and outputs',
      { id: 'a', template: { id: 'part' }, inputs: {}, outputs: {} },
      [
        [
          at('inputs'),
          'unknown_key',
          'A step that includes a template must not have "inputs"; pass "template.variables".',
        ],
        [
          at('outputs'),
          'unknown_key',
          'A step that includes a template must not have "outputs"; its outputs are those of the template.',
        ],
      ],
    ],
    [
      'a template that is no dependency',
      { id: 'a', template: { id: 'other' } },
      [
        [
          at('template.id'),
          'template_not_dependency',
          'Template "other" is not in dependencies; add it there with a version range.',
        ],
      ],
    ],
    ['a template with a variable', passes('{{ variables.tag }}'), []],
    [
      'a template with an undeclared variable',
      passes('{{ variables.none }}'),
      [
        [
          at('template.variables.x'),
          'unknown_variable',
          '{{ variables.none }} refers to an undeclared variable; declare it in "variables".',
        ],
      ],
    ],
    [
      'a template with all variables',
      passes('{{ variables }}'),
      [
        [
          at('template.variables.x'),
          'unknown_reference',
          '{{ variables }} is not a variable; write {{ variables.name }}.',
        ],
      ],
    ],
    [
      'a template with an output',
      passes('{{ steps.b.outputs.c }}'),
      [[at('template.variables.x'), 'unknown_reference', `{{ steps.b.outputs.c }} ${later}`]],
    ],
    [
      'a template with no valid placeholder',
      passes('{{ a b }}'),
      [
        [
          at('template.variables.x'),
          'invalid_reference',
          '{{ a b }} is not a valid placeholder; write {{ variables.name }}.',
        ],
      ],
    ],
  ])('is checked: %s', (_, step, expected) => {
    expect(issuesOf([step]).filter(([, code]) => code !== 'template_not_available')).toEqual(expected);
  });
});

describe('the parts of a definition', () => {
  const at = { file: 'template.json', path: ['a'] };
  const found = (check: (issues: Issues) => void) => {
    const issues = new Issues();
    check(issues);
    return issues.list().map(({ file, path, code, message }) => [file, path, code, message]);
  };

  it.each<[object, boolean]>([
    [{ estimatedTimeMs: 1_000, timeoutSeconds: 1 }, false],
    [{ estimatedTimeMs: 1_001, timeoutSeconds: 1 }, true],
    [{ estimatedTimeMs: 1_001 }, false],
    [{ timeoutSeconds: 1 }, false],
    [{ estimatedTimeMs: 1_001, timeoutSeconds: '1' }, false],
    [{ estimatedTimeMs: '1001', timeoutSeconds: 1 }, false],
  ])('contain no estimate above the timeout: %j', (profile, isWrong) => {
    const message =
      'Must not exceed timeoutSeconds: a run that takes this long is always stopped. Correct one of the two.';
    expect(found((issues) => checkProfile(profile, at, issues))).toEqual(
      isWrong ? [['template.json', 'a.estimatedTimeMs', 'estimate_exceeds_timeout', message]] : [],
    );
  });

  it('name no prompt that is not there', () => {
    const files = new Map([['prompts/a.md', null]]);
    const value = {
      there: 'prompts/a.md',
      list: [
        'prompts/deep/b.md',
        'see prompts/b.md',
        'prompts/b.md.txt',
        'prompts/b c.md',
        'prompts/{{ b }}.md',
        'prompts/.md',
      ],
    };
    const moved = (place: { file: string; path: readonly (string | number)[] }) => ({
      ...place,
      file: 'authored.json',
    });
    expect(found((issues) => checkPromptReferences(value, files, at, issues, moved))).toEqual([
      ['authored.json', 'a.list[0]', 'missing_file', 'File "prompts/deep/b.md" was not found in this folder.'],
    ]);
  });
});
