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
  { runId, attempt, planInputs }: Pick<Claimable, 'runId' | 'attempt' | 'planInputs'>,
  variables: unknown,
): Promise<StepInputs> {
  const needed = stepsNamedIn(planInputs);
  if (needed.length === 0 || attempt > 0) return { inputs: null };
  const given = await tx.run(outputsOfSteps(runId, needed));
  const outputs = new Map(given.map((each) => [each.stepId, each.outputs]));
  try {
    return { inputs: interpolateStepInputs(planInputs, variables as Record<string, unknown>, outputs) };
  } catch (error) {
    if (error instanceof RangeError) return { error: tooLarge };
    throw error;
  }
}
