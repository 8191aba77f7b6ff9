/** A mutant that no test can notice, because nothing that anyone can observe changes. */
interface Equivalent {
  file: string;
  /** The source that the mutant replaces, and what it puts in its place, each as Stryker's report has it. */
  original: string;
  replacement: string;
  because: string;
}

/** Survivors that were looked at one by one. Everything else that survives fails `npm run mutate`. */
export const equivalent: readonly Equivalent[] = [];
