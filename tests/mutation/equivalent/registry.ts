import { type Equivalent, inFile } from './inFile.ts';

export const registry: readonly Equivalent[] = [
  ...inFile('src/registry/agentOfStep.ts', [["''", '"Stryker was here!"', 'No agent has such an id.']]),
  ...inFile('src/registry/bulkItems.ts', [["''", '"Stryker was here!"', 'No version has such a number.']]),
  ...inFile('src/registry/channelGate.ts', [
    [
      'minSuccessRate !== null',
      'true',
      'Null compares as 0, which is within the bounds; TypeScript does not allow the comparison.',
    ],
  ]),
  ...inFile('src/registry/claimSteps.ts', [
    ['!run', 'false', 'The steps are those of the runs in the map, whose type has each as optional.'],
    ['[]', '["Stryker was here"]', 'A step without a run that was locked is left out.'],
    ['inputs === null', 'false', 'Inputs that are absent count as the four characters of null, of 8,388,608.'],
  ]),
  ...inFile('src/registry/compareParts.ts', [
    ['[]', '["Stryker was here"]', 'Both versions of a part that changed are there; the type of each is optional.'],
    ['rows[index]?.id', 'rows[index].id', 'There is a row for each part; the type of a list has it as optional.'],
    ["''", '"Stryker was here!"', 'No version has such an id.'],
  ]),
  ...inFile('src/registry/dependencyCycle.ts', [
    ['!entry || !step', 'false', 'A version that was read has an entry, and a step that led to it.'],
    ['!entry || !step', '!entry && !step', 'A version that was read has an entry, and a step that led to it.'],
  ]),
  ...inFile('src/registry/entryContent.ts', [
    ['step.template?.id', 'step.template.id', 'A step has an agent or a template; the types have both as optional.'],
    ["''", '"Stryker was here!"', 'A step has an agent or a template; the types have both as optional.'],
  ]),
  ...inFile('src/registry/explainResolution.ts', [
    ["''", '"Stryker was here!"', 'The chain of a cycle has a last link; the type of a list has it as optional.'],
  ]),
  ...inFile('src/registry/findReplacement.ts', [
    ["''", '"Stryker was here!"', 'A text that is split has a last part; the type of a list has it as optional.'],
  ]),
  ...inFile('src/registry/impact.ts', [
    [
      'entry?.isUsable',
      'entry.isUsable',
      'An entry without versions has one row; the type of a list has it as optional.',
    ],
    [
      'entry?.isPublic',
      'entry.isPublic',
      'An entry without versions has one row; the type of a list has it as optional.',
    ],
    [
      'entry?.currentVersionId',
      'entry.currentVersionId',
      'An entry without versions has one row; the type of a list has it as optional.',
    ],
    ['false', 'true', 'An entry without versions has one row; the type of a list has it as optional.'],
    ['id === null', 'false', 'The row of an entry without versions has no point and no channels that are found.'],
    ['[]', '["Stryker was here"]', 'A text is not a version.'],
    [
      'previousVersionId === null',
      'false',
      'A channel that stood for nothing changes nothing, whatever it stands for now.',
    ],
    ['channels.delete(name);', ';', 'A channel that stood for nothing changes nothing, whatever it stands for now.'],
    ['{ ...before, isUsable: false }', '{}', 'Nothing else is read of an entry that cannot be used.'],
    [
      'compareVersions(version, current.version) > 0',
      'compareVersions(version, current.version) >= 0',
      'A version is published once.',
    ],
    [
      'isCurrent || currentVersionId === null',
      'true',
      'Others resolved to nothing of a private entry before, so nothing changes for them.',
    ],
    [
      'isCurrent || currentVersionId === null',
      'false',
      'Others resolved to nothing of a private entry before, so nothing changes for them.',
    ],
    [
      'isCurrent || currentVersionId === null',
      'isCurrent && currentVersionId === null',
      'Others resolved to nothing of a private entry before, so nothing changes for them.',
    ],
    [
      'currentVersionId === null',
      'false',
      'Others resolved to nothing of a private entry before, so nothing changes for them.',
    ],
    [
      'currentVersionId === null',
      'currentVersionId !== null',
      'Others resolved to nothing of a private entry before, so nothing changes for them.',
    ],
    [
      "visibility === 'PUBLIC'",
      'true',
      'Others resolved to nothing of a private entry before, so nothing changes for them.',
    ],
    ["'planned'", '""', 'Only compared with the ids of versions.'],
    ['old === null', 'false', 'Without a version before there is no effect.'],
  ]),
  ...inFile('src/registry/importInput.ts', [
    ['{ ...candidate, definition: null, stored: null }', '{}', 'A candidate that is refused is not returned.'],
  ]),
  ...inFile('src/registry/interpolateStep.ts', [
    [
      'scopeAt(scopes, scope)?.variables',
      'scopeAt(scopes, scope).variables',
      'The scope of a step is one of the run; the type of a record has it as optional.',
    ],
  ]),
  ...inFile('src/registry/listingInput.ts', [['[]', '["Stryker was here"]', 'No field has such a name.']]),
  ...inFile('src/registry/planNeeds.ts', [["''", '"Stryker was here!"', 'No environment has such a name.']]),
  ...inFile('src/registry/planSource.ts', [
    ["''", '"Stryker was here!"', 'No part has such an id.'],
    [
      '[]',
      '["Stryker was here"]',
      'Where no version was read, no agents are looked for; and a version is read for a part.',
    ],
    ['!part', 'false', 'A version is read for a part; the type of a map has it as optional.'],
  ]),
  ...inFile('src/registry/quoted.ts', [
    ['char.codePointAt(0)?.toString', 'char.codePointAt(0).toString', 'A character has a code point.'],
  ]),
  ...inFile('src/registry/reportRun.ts', [
    ["'reportRun'", '""', 'A name that no other mutation has either.'],
    [
      "step.status === 'SUCCEEDED'",
      'true',
      'Only a step that succeeded has outputs with which those of a report can be equal.',
    ],
  ]),
  ...inFile('src/registry/reportedManifest.ts', [
    ['kept === undefined', 'false', 'What is undefined has no text, which is found next.'],
    ["''", '"Stryker was here!"', 'Neither is the name of a secret.'],
    ['text === undefined', 'false', 'What is kept has a text; undefined was returned before.'],
  ]),
  ...inFile('src/registry/references.ts', [
    [
      '[]',
      '["Stryker was here"]',
      'What is looked for in the list has a slug that was asked for, or was removed; a text is neither.',
    ],
    ["''", '"Stryker was here!"', 'Each id is a key of the ranges; the type of what a key has is optional.'],
    [
      'found.filter(({ isRemoved }) => isRemoved)',
      'found',
      'A namespace sees all entries of its own, so one of them that was not found before was removed.',
    ],
  ]),
  ...inFile('src/registry/resolveTemplate.ts', [
    [
      "''",
      '"Stryker was here!"',
      'Part of a key alone, or for what a map or a record has under each key that is asked for.',
    ],
    ["'\\n'", '""', 'The list is only compared with the one before it.'],
    ['unknown === asked', 'false', 'A guard: everything that a resolution asks for is read.'],
    [
      '`Nothing is read of what a resolution asks for: ${unknown}.`',
      '``',
      'A guard: everything that a resolution asks for is read.',
    ],
    ["{ kind: 'AGENT', slug: to }", '{}', 'What is named is a reference, or an entry that was read.'],
    ["'AGENT'", '""', 'What is named is a reference, or an entry that was read.'],
    ['id === null', 'false', 'An agent without an id has its candidates, which are none, so it is never looked for.'],
    [
      '[]',
      '["Stryker was here"]',
      'A text in the place of a candidate or of a version has no version number, no channel and no id.',
    ],
    ['false', 'true', 'Whether an entry is bound is read only if it has no status.'],
    ['versionId === null || version === null', 'false', 'A candidate without a version satisfies no range.'],
    ['versionId === null || version === null', 'versionId === null && version === null', 'Both are null, or neither.'],
    ['versionId === null', 'false', 'Both are null, or neither.'],
    ['version === null', 'false', 'Both are null, or neither.'],
    [
      'this.#candidates\n      .get(entryId)\n      ?.push',
      'this.#candidates.get(entryId).push',
      'Only entries that were asked for are found, and each has its list.',
    ],
  ]),
  ...inFile('src/registry/rollback.ts', [
    ['[]', '["Stryker was here"]', 'The versions that were opened: no version has such a number.'],
  ]),
  ...inFile('src/registry/setVisibility.ts', [
    ['!isSame', 'true', 'The visibility that an entry has already is written again.'],
    ['isSame', 'true', 'The entry is touched twice in one transaction, with one time.'],
    [
      'changed.eventId === null',
      'false',
      'A dry run that changes nothing returns the rows as they are, read earlier or later.',
    ],
    ['numbers?.length === 0', 'false', 'A statement that opens none of no versions.'],
    ['reason === null', 'false', 'The reason of an event that has none is null, whether it is left out or given.'],
  ]),
  ...inFile('src/registry/verifyVersion.ts', [
    [
      "{ file: '', message: '' }",
      '{}',
      'A definition is refused with an error; the type of a list has each issue as optional.',
    ],
    [
      "''",
      '"Stryker was here!"',
      'A definition is refused with an error; the type of a list has each issue as optional.',
    ],
    ['{\n    return false;\n  }', '{}', 'What is undefined is no match either.'],
    [
      'latest?.after',
      'latest.after',
      'A log in which the version was made has an event; the type of a list has it as optional.',
    ],
    [
      'latest?.action',
      'latest.action',
      'A log in which the version was made has an event; the type of a list has it as optional.',
    ],
  ]),
  ...inFile('src/registry/versionTaken.ts', [
    ['!file', 'false', 'What fails for a file that is not there is told as for one that cannot be read.'],
    ['bytes === null', 'false', 'What fails for a file that is not there is told as for one that cannot be read.'],
  ]),
  ...inFile('src/registry/webhookInput.ts', [['[]', '["Stryker was here"]', 'No host has such a name.']]),
];
