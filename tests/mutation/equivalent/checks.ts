import { type Equivalent, inFile } from './inFile.ts';

export const checks: readonly Equivalent[] = [
  ...inFile('packages/manifest/checks/expectedOutputsCheck.ts', [
    ["''", '"Stryker was here!"', 'Neither is a reference to an output.'],
  ]),
  ...inFile('packages/manifest/checks/includeCheck.ts', [
    ['environment === undefined', 'false', 'No environment has no name, so none of its values is found.'],
    [
      'manifest.environments?.[environment]',
      'manifest.environments[environment]',
      'The environments that are looked at are those of the manifest.',
    ],
    [
      'manifest.environments?.[environment]?.steps',
      'manifest.environments?.[environment].steps',
      'The environments that are looked at are those of the manifest.',
    ],
  ]),
  ...inFile('packages/manifest/checks/planCheck.ts', [
    ['[]', '["Stryker was here"]', 'No step has such an id, and the trail is only read from a step of it on.'],
    ["''", '"Stryker was here!"', 'No step has such an id.'],
    ['!cycle || !first', '!cycle && !first', 'A cycle consists of steps of the plan, so its first step is there.'],
    [
      'before.get(step.id)?.has',
      'before.get(step.id).has',
      'Every step has an entry; the type of a map has it as optional.',
    ],
  ]),
  ...inFile('packages/manifest/checks/publicUrl.ts', [
    ["''", '"Stryker was here!"', 'A name has a last label; the type of a list has it as optional.'],
  ]),
  ...inFile('packages/manifest/checks/reportFinding.ts', [
    ['each.rule === rule', 'true', 'The rule is part of the fingerprint.'],
    ['allowance', 'true', 'That no allowance was used is never asked.'],
  ]),
  ...inFile('packages/manifest/checks/runTemplateTest.ts', [
    ["typeof step === 'string'", 'false', 'A text has no id, so it is no step of the plan of which more is compared.'],
    ["'string'", '""', 'A text has no id, no path and no issue, so nothing more is compared.'],
    [
      "typeof error === 'string'",
      'false',
      'A text has no path and no issue, so any error is the one that is expected.',
    ],
  ]),
  ...inFile('packages/manifest/checks/secretCheck.ts', [
    [
      '/^[^?#]*\\?(?<query>[^#]*)/.exec(url)?.groups?.query',
      '/^[^?#]*\\?(?<query>[^#]*)/.exec(url)?.groups.query',
      'A match of a pattern with a named group has groups.',
    ],
    ["'high'", '""', 'Only findings of low confidence are treated differently.'],
    ["''", '"Stryker was here!"', 'The name or the value where there is none: neither is one of a secret.'],
    ["typeof url === 'string'", 'true', 'What is no text has no query, also when it is read as a text.'],
    ["typeof before === 'string'", 'true', 'What is no text is no option, also when it is read as a text.'],
    ['next < finding.at', 'next <= finding.at', 'A finding does not begin with the end of a line.'],
  ]),
  ...inFile('packages/manifest/checks/secretFiles.ts', [
    ["'high'", '""', 'Only findings of low confidence are treated differently.'],
    ["'data'", '""', 'Only the other two are treated differently.'],
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    [
      'at + given.length > each.at',
      'at + given.length >= each.at',
      'A value ends before a space or a sign, with which no token begins.',
    ],
    [
      'at < each.at + each.value.length',
      'at <= each.at + each.value.length',
      'A value begins after a sign, a quote or a space, with which no token ends.',
    ],
    ['[]', '["Stryker was here"]', 'Text that no file of this name has.'],
    ['/^.*[:/]/', '/.*[:/]/', 'The longest match begins at the start.'],
  ]),
  ...inFile('packages/manifest/checks/templateTestsCheck.ts', [
    ["''", '"Stryker was here!"', 'What is over a limit is there; the type of a list has it as optional.'],
    ['[]', '["Stryker was here"]', 'The tests are only run when there is no error.'],
    [
      'tests.at(-1)?.file',
      'tests.at(-1).file',
      'What is over a limit is there; the type of a list has it as optional.',
    ],
  ]),
  ...inFile('packages/manifest/checks/testStubs.ts', [
    ['source !== null', 'true', 'A plan that uses an output that is not there is refused before.'],
    ["''", '"Stryker was here!"', 'In a plan that is not refused, a reference has a step and an output.'],
    ['[]', '["Stryker was here"]', 'In a plan that is not refused, each placeholder is valid.'],
    ['error instanceof RangeError', 'true', 'Nothing else is thrown; if it were, it would not be hidden.'],
  ]),
];
