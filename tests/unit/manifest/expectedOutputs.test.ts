import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../packages/manifest/index.ts';

const parse = (expectedOutputs: unknown, inputs: object = {}) =>
  parseTemplate({
    manifest: {
      templateId: 'some-template',
      name: 'T',
      description: 'd',
      version: '1.0.0',
      defaultPlan: { steps: [{ id: 'write', agent: 'writer', inputs, outputs: { note: 'The note.' } }] },
      expectedOutputs,
      rollbackAdvice: 'r',
      supportedAgents: { writer: '*' },
      resourceProfile: {},
    },
    files: [],
  }).issues;
const issuesOf = (expectedOutputs: unknown, inputs: object = {}) =>
  parse(expectedOutputs, inputs).map(({ path, code }) => `${path}:${code}`);

describe('the source of an expected output', () => {
  it.each<[unknown, string[]]>([
    ['write.note', []],
    ['steps.write.outputs.note', []],
    ['{{ steps.write.outputs.note }}', []],
    ['write.note.title', []],
    ['{{steps.write.outputs.note.0.title}}', []],
    ['read.note', ['expectedOutputs.note.from:unknown_step']],
    ['steps.read.outputs.note', ['expectedOutputs.note.from:unknown_step']],
    ['write.text', ['expectedOutputs.note.from:unknown_output']],
    ['{{ steps.write.outputs.text }}', ['expectedOutputs.note.from:unknown_output']],
    ['write', ['expectedOutputs.note.from:invalid_reference']],
    ['', ['expectedOutputs.note.from:invalid_reference']],
    ['{{ write.note', ['expectedOutputs.note.from:invalid_reference']],
    ['write.note }}', ['expectedOutputs.note.from:invalid_reference']],
    ['{{ write.note }} and more', ['expectedOutputs.note.from:invalid_reference']],
    [7, ['expectedOutputs.note.from:invalid_reference']],
    [null, ['expectedOutputs.note.from:invalid_reference']],
  ])('%j', (from, expected) => expect(issuesOf({ note: { type: 'string', from } })).toEqual(expected));

  it.each([
    ['write', 'Must name a step and one of its outputs, such as "write.note".'],
    ['read.note', 'Step "read" was not found in the plan.'],
    ['write.text', 'The step "write" does not declare the output "text".'],
  ])('is refused with what is wrong: %s', (from, message) =>
    expect(parse({ note: { from } }).map((issue) => issue.message)).toEqual([message]),
  );

  it.each([['The note.'], [{ note: 'The note.' }], [['note']]])('is not specified by %j', (expected) =>
    expect(issuesOf(expected)).toEqual([]),
  );
});

describe('a literal brace', () => {
  it.each<[string, string[]]>([
    ['{{{{ name }}', []],
    ['{{{{', []],
    ['{{{{{{', ['defaultPlan.steps[0].inputs.text:invalid_reference']],
    ['{{ name }}', ['defaultPlan.steps[0].inputs.text:unknown_reference']],
    ['{{{{ {{ variables.x }}', ['defaultPlan.steps[0].inputs.text:unknown_variable']],
  ])('%s', (text, expected) => expect(issuesOf({}, { text })).toEqual(expected));
});
