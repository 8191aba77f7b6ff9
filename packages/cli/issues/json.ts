import type { Collected } from '../collect.ts';
import { inLineOrder, placeIssues } from './place.ts';
import { shownPath } from './pretty.ts';

/** The result as JSON: each definition with its issues; `line` and `column` are from 1, or null. */
export const asJson = (collected: readonly Collected[]) => ({
  valid: collected.every(({ definition }) => definition !== null),
  definitions: collected.map(({ kind, folder, slug, version, definition, issues, files }) => ({
    kind,
    folder: shownPath(folder, ''),
    id: slug,
    version,
    valid: definition !== null,
    digest: definition?.digest ?? null,
    issues: inLineOrder(placeIssues(issues, files)).map(({ position, file, ...issue }) => ({
      ...issue,
      file: shownPath(folder, file),
      line: position?.line ?? null,
      column: position?.column ?? null,
    })),
  })),
});
