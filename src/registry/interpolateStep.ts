import { interpolateStepInputs, stepsNamedIn } from '../../packages/manifest/index.ts';
import { type Claimable, outputsOfSteps } from '../db/claim.ts';
import type { Transaction } from '../db/database.ts';

/** What a step begins with, or why it can never begin. */
export type StepInputs = { inputs: unknown; never?: undefined } | { never: { code: string; message: string } };

const tooLarge = {
  code: 'inputs_too_large',
  message: 'With what the steps before gave back, the inputs are over 4 MiB.',
};

/**
 * The inputs of a step with what the steps before gave back. Null where the plan names none of them, or where the step
 * was begun before and has them already.
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
    if (error instanceof RangeError) return { never: tooLarge };
    throw error;
  }
}
