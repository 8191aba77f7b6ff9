import { type Equivalent, inFile } from './inFile.ts';

export const upgrade: readonly Equivalent[] = [
  ...inFile('packages/manifest/upgrade/compareLocks.ts', [
    ['old?.version', 'old.version', 'Where one side is absent, the digests differ, so the versions are not compared.'],
    ['now?.version', 'now.version', 'Where one side is absent, the digests differ, so the versions are not compared.'],
    ['known === undefined', 'false', 'Each pair has at least one side; the type has both as optional.'],
    [
      '[]',
      '["Stryker was here"]',
      'What is no part has no items that are compared; a template has no servers on both sides.',
    ],
    ['!part', 'false', 'Only the items of two parts are compared.'],
  ]),
];
