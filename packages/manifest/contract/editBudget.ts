/** How far several pairs of texts are compared together: a text that differs too much from another costs the square. */
export interface EditBudget {
  /**
   * The maximum number of changed lines up to which two texts may be compared. 0: the budget is spent.
   *
   * @param before lines of the one
   * @param after lines of the other
   */
  limit(before: number, after: number): number;
  /** Charges a comparison of such texts that found so many changed lines, or gave up there. */
  spend(before: number, after: number, changed: number): void;
}

export interface EditLimits {
  total: number;
  each: number;
  changed: number;
}

/**
 * The steps of a comparison (Myers): as many rounds as lines differ, each over as many diagonals, of which no more matter
 * than the shorter text allows.
 *
 * @param limits steps of all pairs together and of each, and changed lines of each
 */
export function createEditBudget({ total, each, changed: maxChanged }: EditLimits): EditBudget {
  let left = total;
  const width = (before: number, after: number) => 2 * Math.min(before, after) + 1;
  return {
    limit(before, after) {
      const most = width(before, after);
      const steps = Math.min(left, each);
      const side = Math.sqrt(steps);
      return Math.min(maxChanged, Math.floor(side <= most ? side : steps / most));
    },
    spend(before, after, changed) {
      left = Math.max(0, left - changed * Math.min(changed, width(before, after)));
    },
  };
}

/** The lines of a text. */
export const countLines = (text: string): number => {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** The lines that a patch adds or removes. */
export const changedLines = ({ hunks }: { hunks: readonly { lines: readonly string[] }[] }): number =>
  hunks.reduce((sum, { lines }) => sum + lines.filter((line) => /^[+-]/.test(line)).length, 0);
