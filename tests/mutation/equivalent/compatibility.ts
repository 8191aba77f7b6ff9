import { type Equivalent, inFile } from './inFile.ts';

export const compatibility: readonly Equivalent[] = [
  ...inFile('packages/manifest/compatibility/compareServers.ts', [
    ["'stdio'", '""', 'A label of one of three transports: labels are only compared with each other.'],
    ["'sse'", '""', 'A label of one of three transports: labels are only compared with each other.'],
    ["'http'", '""', 'A label of one of three transports: labels are only compared with each other.'],
    [
      "ownProperty(server, 'type') === 'sse'",
      "ownProperty(server, 'type') !== 'sse'",
      'The labels of two transports are exchanged; they are only compared with each other.',
    ],
  ]),
  ...inFile('packages/manifest/compatibility/compareShared.ts', [
    [
      'Number(now ?? Number.POSITIVE_INFINITY) < Number(old ?? Number.POSITIVE_INFINITY)',
      'Number(now ?? Number.POSITIVE_INFINITY) <= Number(old ?? Number.POSITIVE_INFINITY)',
      'Only limits that differ are compared.',
    ],
    [
      'one === other',
      'false',
      'What neither version has is then compared as nothing with nothing, in which no change is found.',
    ],
  ]),
  ...inFile('packages/manifest/compatibility/compareTemplate.ts', [
    [
      'isRecord(one) || isRecord(other)',
      'true',
      'The resource profile of an environment is an object in every version that is published.',
    ],
  ]),
];
