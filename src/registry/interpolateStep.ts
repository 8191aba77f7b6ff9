import {
  type RunScopes,
  scopeAt,
  scopedId,
  scopedOutputs,
  scopeOf,
  sourcesOf,
} from '../../packages/manifest/contract/runScope.ts';
import { interpolateStepInputs, stepsNamedIn } from '../../packages/manifest/index.ts';
import { type Claimable, outputsOfSteps } from '../db/claim.ts';
import type { Transaction } from '../db/database.ts';

/** The inputs that a step starts with, or why it can never start. */
export type StepInputs = { inputs: unknown; error?: undefined } | { error: { code: string; message: string } };

const tooLarge = {
  code: 'inputs_too_large',
  message: 'With the outputs of previous steps, the inputs are larger than the maximum of 4 MiB.',
};

/**
 * The inputs of a step, with the outputs of previous steps filled in. Null if the plan references none, or if the step was
 * started before and already has its inputs.
 */
export async function interpolateStep(
  tx: Transaction,
  { runId, stepId, attempt, planInputs }: Pick<Claimable, 'runId' | 'stepId' | 'attempt' | 'planInputs'>,
  run: { variables: unknown; scopes: RunScopes | null },
): Promise<StepInputs> {
  const needed = stepsNamedIn(planInputs);
  if (needed.length === 0 || attempt > 0) return { inputs: null };
  // Ids and variables in the inputs are those of the template with the step.
  const scopes = run.scopes ?? {};
  const scope = scopeOf(stepId);
  const variables = scope === '' ? run.variables : scopeAt(scopes, scope)?.variables;
  const sources = needed.flatMap((id) => sourcesOf(scopedId(scope, id), scopes));
  const given = await tx.run(outputsOfSteps(runId, [...new Set(sources)]));
  const byStep = new Map(given.map((each) => [each.stepId, each.outputs]));
  const outputs = new Map(needed.map((id) => [id, scopedOutputs(scopedId(scope, id), scopes, byStep)]));
  try {
    return { inputs: interpolateStepInputs(planInputs, (variables ?? {}) as Record<string, unknown>, outputs) };
  } catch (error) {
    if (error instanceof RangeError) return { error: tooLarge };
    throw error;
  }
}
