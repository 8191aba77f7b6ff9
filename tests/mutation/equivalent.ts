/** A mutant that no test can detect, because no observable behavior changes. */
export interface Equivalent {
  file: string;
  /** The source that the mutant replaces, and its replacement, each as in Stryker's report. */
  original: string;
  replacement: string;
  because: string;
}

/** Survivors that were examined one by one. Any other survivor fails `npm run mutate`. */
export const equivalent: readonly Equivalent[] = [];
