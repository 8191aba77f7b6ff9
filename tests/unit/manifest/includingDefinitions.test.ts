import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../packages/manifest/index.ts';
import { publish, schema, sourceOf, template, text } from '../../support/planSources.ts';

describe('a definition with a step that includes a template', () => {
  const { include } = sourceOf(publish);
  const parse = (steps: object[], more: object = {}, options: object = { include }) =>
    parseTemplate(
      {
        manifest: template('release', steps, {
          dependencies: { 'publish-note': '^1.0.0' },
          ...schema({ tag: text }),
          ...more,
        }),
        files: [],
      },
      options,
    ).issues.map(({ path, code }) => [path, code]);
  const tell = { id: 'tell', template: { id: 'publish-note', variables: { topic: '{{ variables.tag }}' } } };

  it('is valid', () => {
    expect(
      parse(
        [tell, { id: 'close', agent: 'writer', dependsOn: ['tell'], inputs: { u: '{{ steps.tell.outputs.url }}' } }],
        {
          expectedOutputs: { url: { from: 'tell.url' } },
        },
      ),
    ).toEqual([]);
  });

  it('is neither checked nor tested without the template, and says so', () =>
    expect(parse([tell], {}, {})).toEqual([['dependencies.publish-note', 'template_not_available']]));

  it.each([
    ['nothing to do', [{ id: 'tell' }], [['defaultPlan.steps[0].agent', 'required']]],
    ['an agent too', [{ ...tell, agent: 'writer' }], [['defaultPlan.steps[0].template', 'invalid_value']]],
    [
      'inputs and outputs',
      [{ ...tell, inputs: {}, outputs: {} }],
      [
        ['defaultPlan.steps[0].inputs', 'unknown_key'],
        ['defaultPlan.steps[0].outputs', 'unknown_key'],
      ],
    ],
    [
      'a template that is no dependency',
      [{ id: 'tell', template: { id: 'other' } }],
      [['defaultPlan.steps[0].template.id', 'template_not_dependency']],
    ],
    [
      'a variable that is not declared',
      [{ ...tell, template: { id: 'publish-note', variables: { topic: '{{ variables.x }}' } } }],
      [['defaultPlan.steps[0].template.variables.topic', 'unknown_variable']],
    ],
    [
      'an output as a variable',
      [{ ...tell, template: { id: 'publish-note', variables: { topic: ['{{ steps.a.outputs.b }}'] } } }],
      [['defaultPlan.steps[0].template.variables.topic[0]', 'unknown_reference']],
    ],
    ['no id of a template', [{ id: 'tell', template: {} }], [['defaultPlan.steps[0].template.id', 'required']]],
    ['a scoped id', [{ ...tell, id: 'tell/draft' }], [['defaultPlan.steps[0].id', 'invalid_step_id']]],
  ])('is refused with %s', (_, steps, issues) => expect(parse(steps)).toEqual(issues));

  it('is checked in every environment', () => {
    const environments = {
      a: { steps: [{ id: 'tell', agent: 'writer' }] },
      b: { steps: [{ id: 'more', template: { id: 'unknown' } }] },
      c: { steps: [{ id: 'more', template: { variables: {} } }] },
    };
    expect(parse([tell], { environments })).toEqual([
      ['environments.a.steps[0].template', 'invalid_value'],
      ['environments.b.steps[0].template.id', 'template_not_dependency'],
      ['environments.c.steps[0].agent', 'required'],
    ]);
  });

  it('that is not available says which ones are missing, through others too', () => {
    const between = template('publish-note', [
      { id: 'a', template: { id: 'deep-plan' } },
      { id: 'b', template: { id: 'deep-plan' } },
    ]);
    const own = template('publish-note', [
      { id: 'a', template: { id: 'publish-note' } },
      { id: 'b', template: { id: 'gone' } },
    ]);
    for (const [included, missing] of [
      [between, 'deep-plan'],
      [own, 'gone'],
    ] as const) {
      const { issues } = parseTemplate(
        {
          manifest: template('release', [tell], { dependencies: { 'publish-note': '*' }, ...schema({ tag: text }) }),
          files: [],
        },
        { include: sourceOf(included).include },
      );
      expect(issues).toMatchObject([
        {
          severity: 'warning',
          code: 'template_not_available',
          message: `The included template ${missing} is not available here, so the plan and its tests were not checked.`,
        },
      ]);
    }
  });

  const strict = template('publish-note', [{ id: 'draft', agent: 'writer', outputs: { note: 'The note.' } }], {
    ...schema({ topic: { type: 'object', properties: { name: text }, additionalProperties: false }, channel: text }),
    expectedOutputs: { note: { from: 'draft.note' }, about: 'Only described.' },
    environments: { loud: { variables: { channel: 'everyone' } }, quiet: {} },
  });
  const here = 'defaultPlan.steps[1].template';
  const good = { topic: { name: 'x' }, channel: 'c' };

  it.each<[string, object, string[][]]>([
    ['is complete', { variables: good }, []],
    ['gets the rest in its environment', { environment: 'loud', variables: { topic: { name: 'x' } } }, []],
    [
      'gets what is only known later',
      { variables: { topic: '{{ variables.tag }}', channel: 'a {{ variables.tag }}' } },
      [],
    ],
    [
      'lacks a variable',
      { environment: 'quiet', variables: { topic: {} } },
      [[`${here}.variables.channel`, 'required', '"channel" is required.']],
    ],
    [
      'lacks all variables',
      {},
      [
        [`${here}.variables.topic`, 'required', '"topic" is required.'],
        [`${here}.variables.channel`, 'required', '"channel" is required.'],
      ],
    ],
    [
      'gets a variable that it does not have',
      { variables: { ...good, more: 1, other: '{{ variables.tag }}' } },
      [
        [`${here}.variables.more`, 'unknown_variable', '"more" is not a variable of the template publish-note.'],
        [`${here}.variables.other`, 'unknown_variable', '"other" is not a variable of the template publish-note.'],
      ],
    ],
    [
      'gets a value that does not match',
      { variables: { topic: { name: 5, more: 1 }, channel: 7 } },
      [
        [`${here}.variables.channel`, 'invalid_type', 'Must be a string.'],
        [`${here}.variables.topic.more`, 'unknown_variable', expect.any(String) as string],
        [`${here}.variables.topic.name`, 'invalid_type', 'Must be a string.'],
      ],
    ],
    [
      'has no such environment',
      { environment: 'staging', variables: good },
      [
        [
          `${here}.environment`,
          'unknown_environment',
          'Unknown environment. The template publish-note has: loud, quiet.',
        ],
      ],
    ],
  ])('is checked against the template: it %s', (_, given, expected) => {
    const steps = [
      { id: 'first', agent: 'writer' },
      { id: 'tell', template: { id: 'publish-note', ...given } },
    ];
    const { issues } = parseTemplate(
      {
        manifest: template('release', steps, { dependencies: { 'publish-note': '*' }, ...schema({ tag: text }) }),
        files: [],
      },
      { include: sourceOf(strict).include },
    );
    const byPath = (a: string[], b: string[]) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1);
    expect(issues.map(({ path, code, message }) => [path, code, message]).sort(byPath)).toEqual(
      expected.toSorted(byPath),
    );
  });

  it('is checked against the template in each environment that changes it', () => {
    const environments = {
      a: {
        steps: [
          { id: 'more', agent: 'writer' },
          { id: 'tell', template: { variables: { channel: 7 } } },
        ],
      },
      b: {
        steps: [{ id: 'last', agent: 'writer', dependsOn: ['tell'], inputs: { x: '{{ steps.tell.outputs.url }}' } }],
      },
    };
    const steps = [
      { id: 'before', agent: 'writer' },
      { id: 'tell', template: { id: 'publish-note', environment: 'none', variables: good } },
    ];
    const { issues } = parseTemplate(
      {
        manifest: template('release', steps, {
          dependencies: { 'publish-note': '*' },
          ...schema({ tag: text }),
          expectedOutputs: { note: { from: 'tell.note' }, about: { from: 'tell.about' } },
          environments,
        }),
        files: [],
      },
      { include: sourceOf(strict).include },
    );
    expect(issues.map(({ path, code }) => [path, code])).toEqual([
      ['defaultPlan.steps[1].template.environment', 'unknown_environment'],
      ['expectedOutputs.about.from', 'unknown_output'],
      ['environments.a.steps[1].template.environment', 'unknown_environment'],
      ['environments.a.steps[1].template.variables.channel', 'invalid_type'],
      ['environments.b.steps[0].inputs.x', 'unknown_output'],
    ]);
  });
});
