import { describe, expect, it } from 'vitest';
import { checkOutputSchemas } from '../../../packages/manifest/checks/outputSchemaCheck.ts';
import { checkPlan } from '../../../packages/manifest/checks/planCheck.ts';
import { Issues, inPlace } from '../../../packages/manifest/values/issue.ts';

const list = { file: 'template.json', path: ['steps'] };

function problems(steps: unknown) {
  const issues = new Issues();
  const scope = { variables: {}, supportedAgents: { writer: '*' }, dependencies: {} };
  checkPlan({ ...scope, steps, place: list, pathOf: (index) => ['steps', index] }, issues, inPlace);
  return issues.list().map(({ path, code }) => `${path}: ${code}`);
}

describe('a plan of another shape, which the contract refuses,', () => {
  it('has no relations between what are not steps', () => {
    expect(problems('steps')).toEqual([]);
    expect(problems([{ agent: 'writer' }, { agent: 'writer' }, { id: 7 }, { id: 7 }, 'a', 'a', null, null])).toEqual(
      [],
    );
  });

  it('has none to what is not the id of a step', () => {
    const steps = [
      { id: 'a', agent: 'writer', dependsOn: [7, null, 'b'] },
      { id: 'b', agent: 'writer', dependsOn: 'a' },
    ];
    expect(problems(steps)).toEqual([]);
  });
});

describe('a plan is checked up to its 400th step', () => {
  const steps = (last: object) => [
    ...Array.from({ length: 399 }, (_, index) => ({ id: `s${index}`, agent: 'writer' })),
    { id: 'x', ...last },
    { id: 'y', ...last },
  ];

  it('in its relations', () => {
    expect(problems(steps({ agent: 'reader' }))).toEqual(['steps[399].agent: agent_not_supported']);
  });

  it('in the schemas of its outputs', () => {
    const issues = new Issues();
    const outputs = { note: { type: 'string', default: 7 } };
    checkOutputSchemas(steps({ outputs }), list, issues, inPlace);
    expect(issues.list().map(({ path }) => path)).toEqual(['steps[399].outputs.note.default']);
  });
});
