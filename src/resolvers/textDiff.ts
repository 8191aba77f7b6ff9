import { formatPatch, structuredPatch } from 'diff';
import {
  changedLines,
  countLines,
  createEditBudget,
  type EditBudget,
  type FileChange,
  type Kind,
  manifestFile,
} from '../../packages/manifest/index.ts';

/** The unified diff of a file. */
export interface TextDiff {
  path: string;
  change: FileChange['change'];
  /** Null for a binary file, for one that is too large or differs too much, beyond the budget, and when only line endings differ. */
  patch: string | null;
}

/** Limits of one answer: a larger file, or one beyond the total, is listed without a patch. */
const maxFileBytes = 262_144;
const maxTotalBytes = 2_097_152;
/**
 * Comparing lines takes time with the square of how many differ. In a file up to a thousand may differ, or two thousand if
 * it is new or removed; all files of one answer together take a fraction of a second.
 */
export const textDiffBudget = (): EditBudget => createEditBudget({ total: 4_000_000, each: 1_000_000, changed: 2_000 });

/** The changed files except the manifest, whose changes are listed by key, each with whether it is compared. */
export function withinLimits(kind: Kind, files: readonly FileChange[]): (FileChange & { isCompared: boolean })[] {
  let total = 0;
  return files
    .filter(({ path }) => path !== manifestFile[kind])
    .map((file) => {
      const sizes = [file.before?.size ?? 0, file.after?.size ?? 0];
      const size = sizes.reduce((sum, each) => sum + each, 0);
      const isCompared = Math.max(...sizes) <= maxFileBytes && total + size <= maxTotalBytes;
      if (isCompared) total += size;
      return { ...file, isCompared };
    });
}

/** The unified diff of two texts; an empty text stands for a file that is only on the other side. */
export function textDiff(
  { path, change, isCompared }: FileChange & { isCompared: boolean },
  [before, after]: readonly [string, string],
  [from, to]: readonly [string, string],
  budget: EditBudget,
): TextDiff {
  if (!isCompared || isBinary(before) || isBinary(after)) return { path, change, patch: null };
  const lines = [countLines(before), countLines(after)] as const;
  const limit = budget.limit(...lines);
  if (limit === 0) return { path, change, patch: null };

  const found = structuredPatch(`${path}@${from}`, `${path}@${to}`, before, after, '', '', {
    context: 3,
    stripTrailingCr: true,
    maxEditLength: limit,
  });
  budget.spend(...lines, found ? changedLines(found) : limit);
  return { path, change, patch: found && found.hunks.length > 0 ? formatPatch(found) : null };
}

/** NUL, or a byte that was not UTF-8. */
const isBinary = (text: string): boolean => text.includes('\0') || text.includes('\ufffd');
