import type { Issue } from '../../../packages/shared/manifest/index.ts';
import type { Collected } from '../collect.ts';
import { pretty } from '../issues/pretty.ts';
import { note } from '../terminal.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

/** What a publish that went well is called; warnings that were not known here are its reason. */
export function outcomeOf(
  collected: Collected,
  created: boolean,
  isDraft: boolean,
  warnings: readonly { code: string; message: string }[],
): OutcomeRow {
  const news = warnings.filter(({ code }) => !collected.issues.some((issue) => issue.code === code));
  const outcome = !created ? 'unchanged' : isDraft ? 'drafted' : 'published';
  return rowOf(collected, outcome, news.map(({ message }) => message).join(' '));
}

/** The registry may be stricter than this copy of the contract. */
export const showIssues = (collected: Collected, issues: Issue[]): void => note(pretty({ ...collected, issues }));
