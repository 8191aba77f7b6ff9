import type { Collected } from '../collect.ts';
import { errorsIn } from '../issues/summary.ts';
import { plural } from '../terminal.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

/**
 * The outcome of a local check.
 *
 * @param draft whether it is published as a draft, whatever its manifest says
 */
export function localOutcome(collected: Collected, draft: boolean): OutcomeRow {
  const { definition } = collected;
  if (definition === null) return refusedHere(collected);
  const outcome = draft || definition.draft ? 'would be drafted' : 'would be published';
  return rowOf(collected, outcome, warningsOf(collected));
}

/** The outcome for a definition that is not valid. */
export const refusedHere = (collected: Collected): OutcomeRow =>
  rowOf(collected, 'refused', `${plural(errorsIn(collected), 'error')}, see above`);

const warningsOf = ({ issues }: Collected): string =>
  issues.length === 0 ? '' : `${plural(issues.length, 'warning')}, see registry validate`;
