import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { claimSteps, reportRun } from '../support/runs.ts';

/** Each use case sends this many statements, beside BEGIN, the viewer's settings, COMMIT and the numbering of its event. More is a decision. */
describe.skipIf(!hasEngine)('the statements of a write', () => {
  let registry: TestRegistry;
  let admin: Actor;
  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
  });
  afterAll(() => registry?.close());

  const publish = (kind: 'Agent' | 'Template') =>
    `mutation ($input: Publish${kind}Input!) { publish${kind}(input: $input) { __typename ... on Error { message } ... on Publish${kind}Payload { created } } }`;
  const mutation = (field: string, input: string) =>
    `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ... on Error { message } } }`;
  const promote = mutation('promoteAgent', 'PromoteInput');
  const rollback = mutation('rollbackAgent', 'RollbackInput');
  const setStatus = mutation('setAgentStatus', 'SetStatusInput');
  const setVisibility = mutation('setAgentVisibility', 'SetVisibilityInput');
  async function count(document: string, input: object) {
    registry.statements();
    const answer = await admin.do(document, { input });
    expect(answer.message).toBeUndefined();
    return { answer, statements: registry.statements().length };
  }

  it.each([
    ['a new agent', publish('Agent'), () => agent(), 10],
    ['its next version', publish('Agent'), () => agent({ version: '1.1.0' }), 12],
    ['a draft', publish('Agent'), () => ({ ...agent({ version: '2.0.0' }), draft: true }), 10],
    ['a version that is unchanged', publish('Agent'), () => agent({ version: '1.1.0' }), 1],
    ['a promotion', promote, () => ({ id: 'reviewer', version: '2.0.0' }), 12],
    ['a rollback', rollback, () => ({ id: 'reviewer', toVersion: '1.1.0', reason: 'It fails.' }), 7],
    ['a change of visibility', setVisibility, () => ({ id: 'reviewer', visibility: 'PRIVATE' }), 6],
    ['a change of status', setStatus, () => ({ id: 'reviewer', status: 'DEPRECATED' }), 6],
    ['a new template', publish('Template'), () => template(), 13],
    ['a template that is unchanged', publish('Template'), () => template(), 1],
  ])('%s: %#', async (_, document, input, expected) => {
    expect((await count(document, input())).statements).toBe(expected);
  });

  it('a run, a claim and a report', async () => {
    const run = await count(instantiateTemplate, { templateId: 'review-round', variables: { change: 'x' } });
    const claimed = await count(claimSteps, { worker: 'w' });
    const [
      {
        token,
        run: { id: runId },
        step,
      },
    ] = claimed.answer.claims;
    const reported = await count(reportRun, { runId, stepId: step.stepId, claim: token, status: 'RUNNING' });
    expect([run.statements, claimed.statements, reported.statements]).toEqual([16, 6, 5]);
  });
});
