import type { Collected } from '../collect.ts';
import { errorsIn } from '../issues/summary.ts';
import { plural } from '../terminal.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

/** The outcome of a local check. */
export const localOutcome = (collected: Collected): OutcomeRow =>
  collected.definition === null
    ? refusedHere(collected)
    : rowOf(collected, collected.definition.draft ? 'would be drafted' : 'would be published', warningsOf(collected));

/** The outcome for a definition that is not valid. */
export const refusedHere = (collected: Collected): OutcomeRow =>
  rowOf(collected, 'refused', `${plural(errorsIn(collected), 'error')}, see above`);

const warningsOf = ({ issues }: Collected): string =>
  issues.length === 0 ? '' : `${plural(issues.length, 'warning')}, see registry validate`;
