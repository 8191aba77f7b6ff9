import { type Equivalent, inFile } from './inFile.ts';

export const compat: readonly Equivalent[] = [
  ...inFile('packages/manifest/compat/legacy.ts', [
    [
      'place.file !== this.file',
      'false',
      'Only places of the manifest are passed: what is checked after the conversion is the manifest.',
    ],
  ]),
  ...inFile('packages/manifest/compat/legacyTemplate.ts', [
    ['segments[1] !== undefined', 'true', 'A bare name, also `variables`, has become that of a variable before.'],
    ["typeof step.id === 'string'", 'true', 'Outputs are found by names, which are strings.'],
    ["typeof id === 'string'", 'true', 'No part of the manifest is at a key that is not a string.'],
    ['[]', '["Stryker was here"]', 'A placeholder without segments does not begin with `steps`.'],
    ['id === undefined', 'false', 'A placeholder without an id has no name of an output either.'],
  ]),
];
