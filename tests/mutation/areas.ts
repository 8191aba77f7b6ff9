/** A part of the source whose rules are mutated, and the tests that run for it. */
export interface Area {
  /** Patterns of Stryker, from the root of the repository. */
  mutate: string[];
  /** The tests that must fail for a mutant. */
  tests: string[];
  /** Whether they need a database: the embedded one, unless the command names another. */
  database: boolean;
}

const manifest = ['packages/manifest/**/*.ts'];

/** The areas of `npm run mutate -- <area>`. */
export const areas: Record<string, Area> = {
  manifest: { mutate: manifest, tests: ['tests/unit/manifest/**/*.test.ts'], database: false },
  registry: {
    mutate: ['src/registry/**/*.ts'],
    tests: ['tests/unit/registry/*.test.ts', 'tests/integration/**/*.test.ts'],
    database: true,
  },
  feed: {
    mutate: ['src/feed/**/*.ts'],
    tests: [
      'tests/unit/feed/*.test.ts',
      'tests/integration/{feed,subscription,sharedSubscriptions,runSubscriptions,watchedRuns,wakeups,backpressure}*.test.ts',
    ],
    database: true,
  },
};
