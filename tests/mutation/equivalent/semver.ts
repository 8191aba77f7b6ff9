import { type Equivalent, inFile } from './inFile.ts';

export const semver: readonly Equivalent[] = [
  ...inFile('packages/manifest/semver/resolve.ts', [
    [
      "found.problems.some(({ kind }) => kind === 'too_complex')",
      "found.problems.every(({\n  kind\n}) => kind === 'too_complex')",
      'A resolution with too many combinations has no other problem.',
    ],
    [
      'isTooComplex',
      'false',
      'Work alone: with no try left, each further round ends at its first version, and is not told.',
    ],
    [
      'this.chosen.get(leader)?.version',
      'this.chosen.get(leader).version',
      'The entry that is followed was decided earlier (`followedBy`), so it is there; the type of a map has it as optional.',
    ],
    [
      'this.#matched.set(key, known);',
      ';',
      'A cache: without it, the same is computed again. A search of 5,000 tries takes five times as long.',
    ],
  ]),
  ...inFile('packages/manifest/semver/resolutionRest.ts', [
    ['this.#references.size === 0', 'false', 'If nothing was left out, the copies have the same needs.'],
    ['known', 'false', 'A cache: without it, the same is computed again.'],
    ['this.#candidates.set(entry, rest);', ';', 'A cache: without it, the same is computed again.'],
    ['leader === null', 'false', 'The set has no null; TypeScript does not allow the question.'],
    [
      'problem.demand.chain.at(-2)?.entry',
      'problem.demand.chain.at(-2).entry',
      'The chain of a cycle has at least two links; the type of a list has each as optional.',
    ],
    [
      'each.chain.at(-1)?.entry',
      'each.chain.at(-1).entry',
      'The chain of a demand starts with the root; the type of a list has each as optional.',
    ],
    ["''", '"Stryker was here!"', 'The chain of each demand has a last link, so the default is never used.'],
  ]),
];
