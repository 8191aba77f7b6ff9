import { type Equivalent, inFile } from './inFile.ts';

export const semver: readonly Equivalent[] = [
  ...inFile('packages/manifest/semver/resolve.ts', [
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
];
