import { describe, expect, it } from 'vitest';
import { planRun } from '../../../packages/manifest/contract/planRun.ts';
import type { TemplateManifest } from '../../../packages/manifest/index.ts';

const manifest = {
  variables: {
    type: 'object',
    properties: { region: { type: 'string' }, tag: { type: 'string' }, count: { type: 'integer' } },
    required: ['region', 'tag'],
    additionalProperties: false,
  },
  defaultPlan: { steps: [{ id: 'write', agent: 'writer', inputs: { tag: '{{ variables.tag }}' } }] },
  environments: { staging: { variables: { region: 'eu' } }, production: {} },
} as unknown as TemplateManifest;
const issuesOf = (environment: string | null, variables: object) =>
  planRun(manifest, environment, variables).issues.map(({ path, code }) => `${path}: ${code}`);

describe('a run in an unknown environment', () => {
  const unknown = 'environment: unknown_environment';

  it('reports what is missing, unknown and wrong in the variables with it', () => {
    expect(issuesOf('live', { count: 'x', others: 1 })).toEqual([
      unknown,
      'tag: required',
      'others: unknown_variable',
      'count: invalid_type',
    ]);
  });

  it('does not report as missing what one of the environments gives', () => {
    expect(issuesOf('live', { tag: 'v1' })).toEqual([unknown]);
    expect(issuesOf('staging', { tag: 'v1' })).toEqual([]);
    expect(issuesOf('production', { tag: 'v1' })).toEqual(['region: required']);
    expect(issuesOf(null, {})).toEqual(['region: required', 'tag: required']);
    expect(issuesOf('live', { tag: 'v1', region: 5 })).toEqual([unknown, 'region: invalid_type']);
  });

  it('names the environments that the template has', () => {
    const message = (environments: object | undefined) =>
      planRun({ ...manifest, environments } as unknown as TemplateManifest, 'live', { region: 'eu', tag: 'v1' }).issues;
    const issue = { file: 'variables', path: 'environment', code: 'unknown_environment', severity: 'error' };
    for (const [environments, names] of [
      [{ staging: {}, production: {} }, 'staging, production'],
      [{}, 'none'],
      [undefined, 'none'],
    ] as const)
      expect(message(environments)).toEqual([
        { ...issue, message: `Unknown environment. The template has: ${names}.` },
      ]);
  });
});

describe('the variables of a run', () => {
  const noneRequired = { ...manifest, variables: { type: 'object' } } as unknown as TemplateManifest;

  it.each([null, undefined, {}])('may be absent: %j', (given) => {
    expect(planRun(noneRequired, null, given).issues).toEqual([]);
  });

  it.each([[[1]], ['text'], [5]])('are an object, which %j is not', (given) => {
    const message = '`variables` must be an object.';
    expect(planRun(manifest, 'staging', given).issues).toEqual([
      { file: 'variables', path: '', code: 'not_an_object', message, severity: 'error' },
    ]);
  });

  it('contain no secret: the first fifty are reported', () => {
    const token = `ghp_${'aB3'.repeat(12)}`;
    const secrets = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`a${index}`, [token]]));
    const { issues } = planRun(noneRequired, null, secrets);
    expect(issues).toHaveLength(50);
    expect(issues[0]).toEqual({
      file: 'variables',
      path: 'a0[0]',
      code: 'secret',
      message: 'This looks like a secret. Send a reference such as ${secret:NAME} instead, and rotate the secret.',
      severity: 'error',
    });
  });
});

describe('the inputs of a plan', () => {
  const big = 'x'.repeat(250_000);
  const schema = { type: 'object', properties: { big: { type: 'string' } } };
  const agentStep = (id: string, inputs: object) => ({ id, agent: 'writer', inputs });
  const plan = (steps: object[], added: object[] = []) =>
    ({
      variables: schema,
      defaultPlan: { steps },
      environments: { staging: { steps: added } },
    }) as unknown as TemplateManifest;
  const tooLarge = (path: string, limit: string) => ({
    file: 'template.json',
    path,
    code: 'too_large',
    message: `With the variables filled in, ${limit} of inputs. Pass shorter variables.`,
    severity: 'error',
  });
  const planLimit = 'the plan has more than 16 MiB';

  it('have a maximum size together, which is reported at the first step that exceeds it', () => {
    const steps = ['a', 'b', 'c', 'd'].map((id) => agentStep(id, { x: '{{ variables.big }}' }));
    const one = { x: 'xx' };
    const characters = 2 * JSON.stringify(one).length;
    const filled = (most: number) => {
      const planned = planRun(plan(steps), null, { big: 'xx' }, most);
      return [planned.steps.map((step) => step.filled), planned.issues];
    };
    expect(filled(2 * characters)).toEqual([[one, one, one, one], []]);
    expect(filled(characters)).toEqual([[one, one, null, null], [tooLarge('defaultPlan.steps[2].inputs', planLimit)]]);
    expect(filled(characters - 1)).toEqual([
      [one, null, null, null],
      [tooLarge('defaultPlan.steps[1].inputs', planLimit)],
    ]);
  });

  it('are each at most 4 MiB: every step that has more is reported, where it was written', () => {
    const many = Array.from({ length: 17 }, () => '{{ variables.big }}');
    const { issues, steps } = planRun(
      plan(
        [agentStep('a', { many }), agentStep('b', { x: 1 }), { id: 'c', template: { id: 't', variables: { many } } }],
        [agentStep('d', {}), agentStep('e', { many })],
      ),
      'staging',
      { big },
    );
    const stepLimit = 'the step has more than 4 MiB';
    expect(issues).toEqual([
      tooLarge('defaultPlan.steps[0].inputs', stepLimit),
      tooLarge('defaultPlan.steps[2].template.variables', stepLimit),
      tooLarge('environments.staging.steps[1].inputs', stepLimit),
    ]);
    expect(steps.map(({ filled }) => filled)).toEqual([null, { x: 1 }, null, {}, null]);
  });
});

describe('the variables of included templates, beside a wrong one', () => {
  const including = (count: number, inputs: object) =>
    ({
      ...manifest,
      defaultPlan: {
        steps: Array.from({ length: count }, (_, index) => ({
          id: `step${index}`,
          name: 'Step',
          template: { id: 'part', variables: inputs },
        })),
      },
    }) as unknown as TemplateManifest;
  const filled = (template: TemplateManifest, tag: string, characters?: number) =>
    planRun(template, null, { region: 'eu', tag, count: 'x' }, characters).steps.map((step) => step.filled);

  it('are filled in where they do not depend on it', () => {
    expect(filled(including(1, { tag: 'v{{ variables.tag }}' }), '1')).toEqual([{ tag: 'v1' }]);
    expect(filled(including(1, { tag: '{{ variables.count }}' }), '1')).toEqual([null]);
  });

  it.each<[string, object, boolean]>([
    ['a part of it is wrong', { wrong: { a: 1 } }, false],
    ['an item of it is wrong', { wrong: [1] }, false],
    ['only one is wrong whose name begins with its name', { wrong: {}, wrongs: 1 }, true],
    ['only others are wrong', { wrong: {}, other: 1 }, true],
    ['another is wrong as well', { wrong: 1, other: 1 }, false],
  ])('depend on it where %s', (_, variables, expected) => {
    const text = { type: 'string' };
    const properties = {
      wrong: { type: ['object', 'array'], properties: { a: text }, items: text },
      wrongs: text,
      other: text,
    };
    const template = { ...including(1, { x: '{{ variables.wrong }}' }), variables: { type: 'object', properties } };
    const { issues, steps } = planRun(template as unknown as TemplateManifest, null, variables);
    expect(issues).not.toEqual([]);
    expect(steps[0]?.filled !== null).toBe(expected);
  });

  it('are not filled in if it is not known what is wrong', () => {
    const { steps } = planRun(including(1, { tag: '{{ variables.tag }}' }), 'staging', 'no object');
    expect(steps.map((step) => step.filled)).toEqual([null]);
  });

  it('are filled in until they are too large together', () => {
    const one = { tag: 'v1' };
    const characters = 2 * JSON.stringify(one).length;
    const template = including(4, { tag: 'v{{ variables.tag }}' });
    expect(filled(template, '1', characters)).toEqual([one, one, null, null]);
    expect(filled(template, '1', characters - 1)).toEqual([one, null, null, null]);
    expect(filled(template, '1')).toEqual([one, one, one, one]);
  });

  it('are as large as they are, beside steps with an agent', () => {
    const one = { tag: 'v1' };
    const [include] = including(1, { tag: 'v{{ variables.tag }}' }).defaultPlan.steps;
    const steps = [manifest.defaultPlan.steps[0], include, manifest.defaultPlan.steps[0], { ...include, id: 'last' }];
    const template = { ...manifest, defaultPlan: { steps } } as unknown as TemplateManifest;
    expect(filled(template, '1', 2 * JSON.stringify(one).length)).toEqual([null, one, null, one]);
  });
});
