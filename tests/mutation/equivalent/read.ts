import { type Equivalent, inFile } from './inFile.ts';

export const read: readonly Equivalent[] = [
  ...inFile('packages/manifest/read/parseAgent.ts', [
    ['[]', '["Stryker was here"]', 'The allowances of a report that is dropped.'],
    ['issues.failed', 'false', 'A definition with an error is dropped by the caller.'],
    ["''", '"Stryker was here!"', 'Neither is the name of a secret.'],
  ]),
  ...inFile('packages/manifest/read/parseTemplate.ts', [
    ['() => null', '() => undefined', 'Either says that the template is not available.'],
    ["''", '"Stryker was here!"', 'A list that is not empty has a first item; the type of a list has it as optional.'],
    ['!given.some(isStep)', 'false', 'The steps of the default plan alone have no issues; they were checked before.'],
    [
      'items(steps).filter((step): step is PlanStep => isStep(step))',
      'items(steps)',
      'Relations are only checked between steps with an id, and a step without one has an agent in a sound plan.',
    ],
    ['all[index]?.id', 'all[index].id', 'The index is one of the list; the type of a list has each as optional.'],
  ]),
  ...inFile('packages/manifest/read/source.ts', [
    ['[]', '["Stryker was here"]', 'No issue has such a code or path.'],
    ['definition === null && !issues.failed', 'false', 'Where there is no definition, there is an issue.'],
    ["'No definition and no issue.'", '""', 'The error is caught, and its message is not shown.'],
    ['!read.has(path)', 'true', 'A file that is parsed again has the same value, and an issue is reported once.'],
    ['{ nfc: false }', '{}', 'The option is absent or false.'],
    [
      'given !== undefined',
      'true',
      'A manifest that was parsed from its file is equal to it, and its issues are reported once.',
    ],
  ]),
];
