import type { Collected } from '../collect.ts';
import { errorsIn } from '../issues/summary.ts';
import { plural } from '../terminal.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

/** What a publish would send, as far as it can be known here. */
export const localOutcome = (collected: Collected): OutcomeRow =>
  collected.definition === null
    ? refusedHere(collected)
    : rowOf(collected, collected.definition.draft ? 'would be drafted' : 'would be published', warningsOf(collected));

/** What no gateway needs to be asked about. */
export const refusedHere = (collected: Collected): OutcomeRow =>
  rowOf(collected, 'refused', `${plural(errorsIn(collected), 'error')}, shown above`);

const warningsOf = ({ issues }: Collected): string =>
  issues.length === 0 ? '' : `${plural(issues.length, 'warning')}: see registry validate`;
