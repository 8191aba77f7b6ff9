import { kinds } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { nounOf } from '../kinds.ts';
import { plural } from '../terminal.ts';

export const errorsIn = ({ issues }: Pick<Collected, 'issues'>): number =>
  issues.filter(({ severity }) => severity === 'error').length;

/** `13 agents and 8 templates: 20 valid, 1 refused with 2 errors; 1 warning.` */
export function summary(collected: readonly Collected[]): string {
  const counted = kinds
    .map((kind) => ({ noun: nounOf[kind], count: collected.filter((each) => each.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ noun, count }) => plural(count, noun));
  const refused = collected.filter(({ definition }) => definition === null);
  const errors = refused.reduce((sum, each) => sum + errorsIn(each), 0);
  const warnings = collected.flatMap(({ issues }) => issues).length - errors;
  const valid = `${collected.length - refused.length} valid`;
  const outcome = refused.length === 0 ? valid : `${valid}, ${refused.length} refused with ${plural(errors, 'error')}`;
  return `${counted.join(' and ')}: ${outcome}${warnings === 0 ? '' : `; ${plural(warnings, 'warning')}`}.`;
}
