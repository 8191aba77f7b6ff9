import { describe, expect, it } from 'vitest';
import { expandRun, includeLimits } from '../../../packages/manifest/contract/expandRun.ts';
import { includeProblems, stepPath } from '../../../packages/manifest/contract/includeProblems.ts';
import { runOutputs } from '../../../packages/manifest/contract/runOutputs.ts';
import {
  outputSource,
  type RunScopes,
  scopedOutputs,
  sourcesOf,
} from '../../../packages/manifest/contract/runScope.ts';
import type { TemplateManifest } from '../../../packages/manifest/index.ts';
import { publish, schema, sourceOf, template, text } from '../../support/planSources.ts';

const outer = (more: object = {}, rest: object = {}) =>
  template(
    'release',
    [
      { id: 'build', agent: 'writer', outputs: { log: 'The log.' } },
      {
        id: 'tell',
        dependsOn: ['build'],
        template: { id: 'publish-note', variables: { topic: 'Release {{ variables.tag }}' }, ...more },
      },
      { id: 'close', agent: 'writer', dependsOn: ['tell'], inputs: { url: '{{ steps.tell.outputs.url }}' } },
    ],
    { ...schema({ tag: text }), dependencies: { 'publish-note': '^1.0.0' }, ...rest },
  );

const issuesOf = (manifest: TemplateManifest, others: readonly TemplateManifest[], variables: object = { tag: 'v1' }) =>
  expandRun(sourceOf(manifest, others), null, variables).issues.map(({ path, code }) => [path, code]);

describe('a plan with an included template', () => {
  it('has its steps in the place of the step, with scoped ids, and waits for its last steps', () => {
    const { steps, issues } = expandRun(sourceOf(outer(), [publish]), null, { tag: 'v1' });
    expect(issues).toEqual([]);
    expect(steps.map(({ id, dependsOn, filled, data }) => [id, dependsOn, filled, data])).toEqual([
      ['build', [], {}, 'release'],
      ['tell/draft', ['build'], { about: 'Release v1' }, 'publish-note'],
      ['tell/post', ['tell/draft'], { note: '{{ steps.draft.outputs.note }}', channel: 'general' }, 'publish-note'],
      ['close', ['tell/post'], { url: '{{ steps.tell.outputs.url }}' }, 'release'],
    ]);
  });

  it('keeps what the template was given, and where its outputs come from', () => {
    expect(expandRun(sourceOf(outer(), [publish]), null, { tag: 'v1' }).scopes).toEqual({
      tell: {
        templateId: 'publish-note',
        version: '1.0.0',
        environment: null,
        variables: { topic: 'Release v1', channel: 'general' },
        outputs: {
          url: { stepId: 'tell/post', path: ['url'] },
          words: { stepId: 'tell/draft', path: ['note', 'words'] },
        },
      },
    });
  });

  it('uses the environment that the step names', () => {
    const { steps } = expandRun(sourceOf(outer({ environment: 'loud' }), [publish]), null, { tag: 'v1' });
    expect(steps.find(({ id }) => id === 'tell/post')?.filled).toMatchObject({ channel: 'everyone' });
  });

  it('merges what an environment changes of the step', () => {
    const environments = {
      production: {
        steps: [{ id: 'tell', template: { environment: 'loud', variables: { topic: 'Now: {{ variables.tag }}' } } }],
      },
    };
    const { steps } = expandRun(sourceOf(outer({}, { environments }), [publish]), 'production', { tag: 'v1' });
    expect(steps.filter(({ id }) => id.startsWith('tell/')).map(({ filled }) => filled)).toEqual([
      { about: 'Now: v1' },
      { note: '{{ steps.draft.outputs.note }}', channel: 'everyone' },
    ]);
  });

  it('never renders a value twice', () => {
    const { steps, scopes } = expandRun(sourceOf(outer(), [publish]), null, {
      tag: '{{ variables.channel }} and {{{{ steps.x.outputs.y }}',
    });
    const rendered = 'Release {{ variables.channel }} and {{{{ steps.x.outputs.y }}';
    expect(steps[1]?.filled).toEqual({ about: rendered });
    expect(scopes.tell?.variables.topic).toBe(rendered);
  });

  it('reports what is wrong with its variables at the step, with everything else', () => {
    const wrong = outer({ variables: { topic: 7, chanel: 'a' } });
    const inner = [
      ['defaultPlan.steps[1].template.variables.chanel', 'unknown_variable'],
      ['defaultPlan.steps[1].template.variables.topic', 'invalid_type'],
    ];
    expect(issuesOf(wrong, [publish])).toEqual(inner);
    expect(issuesOf(wrong, [publish], {})).toEqual([['tag', 'required'], ...inner]);
    expect(issuesOf(outer({ variables: {} }), [publish])).toEqual([
      ['defaultPlan.steps[1].template.variables.topic', 'required'],
    ]);
    expect(issuesOf(outer({ environment: 'quiet' }), [publish])).toEqual([
      ['defaultPlan.steps[1].template.environment', 'unknown_environment'],
    ]);
  });

  it('reports nothing of a template to which a wrong variable would be passed', () => {
    const short = { ...publish, ...schema({ topic: { type: 'string', maxLength: 10 } }) };
    expect(issuesOf(outer(), [short], { tag: 'v1' })).toEqual([]);
    expect(issuesOf(outer(), [short], { tag: 'v1.2.3' })).toEqual([
      ['defaultPlan.steps[1].template.variables.topic', 'invalid_value'],
    ]);
    expect(issuesOf(outer(), [short], { tag: 1 })).toEqual([['tag', 'invalid_type']]);
    expect(issuesOf(outer(), [short], { tag: 'v1.2.3', other: 1 })).toEqual([
      ['other', 'unknown_variable'],
      ['defaultPlan.steps[1].template.variables.topic', 'invalid_value'],
    ]);
  });

  it('reports nothing of an included template when the environment is not known', () => {
    const { issues } = expandRun(sourceOf(outer({ variables: { topic: 7 } }), [publish]), 'nowhere', { tag: 'v1' });
    expect(issues.map(({ path, code }) => [path, code])).toEqual([['environment', 'unknown_environment']]);
  });

  it('reports outputs that the template does not have', () => {
    const taken = outer({}, { expectedOutputs: { where: { from: 'tell.address' }, about: { from: 'tell.about' } } });
    expect(issuesOf(taken, [publish])).toEqual([
      ['expectedOutputs.where.from', 'unknown_output'],
      ['expectedOutputs.about.from', 'unknown_output'],
    ]);
    const { expectedOutputs: _, ...rest } = publish;
    expect(issuesOf(outer(), [{ ...rest, expectedOutputs: {} }])).toEqual([
      ['defaultPlan.steps[2].inputs.url', 'unknown_output'],
    ]);
  });

  it('says which outputs the template has', () => {
    const issueOf = (manifest: TemplateManifest, included: TemplateManifest) =>
      expandRun(sourceOf(manifest, [included]), null, { tag: 'v1' }).issues;
    const issue = (path: string, name: string, names: string) => ({
      file: 'template.json',
      path,
      code: 'unknown_output',
      message: `The template that "tell" includes has no output "${name}" with "from"; it has: ${names}.`,
      severity: 'error',
    });
    const taken = outer({}, { expectedOutputs: { where: { from: 'tell.address' } } });
    expect(issueOf(taken, publish)).toEqual([issue('expectedOutputs.where.from', 'address', 'url, words')]);
    expect(issueOf(outer(), { ...publish, expectedOutputs: {} })).toEqual([
      issue('defaultPlan.steps[2].inputs.url', 'url', 'none'),
    ]);
  });

  it('does not take a variable with the name of the step for an output of it', () => {
    const close = {
      id: 'close',
      agent: 'writer',
      dependsOn: ['tell'],
      inputs: { x: '{{ variables.tell.topic.name }}' },
    };
    const tell = { id: 'tell', template: { id: 'publish-note', variables: { topic: 'x' } } };
    const named = template('release', [tell, close], schema({ tell: { type: 'object' } }));
    expect(issuesOf(named, [publish], { tell: { topic: { name: 'x' } } })).toEqual([]);
  });

  it('is reported where the environment adds the step', () => {
    const include = { template: { id: 'publish-note' } };
    const added = [
      { id: 'again', ...include },
      { id: 'first', agent: 'writer' },
      { id: 'last', ...include },
    ];
    const manifest = outer({}, { environments: { staging: { steps: added } } });
    const { issues } = expandRun(sourceOf(manifest, [publish]), 'staging', { tag: 'v1' });
    expect(issues.map(({ path, code }) => [path, code])).toEqual([
      ['environments.staging.steps[0].template.variables.topic', 'required'],
      ['environments.staging.steps[2].template.variables.topic', 'required'],
    ]);
    expect(stepPath(manifest, 'staging', 'tell', 1)).toEqual(['defaultPlan', 'steps', 1]);
  });

  it('has no steps if its variables are wrong, nor if those of the outer plan are', () => {
    const wrong = expandRun(sourceOf(outer({ variables: { topic: 7 } }), [publish]), null, { tag: 'v1' });
    expect(wrong.steps.map(({ id }) => id)).toEqual(['build', 'close']);
    expect(wrong.scopes).toEqual({});
    const invalid = expandRun(sourceOf(outer({ variables: { topic: 'x' } }), [publish]), null, {});
    expect(invalid.steps.map(({ id, data }) => [id, data])).toEqual([
      ['build', 'release'],
      ['close', 'release'],
    ]);
    expect(invalid.scopes).toEqual({});
  });

  it('that is not available is left to what resolves it', () => {
    const { steps, issues, scopes } = expandRun(sourceOf(outer()), null, { tag: 'v1' });
    expect(issues).toEqual([]);
    expect(steps.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['build', []],
      ['close', []],
    ]);
    expect(scopes).toEqual({});
  });

  it('has a maximum size together with the plan and other templates', () => {
    const twice = template(
      'twice',
      ['one', 'two'].map((id) => ({
        id,
        template: { id: 'publish-note', variables: { topic: '{{ variables.tag }}' } },
      })),
      { ...schema({ tag: text }), dependencies: { 'publish-note': '*' } },
    );
    const source = sourceOf(twice, [publish]);
    const given = { tag: 'v1' };
    const { steps } = expandRun(source, null, given);
    const inputs = [{ topic: 'v1' }, { topic: 'v1' }, ...steps.map(({ filled }) => filled)];
    const characters = inputs.reduce((sum: number, each) => sum + JSON.stringify(each).length, 0);
    expect(expandRun(source, null, given, characters).issues).toEqual([]);
    expect(expandRun(source, null, given, characters - 1).issues).toEqual([
      {
        file: 'template.json',
        path: 'defaultPlan.steps[1].template',
        code: 'too_large',
        message: 'With the variables filled in, the plan has more than 16 MiB of inputs. Pass shorter variables.',
        severity: 'error',
      },
    ]);
  });

  it('to which variables would be passed that are too large is not reported as incomplete', () => {
    const large = outer({ variables: { topic: '{{ variables.tag }}'.repeat(17) } });
    expect(issuesOf(large, [publish], { tag: 'x'.repeat(250_000) })).toEqual([
      ['defaultPlan.steps[1].template.variables', 'too_large'],
    ]);
  });
});

describe('what is wrong with an included template', () => {
  const at = ['defaultPlan', 'steps', 1, 'template'];
  const here = 'defaultPlan.steps[1].template';
  const variable = (path: string) => ({ file: 'variables', path, code: 'invalid_type' });

  it.each<[string, { file: string; path: string; code: string }, string, [path: string, message: string]]>([
    ['a variable', variable('a.b'), '', [`${here}.variables.a.b`, 'Wrong.']],
    ['a variable with another name', variable('["a b"]'), '', [`${here}.variables["a b"]`, 'Wrong.']],
    ['all variables', variable(''), '', [`${here}.variables`, 'Wrong.']],
    ['a variable deeper', variable('a.b'), 'In x: ', [here, 'In x: variable a.b: Wrong.']],
    ['all variables deeper', variable(''), 'In x: ', [here, 'In x: Wrong.']],
    [
      'the environment',
      { file: 'variables', path: 'environment', code: 'unknown_environment' },
      '',
      [`${here}.environment`, 'Wrong.'],
    ],
    [
      'the environment deeper',
      { file: 'variables', path: 'environment', code: 'unknown_environment' },
      'In x: ',
      [here, 'In x: Wrong.'],
    ],
    ['its plan', { file: 'template.json', path: 'defaultPlan', code: 'too_large' }, '', [here, 'Wrong.']],
    [
      'its plan deeper',
      { file: 'template.json', path: 'defaultPlan', code: 'too_large' },
      'In x: ',
      [here, 'In x: Wrong.'],
    ],
  ])('is reported at the step that includes it: %s', (_, issue, before, [path, message]) => {
    expect(includeProblems([{ ...issue, message: 'Wrong.', severity: 'error' }], at, before)).toEqual([
      { file: 'template.json', path, code: issue.code, message, severity: 'error' },
    ]);
  });
});

describe('the outputs of a run', () => {
  const outputs = new Map<string, unknown>([
    ['build', { log: 'x' }],
    ['tell/post', { url: 'u', more: { a: { b: 1 } } }],
    ['tell/draft', null],
    ['deep', { steps: { build: { outputs: { log: 2 } } } }],
  ]);
  const scopes = {
    tell: {
      templateId: 'publish-note',
      version: '1.0.0',
      environment: null,
      variables: {},
      outputs: {
        url: { stepId: 'tell/post', path: ['url'] },
        more: { stepId: 'tell/post', path: ['more', 'a'] },
        note: { stepId: 'tell/draft', path: ['note'] },
        lost: { stepId: 'tell/post', path: ['url', 'inner'] },
      },
    },
  } satisfies RunScopes;

  it('are those of its steps, and of the templates that they include', () => {
    expect(scopedOutputs('build', scopes, outputs)).toEqual({ log: 'x' });
    expect(scopedOutputs('tell', scopes, outputs)).toEqual({ url: 'u', more: { b: 1 }, note: null, lost: null });
    expect(sourcesOf('build', scopes)).toEqual(['build']);
    expect(sourcesOf('tell', scopes)).toEqual(['tell/post', 'tell/draft']);
    expect(outputSource(scopes, 'build', ['log', 'a'])).toEqual({ stepId: 'build', path: ['log', 'a'] });
    expect(outputSource(scopes, 'tell', ['more', 'b'])).toEqual({ stepId: 'tell/post', path: ['more', 'a', 'b'] });
    expect(outputSource(scopes, 'tell', ['none'])).toBeNull();
  });

  it.each<[unknown, unknown]>([
    ['build.log', 'x'],
    [' build.log ', 'x'],
    ['steps.build.outputs.log', 'x'],
    ['{{ steps.build.outputs.log }}', 'x'],
    [' {{build.log}} ', 'x'],
    ['tell.more.b', 1],
    ['tell.none', null],
    ['other.log', null],
    ['x.steps.build.outputs.log', null],
    ['deep.steps.build.outputs.log', 2],
    ['build.{{log', null],
    ['build.}}log', null],
  ])('are taken from %j', (from, expected) => {
    const steps = [...outputs].map(([stepId, given]) => ({ stepId, outputs: given }));
    expect(runOutputs({ result: { from } }, steps, scopes)).toEqual({ result: expected });
  });

  it.each([
    null,
    undefined,
    'text',
    [{ from: 'build.log' }],
    { a: 'Only described.' },
    { a: null },
    { a: { from: 5 } },
    { a: { from: 'build' } },
    { a: { from: '.log' } },
    { a: {} },
  ])('are none where none has a source: %j', (expected) => {
    expect(runOutputs(expected, [{ stepId: 'build', outputs: { log: 'x' } }])).toEqual({});
  });
});

describe('templates that include each other', () => {
  const chain = (depth: number): TemplateManifest[] =>
    Array.from({ length: depth }, (_, index) => {
      const id = `level-${index}`;
      const next = `level-${index + 1}`;
      const variables = { x: '{{ variables.x }}!' };
      return index === depth - 1
        ? template(id, [{ id: 'leaf', agent: 'writer', inputs: { x: '{{ variables.x }}' }, outputs: { y: 'Y.' } }], {
            ...schema({ x: text }),
            expectedOutputs: { y: { from: 'leaf.y' } },
          })
        : template(id, [{ id: 'in', template: { id: next, variables } }], {
            ...schema({ x: text }),
            dependencies: { [next]: '*' },
            expectedOutputs: { y: { from: 'steps.in.outputs.y' } },
          });
    });

  it('are expanded three deep', () => {
    const [first, ...others] = chain(4);
    const { steps, scopes, issues } = expandRun(sourceOf(first as TemplateManifest, others), null, { x: 'a' });
    expect(issues).toEqual([]);
    expect(steps.map(({ id, filled }) => [id, filled])).toEqual([['in/in/in/leaf', { x: 'a!!!' }]]);
    expect(scopes.in?.outputs).toEqual({ y: { stepId: 'in/in/in/leaf', path: ['y'] } });
    expect(Object.keys(scopes).sort()).toEqual(['in', 'in/in', 'in/in/in']);
  });

  it('report what is wrong deeper at the step of the outermost plan, and where', () => {
    const [first, second, third] = chain(3) as [TemplateManifest, TemplateManifest, TemplateManifest];
    const strict = { ...third, ...schema({ x: { type: 'string', maxLength: 2 } }) };
    const { issues } = expandRun(sourceOf(first, [second, strict]), null, { x: 'a' });
    expect(issues).toEqual([
      {
        file: 'template.json',
        path: 'defaultPlan.steps[0].template',
        code: 'invalid_value',
        message: expect.stringMatching(/^In in\/in: variable x: /),
        severity: 'error',
      },
    ]);
  });

  it(`are refused when they are more than ${includeLimits.depth} deep`, () => {
    const [most, ...others] = chain(includeLimits.depth + 1) as [TemplateManifest, ...TemplateManifest[]];
    expect(issuesOf(most, others, { x: 'a' })).toEqual([]);
    const [deeper, ...more] = chain(includeLimits.depth + 2) as [TemplateManifest, ...TemplateManifest[]];
    expect(issuesOf(deeper, more, { x: 'a' })).toEqual([['defaultPlan.steps[0].template', 'includes_too_deep']]);
  });

  it('say where they are too deep, or include themselves', () => {
    const [deeper, ...more] = chain(includeLimits.depth + 2) as [TemplateManifest, ...TemplateManifest[]];
    const messages = (manifest: TemplateManifest, others: TemplateManifest[], variables: object) =>
      expandRun(sourceOf(manifest, others), null, variables).issues.map(({ message }) => message);
    expect(messages(deeper, more, { x: 'a' })).toEqual([
      'In in/in/in/in/in/in/in/in/in: Templates may include each other at most 8 deep.',
    ]);
    const own = template('own', [{ id: 'a', template: { id: 'own' } }], { dependencies: { own: '*' } });
    expect(messages(own, [], {})).toEqual(['The template own includes itself.']);
  });

  it('have no output that comes from one that does not exist', () => {
    const [first, second, third] = chain(3) as [TemplateManifest, TemplateManifest, TemplateManifest];
    const { issues, scopes } = expandRun(sourceOf(first, [second, { ...third, expectedOutputs: {} }]), null, {
      x: 'a',
    });
    expect(issues.map(({ path, message }) => [path, message])).toEqual([
      ['defaultPlan.steps[0].template', expect.stringMatching(/^In in: The template that "in" includes has no output/)],
      ['expectedOutputs.y.from', expect.stringMatching(/^The template that "in" includes has no output/)],
    ]);
    expect(scopes.in?.outputs).toEqual({});
  });

  it('are refused when they include themselves, and never loop', () => {
    const a = template('aa', [{ id: 'b', template: { id: 'bb' } }], { dependencies: { bb: '*' } });
    const b = template('bb', [{ id: 'a', template: { id: 'aa' } }], { dependencies: { aa: '*' } });
    expect(issuesOf(a, [b], {})).toEqual([['defaultPlan.steps[0].template', 'dependency_cycle']]);
  });

  it(`are refused with more than ${includeLimits.steps} steps, once, however many there are`, () => {
    const steps = (count: number, work: object) =>
      Array.from({ length: count }, (_, index) => ({ id: `s${index}`, ...work }));
    const leaf = template('leaf-plan', steps(49, { agent: 'writer' }));
    const include = { template: { id: 'leaf-plan' } };
    const dependencies = { 'leaf-plan': '*' };
    const fits = template('fits', steps(10, include), { dependencies });
    expect(expandRun(sourceOf(fits, [leaf]), null, {})).toMatchObject({ issues: [], steps: { length: 490 } });
    const middle = template('middle', steps(200, include), { dependencies });
    const huge = template('huge', steps(200, { template: { id: 'middle' } }), { dependencies: { middle: '*' } });
    expect(issuesOf(huge, [middle, leaf], {})).toEqual([['defaultPlan.steps[0].template', 'too_many_steps']]);
  });

  it('count with the steps of the outermost plan, and those that include them', () => {
    const steps = (name: string, count: number, work: object) =>
      Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, ...work }));
    const leaf = template('leaf-plan', steps('s', 99, { agent: 'writer' }));
    const include = { template: { id: 'leaf-plan' } };
    const plan = (agents: number, wrong: object[] = []) =>
      template('plan', [...steps('a', agents, { agent: 'writer' }), ...wrong, ...steps('i', 4, include)], {
        dependencies: { 'leaf-plan': '*' },
      });
    expect(issuesOf(plan(100), [leaf], {})).toEqual([]);
    const message = 'With included templates, a plan may have at most 500 steps.';
    expect(expandRun(sourceOf(plan(101), [leaf]), null, {}).issues).toEqual([
      {
        file: 'template.json',
        path: 'defaultPlan.steps[104].template',
        code: 'too_many_steps',
        message,
        severity: 'error',
      },
    ]);
    const wrong = [{ id: 'wrong', template: { id: 'leaf-plan', environment: 'none' } }];
    expect(issuesOf(plan(100, wrong), [leaf], {})).toEqual([
      ['defaultPlan.steps[100].template.environment', 'unknown_environment'],
      ['defaultPlan.steps[104].template', 'too_many_steps'],
    ]);
  });
});
