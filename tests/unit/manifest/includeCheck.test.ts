import { describe, expect, it } from 'vitest';
import { checkIncludes, missingIncludes } from '../../../packages/manifest/checks/includeCheck.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';
import { schema, sourceOf, template, text } from '../../support/planSources.ts';

const place = { type: 'object', properties: { city: text, zip: text }, required: ['city', 'zip'] };
const inner = template('inner', [{ id: 'a', agent: 'writer', outputs: { note: 'A note.' } }], {
  ...schema({ place }),
  expectedOutputs: { note: { from: 'a.note' } },
});
const outerOf = (steps: object[], more: object = {}) => template('outer', steps, { ...schema({ tag: text }), ...more });

function problems(steps: object[], more: object = {}) {
  const issues = new Issues();
  checkIncludes(sourceOf(outerOf(steps, more), [inner]), issues);
  return issues.list().map(({ path, message }) => `${path}: ${message}`);
}
const include = (variables: object, more: object = {}) => ({ id: 'in', template: { id: 'inner', variables, ...more } });
const good = { place: { city: 'c', zip: 'z' } };

describe('a step that includes a template', () => {
  it('is checked once, in the default plan, if an environment leaves it as it is', () => {
    const steps = [{ id: 'first', agent: 'writer' }, include({})];
    for (const environments of [{ prod: {} }, { prod: { steps: [{ id: 'first', name: 'First' }] } }])
      expect(problems(steps, { environments })).toEqual([
        'defaultPlan.steps[1].template.variables.place: "place" is required.',
      ]);
  });

  it('must name an environment that the template has, if it has any', () => {
    expect(problems([include(good, { environment: 'prod' })])).toEqual([
      'defaultPlan.steps[0].template.environment: Unknown environment. The template inner has: none.',
    ]);
  });

  it('lacks nothing for certain within a value that is only known in a run', () => {
    const city = '{{ variables.tag }}';
    expect(problems([include({ place: { city } })])).toEqual([]);
    expect(problems([include({ place: { city: 'c' } })])).toEqual([
      'defaultPlan.steps[0].template.variables.place.zip: "zip" is required.',
    ]);
  });

  it('is not there where a template is not available, or the step is another', () => {
    const expectedOutputs = { a: { from: 'gone.note' }, b: { from: 'in.more' } };
    expect(problems([{ id: 'x', template: { id: 'gone' } }, include(good)], { expectedOutputs })).toEqual([
      'expectedOutputs.b.from: The template that "in" includes has no output "more" with "from"; it has: note.',
    ]);
  });
});

it('the templates that are not available are each named once', () => {
  const steps = ['gone', 'inner', 'gone', 'away'].map((id, index) => ({ id: `s${index}`, template: { id } }));
  expect(missingIncludes(sourceOf(outerOf(steps), [inner]))).toEqual(['gone', 'away']);
});
