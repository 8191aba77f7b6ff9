import type { ImpactFragment, VisibilityChangeFragment } from '../../client/index.ts';
import type { Issue } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { pretty } from '../issues/pretty.ts';
import { note } from '../terminal.ts';
import { readersChange } from '../visibilityText.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

interface PublishResult {
  created: boolean;
  isDraft: boolean;
  dryRun?: boolean;
  warnings: readonly { code: string; message: string }[];
  visibilityChange?: VisibilityChangeFragment | null;
  impact?: ImpactFragment | null;
}

/**
 * The outcome of a successful publish. Its reason contains the warnings that are not known locally, and what others can read
 * from now on.
 */
export function outcomeOf(
  collected: Collected,
  { created, isDraft, dryRun = false, warnings, visibilityChange = null, impact = null }: PublishResult,
): OutcomeRow {
  const news = warnings.filter(({ code }) => !collected.issues.some((issue) => issue.code === code));
  const done = isDraft ? 'drafted' : 'published';
  const outcome = !created ? 'unchanged' : dryRun ? (`would be ${done}` as const) : done;
  const reason = [...news.map(({ message }) => message), ...readersChange(visibilityChange)].join(' ');
  return rowOf(collected, outcome, reason, visibilityChange, impact);
}

/** Prints issues that only the registry found: it may be newer than this program. */
export const showIssues = (collected: Collected, issues: Issue[]): void => note(pretty({ ...collected, issues }));
