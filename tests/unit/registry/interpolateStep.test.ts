import { describe, expect, it } from 'vitest';
import type { RunScopes } from '../../../packages/manifest/contract/runScope.ts';
import { outputsOfSteps } from '../../../src/db/claim.ts';
import { interpolateStep } from '../../../src/registry/interpolateStep.ts';
import { answering } from './answering.ts';

interface Given {
  stepId?: string;
  attempt?: number;
  variables?: unknown;
  scopes?: RunScopes | null;
  /** What the steps of the run that succeeded have given, by their ids. */
  outputs?: Record<string, unknown>;
}

/** The result for a step with these inputs in its plan, and the steps whose outputs were read for it. */
async function interpolated(planInputs: unknown, given: Given = {}) {
  const { stepId = 'now', attempt = 0, variables = null, scopes = null, outputs = {} } = given;
  const { tx, sent } = answering([
    outputsOfSteps('', []),
    (_: string, ids: string[]) => ids.flatMap((id) => (id in outputs ? { stepId: id, outputs: outputs[id] } : [])),
  ]);
  const result = await interpolateStep(tx, { runId: 'run', stepId, attempt, planInputs }, { variables, scopes });
  return { ...result, sent };
}

const review: RunScopes = {
  review: {
    templateId: 'review',
    version: '1.0.0',
    environment: null,
    variables: { tone: 'kind' },
    outputs: {
      verdict: { stepId: 'review/judge', path: ['text'] },
      reason: { stepId: 'review/judge', path: ['why'] },
      notes: { stepId: 'review/read', path: ['notes'] },
    },
  },
};

describe('the inputs of a step', () => {
  it.each([
    ['without a reference', { about: 'rivers' }],
    ['with variables only, which were filled in before', { about: '{{ variables.topic }}' }],
  ])('%s stay as they are, and nothing is read', async (_, inputs) => {
    expect(await interpolated(inputs, { variables: { topic: 'rivers' } })).toEqual({ inputs: null, sent: [] });
  });

  it('of a second attempt stay as they are', async () => {
    const note = { note: '{{ steps.draft.outputs.note }}' };
    expect(await interpolated(note, { attempt: 1, outputs: { draft: { note: 'n' } } })).toEqual({
      inputs: null,
      sent: [],
    });
  });

  it('have the outputs of earlier steps and the variables of the run', async () => {
    const inputs = { note: '{{ steps.draft.outputs.note }}', also: '{{ variables.topic }} {{ steps.plan.outputs.n }}' };
    const outputs = { draft: { note: ['a'] }, plan: { n: 2 } };
    expect(await interpolated(inputs, { variables: { topic: 'rivers' }, outputs })).toEqual({
      inputs: { note: ['a'], also: 'rivers 2' },
      sent: [['run', ['draft', 'plan']]],
    });
  });

  it('of an included template have its variables, and the outputs of its own steps', async () => {
    const inputs = { note: '{{ steps.draft.outputs.note }} {{ variables.tone }}' };
    const outputs = { draft: { note: 'of the run' }, 'review/draft': { note: 'of the review' } };
    const given = { stepId: 'review/judge', variables: { tone: 'rude' }, scopes: review, outputs };
    expect(await interpolated(inputs, given)).toEqual({
      inputs: { note: 'of the review kind' },
      sent: [['run', ['review/draft']]],
    });
  });

  it('have the outputs of an included template from the steps that give them, each read once', async () => {
    const inputs = {
      all: [
        '{{ steps.review.outputs.verdict }}',
        '{{ steps.review.outputs.reason }}',
        '{{ steps.review.outputs.notes }}',
      ],
    };
    const outputs = { 'review/judge': { text: 'good', why: 'short' }, 'review/read': { notes: 'n' } };
    expect(await interpolated(inputs, { scopes: review, outputs })).toEqual({
      inputs: { all: ['good', 'short', 'n'] },
      sent: [['run', ['review/judge', 'review/read']]],
    });
  });

  it('may be 4 MiB; if they are larger, the step fails with the reason', async () => {
    const inputs = { note: '{{ steps.draft.outputs.note }}' };
    const sized = (length: number) => interpolated(inputs, { outputs: { draft: { note: 'x'.repeat(length) } } });
    expect(await sized(4_000_000)).toHaveProperty('inputs.note');
    expect(await sized(4_194_305)).toMatchObject({
      error: {
        code: 'inputs_too_large',
        message: 'With the outputs of previous steps, the inputs are larger than the maximum of 4 MiB.',
      },
    });
  });

  it('fail as they fail for any other reason', async () => {
    const broken = {
      get note() {
        throw new TypeError('broken');
      },
    };
    await expect(
      interpolated({ note: '{{ steps.draft.outputs.note }}' }, { outputs: { draft: broken } }),
    ).rejects.toThrow('broken');
  });
});
