/** A mutant that no test can detect, because no observable behavior changes. */
export interface Equivalent {
  file: string;
  /** The source that the mutant replaces, and its replacement, each as in Stryker's report. */
  original: string;
  replacement: string;
  because: string;
}

/** The mutants of one file: what each replaces, its replacement, and why that changes nothing. */
export const inFile = (
  file: string,
  mutants: readonly (readonly [original: string, replacement: string, because: string])[],
): Equivalent[] => mutants.map(([original, replacement, because]) => ({ file, original, replacement, because }));
