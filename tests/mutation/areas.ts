/** A part of the source whose rules are mutated, and the tests that are asked about it. */
export interface Area {
  /** Patterns of Stryker, from the root of the repository. */
  mutate: string[];
  /** The tests that have to notice. */
  tests: string[];
  /** They need a database: the embedded one. */
  database: boolean;
}

const manifest = ['packages/manifest/**/*.ts'];

/** What `npm run mutate -- <area>` takes. */
export const areas: Record<string, Area> = {
  manifest: { mutate: manifest, tests: ['tests/unit/manifest/**/*.test.ts'], database: false },
  registry: { mutate: ['src/registry/**/*.ts'], tests: ['tests/integration/**/*.test.ts'], database: true },
  feed: {
    mutate: ['src/feed/**/*.ts'],
    tests: ['tests/integration/{feed,subscription,wakeups,runsWatched,backpressure}*.test.ts'],
    database: true,
  },
};
