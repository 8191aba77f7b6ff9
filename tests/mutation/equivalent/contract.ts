import { type Equivalent, inFile } from './inFile.ts';

export const contract: readonly Equivalent[] = [
  ...inFile('packages/manifest/contract/bundle.ts', [
    ['a.path < b.path', 'a.path <= b.path', 'No two files have the same path.'],
  ]),
  ...inFile('packages/manifest/contract/diff.ts', [['[]', '["Stryker was here"]', 'Each path is one of either side.']]),
  ...inFile('packages/manifest/contract/expandRun.ts', [
    ['[]', '["Stryker was here"]', 'A step depends on steps of its plan, and each has its last steps in the map.'],
  ]),
  ...inFile('packages/manifest/contract/fields.ts', [
    ["''", '"Stryker was here!"', 'An empty text is no id, so there is a message.'],
    ["'custom'", '""', 'The code of an issue of zod is not read where its message has a code.'],
  ]),
  ...inFile('packages/manifest/contract/included.ts', [
    ['[]', '["Stryker was here"]', 'A text in the place of a step includes no template.'],
  ]),
  ...inFile('packages/manifest/contract/includeProblems.ts', [
    ['-1', '+1', 'A plan with more steps than the default plan has them of an environment that adds steps.'],
    ["''", '"Stryker was here!"', 'In a valid plan, a reference has a step and an output.'],
    ['[]', '["Stryker was here"]', 'In a valid plan, each placeholder is valid.'],
    ['environment === null', 'false', 'Without an environment, a plan has no more steps than the default plan.'],
    [
      'manifest.environments?.[environment]',
      'manifest.environments[environment]',
      'A plan with more steps than the default plan has them of an environment that adds steps.',
    ],
    [
      'manifest.environments?.[environment]?.steps',
      'manifest.environments?.[environment].steps',
      'A plan with more steps than the default plan has them of an environment that adds steps.',
    ],
    [
      'manifest.environments?.[environment]?.steps?.findIndex',
      'manifest.environments?.[environment]?.steps.findIndex',
      'A plan with more steps than the default plan has them of an environment that adds steps.',
    ],
  ]),
  ...inFile('packages/manifest/contract/lock.ts', [
    ['key(a) < key(b)', 'key(a) <= key(b)', 'No two parts, files or servers have the same name.'],
  ]),
  ...inFile('packages/manifest/contract/published.ts', [
    ['file?.bytes', 'file.bytes', 'Without a manifest, either ends in the same error.'],
  ]),
  ...inFile('packages/manifest/contract/outputs.ts', [
    [
      '!(error instanceof OutOfSteps || error instanceof RangeError)',
      'false',
      'Nothing else is thrown for a usable schema.',
    ],
    [
      'error instanceof OutOfSteps || error instanceof RangeError',
      'true',
      'Nothing else is thrown for a usable schema.',
    ],
  ]),
  ...inFile('packages/manifest/contract/placeholders.ts', [
    [
      "''",
      '"Stryker was here!"',
      'The first name of a path, which has at least one; the type of a list has it as optional.',
    ],
  ]),
  ...inFile('packages/manifest/contract/planFor.ts', [
    [
      'step.inputs && patch.inputs',
      'step.inputs || patch.inputs',
      'What only one of the two has is merged with nothing.',
    ],
    [
      'step.outputs && patch.outputs',
      'step.outputs || patch.outputs',
      'What only one of the two has is merged with nothing.',
    ],
    [
      'one.variables && patch.variables',
      'one.variables || patch.variables',
      'What only one of the two has is merged with nothing.',
    ],
    [
      'one.variables && patch.variables',
      'true',
      'A template that is given no variables is given none, however that is written.',
    ],
  ]),
  ...inFile('packages/manifest/contract/planRun.ts', [
    ['left > 0', 'true', 'Work alone: what exceeds the limit is left out either way.'],
    ['left > 0', 'left >= 0', 'Work alone: what exceeds the limit is left out either way.'],
    ['error instanceof RangeError', 'true', 'Nothing else is thrown while placeholders are replaced.'],
  ]),
  ...inFile('packages/manifest/contract/runScope.ts', [
    [
      "''",
      '"Stryker was here!"',
      'The first name of a path, which has at least one; the type of a list has it as optional.',
    ],
  ]),
  ...inFile('packages/manifest/contract/sameContent.ts', [
    [
      '!isTextFile(path, bytes) || !isTextFile(path, opposite)',
      '!isTextFile(path, bytes) && !isTextFile(path, opposite)',
      'What differs in line endings alone is text on both sides, or on none.',
    ],
  ]),
  ...inFile('packages/manifest/contract/suggestKey.ts', [
    ['otherNames[one]?.includes', 'otherNames[one].includes', 'The name is a key of the record.'],
  ]),
  ...inFile('packages/manifest/contract/shape.ts', [
    ['branch.some(isOtherType)', 'branch.every(isOtherType)', 'In a branch for another type, that is the only issue.'],
  ]),
  ...inFile('packages/manifest/contract/shapeMessage.ts', [
    ["''", '"Stryker was here!"', 'There is one name to join.'],
  ]),
];
