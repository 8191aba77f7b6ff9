import { describe, expect, it } from 'vitest';
import { runTemplateTest } from '../../../packages/manifest/checks/runTemplateTest.ts';
import { maxPlanCharacters } from '../../../packages/manifest/contract/planRun.ts';
import type { TemplateTest } from '../../../packages/manifest/contract/templateTest.ts';
import { schema, sourceOf, template, text } from '../../support/planSources.ts';

const draft = {
  id: 'draft',
  agent: 'writer',
  inputs: { about: '{{ variables.topic }}' },
  outputs: { note: 'A note.', more: 'More.' },
};
const post = { id: 'post', agent: 'writer', dependsOn: ['draft'], inputs: { note: '{{ steps.draft.outputs.note }}' } };
const topic = schema({ topic: text });
const test = (more: object): TemplateTest => ({ name: 'It', variables: { topic: 't' }, expect: {}, ...more });

/** The differences of a test of a template with these steps, and what is left of the budget. */
function run(
  more: object,
  { steps = [draft, post] as object[], characters = maxPlanCharacters, declared = topic as object } = {},
) {
  const budget = { characters };
  const differences = runTemplateTest(sourceOf(template('t', steps, declared)), test(more), budget);
  return {
    differences,
    messages: differences.map(({ path, message }) => `${path}: ${message}`),
    left: budget.characters,
  };
}

const tooLarge =
  'variables: Together, the tests of the template render more than 16 MiB of inputs. Use smaller values.';

describe('the characters that a test may render', () => {
  const planned = '{"about":"t"}'.length + '{"note":"{{ steps.draft.outputs.note }}"}'.length;
  const stubs = { draft: { note: 'n' } };
  const rendered = '{"note":"n"}'.length;

  it.each([
    ['the inputs as planned', {}, planned],
    ['those that stubs fill in, too', { stubs }, planned + rendered],
  ])('are counted: %s', (_, more, count) => {
    expect(run(more, { characters: 1_000 })).toMatchObject({ messages: [], left: 1_000 - count });
    expect(run(more, { characters: count })).toMatchObject({ messages: [], left: 0 });
  });

  it('are refused when none is left', () => {
    expect(run({}, { characters: 0 }).messages).toEqual([tooLarge]);
    expect(run({ expect: { error: 'VARIABLES_INVALID' } }, { characters: 0 }).messages).toEqual([tooLarge]);
    expect(run({ stubs }, { characters: planned + rendered - 1 }).messages).toEqual([tooLarge]);
  });

  it('are at most 4 MiB in one step, as in a run', () => {
    const twenty = { ...post, inputs: { notes: '{{ steps.draft.outputs.note }}'.repeat(20) } };
    const large = { stubs: { draft: { note: 'n'.repeat(240_000) } } };
    expect(run(large, { steps: [draft, twenty] }).messages).toEqual([
      'stubs: With the stubs filled in, the step "post" has more than 4 MiB of inputs. Use smaller values.',
    ]);
  });
});

describe('the steps of a test', () => {
  it('that are not those of the plan are named with them', () => {
    expect(run({ expect: { steps: ['post', 'last', { id: 'draft' }] } }).differences).toEqual([
      {
        path: 'expect.steps',
        message: 'Expected the steps post, last, draft; got draft, post.',
        expected: '["post","last","draft"]',
        actual: '["draft","post"]',
      },
    ]);
  });

  it('keep their references unless all outputs that they use are stubbed', () => {
    const inputs = { note: '{{ steps.draft.outputs.note }}', more: '{{ steps.draft.outputs.more }}' };
    const steps = [draft, { ...post, inputs }];
    const expected = (inputsOfPost: object) => ({ expect: { inputs: { post: inputsOfPost } } });
    expect(run({ stubs: { draft: { note: 'n' } }, ...expected(inputs) }, { steps }).messages).toEqual([]);
    const both = { draft: { note: 'n', more: 'm' } };
    expect(run({ stubs: both, ...expected({ note: 'n', more: 'm' }) }, { steps }).messages).toEqual([]);
  });

  it('that are stubbed must be in the plan', () => {
    expect(run({ stubs: { last: { note: 1 } } }).messages).toEqual(['stubs.last: The plan has no step "last".']);
  });

  it('differ in at most 20 ways that are listed', () => {
    const inputs = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`s${n}`, {}]));
    const { messages } = run({ expect: { inputs } });
    expect([messages.length, messages.at(-1)]).toEqual([20, 'expect.inputs.s19: The plan has no step "s19".']);
  });
});

describe('variables that are refused', () => {
  it('as a whole are so at "variables"', () => {
    const declared = { variables: { type: 'object', minProperties: 2 } };
    expect(run({}, { steps: [{ id: 'draft', agent: 'writer' }], declared }).differences).toMatchObject([
      { path: 'variables', actual: expect.stringMatching(/^\{"path":"","issue":/) },
    ]);
  });

  it('are expected by a path that begins with "variables", which need not be written', () => {
    const inner = { type: 'object', properties: { variables: schema({ b: text }).variables } };
    const declared = schema({ a: inner, variables: inner });
    const steps = [{ id: 'draft', agent: 'writer' }];
    const refused = (variables: object, path: string) =>
      run({ variables, expect: { error: { path } } }, { steps, declared }).messages.length > 0;
    const wrong = { a: { variables: { b: 1 } }, variables: {} };
    expect(refused(wrong, 'a.variables.b')).toBe(false);
    expect(refused(wrong, 'variables.a.variables.b')).toBe(false);
    expect(refused(wrong, 'a.b')).toBe(true);
  });
});

it('an included template is rendered with its own variables', () => {
  const inner = template(
    'inner',
    [draft, { ...post, inputs: { note: '{{ steps.draft.outputs.note }} {{ variables.topic }}' } }],
    topic,
  );
  const outer = template(
    'outer',
    [{ id: 'in', template: { id: 'inner', variables: { topic: 'inner topic' } } }],
    topic,
  );
  const stubs = { 'in/draft': { note: 'n' } };
  const expected = { inputs: { 'in/post': { note: 'n inner topic' } } };
  const budget = { characters: 1_000 };
  expect(runTemplateTest(sourceOf(outer, [inner]), test({ stubs, expect: expected }), budget)).toEqual([]);
});
