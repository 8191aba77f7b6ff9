/** A mutant that no test can detect, because no observable behavior changes. */
export interface Equivalent {
  file: string;
  /** The source that the mutant replaces, and its replacement, each as in Stryker's report. */
  original: string;
  replacement: string;
  because: string;
}

/** Survivors that were examined one by one. Any other survivor fails `npm run mutate`. */
export const equivalent: readonly Equivalent[] = [
  {
    file: 'packages/manifest/semver/resolve.ts',
    original: 'this.chosen.get(leader)?.version',
    replacement: 'this.chosen.get(leader).version',
    because:
      'The entry that is followed was decided earlier (`followedBy`), so it is there; the type of a map has it as optional.',
  },
  {
    file: 'packages/manifest/semver/resolve.ts',
    original: 'this.#matched.set(key, known);',
    replacement: ';',
    because: 'A cache: without it, the same is computed again. A search of 5,000 tries takes five times as long.',
  },
  {
    file: 'src/registry/channelGate.ts',
    original: 'minSuccessRate !== null',
    replacement: 'true',
    because: 'Null compares as 0, which is within the bounds; TypeScript does not allow the comparison.',
  },
  {
    file: 'src/feed/feed.ts',
    original: 'performance.now() - runningSince < maxAgeMs',
    replacement: 'performance.now() - runningSince <= maxAgeMs',
    because: 'Both are right for a round that is exactly as old as its age may be: what it read is not older.',
  },
  {
    file: 'src/feed/feed.ts',
    original: 'waiting.delete(goOn);',
    replacement: ';',
    because: 'Memory alone: readers that have left would be resumed in vain at every change of the log.',
  },
  {
    file: 'src/feed/pages.ts',
    original: 'true',
    replacement: 'false',
    because: 'Memory alone: a page that is too old is not used, whether a timer or the next look removes it.',
  },
  {
    file: 'packages/manifest/compatibility/compareServers.ts',
    original: "'stdio'",
    replacement: '""',
    because: 'A label of one of three transports: labels are only compared with each other.',
  },
  {
    file: 'packages/manifest/compatibility/compareServers.ts',
    original: "'sse'",
    replacement: '""',
    because: 'A label of one of three transports: labels are only compared with each other.',
  },
  {
    file: 'packages/manifest/compatibility/compareServers.ts',
    original: "'http'",
    replacement: '""',
    because: 'A label of one of three transports: labels are only compared with each other.',
  },
  {
    file: 'packages/manifest/compatibility/compareServers.ts',
    original: "ownProperty(server, 'type') === 'sse'",
    replacement: "ownProperty(server, 'type') !== 'sse'",
    because: 'The labels of two transports are exchanged; they are only compared with each other.',
  },
  {
    file: 'packages/manifest/compatibility/compareShared.ts',
    original: 'Number(now ?? Number.POSITIVE_INFINITY) < Number(old ?? Number.POSITIVE_INFINITY)',
    replacement: 'Number(now ?? Number.POSITIVE_INFINITY) <= Number(old ?? Number.POSITIVE_INFINITY)',
    because: 'Only limits that differ are compared.',
  },
  {
    file: 'packages/manifest/compatibility/compareShared.ts',
    original: 'one === other',
    replacement: 'false',
    because: 'What neither version has is then compared as nothing with nothing, in which no change is found.',
  },
  {
    file: 'packages/manifest/compatibility/compareTemplate.ts',
    original: 'isRecord(one) || isRecord(other)',
    replacement: 'true',
    because: 'The resource profile of an environment is an object in every version that is published.',
  },
  {
    file: 'packages/manifest/jsonSchema/formats.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'The first element of the match, the whole text, is not read.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: 'this.#patterns.clear();',
    replacement: ';',
    because: 'Memory alone: patterns that are kept are found again, and match the same.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: 'this.#patterns.set(pattern, known);',
    replacement: ';',
    because: 'A cache of the patterns of one validation: without it, the same are compiled again.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: 'known',
    replacement: 'false',
    because: 'A cache: without it, the same schema is compiled again.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: '() => pattern',
    replacement: '() => undefined',
    because: 'Ajv takes the pattern itself as the key of what has no text, and each pattern is an object of its own.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: "{ code: 'linear' }",
    replacement: '{}',
    because: 'The source of a pattern is only for modules that Ajv writes to a file.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: "'linear'",
    replacement: '""',
    because: 'The source of a pattern is only for modules that Ajv writes to a file.',
  },
  {
    file: 'packages/manifest/jsonSchema/linearPattern.ts',
    original: "'0'",
    replacement: '""',
    because: 'The expression that is matched requires the first number; the type of a match has it as optional.',
  },
  {
    file: 'packages/manifest/jsonSchema/requiredCheck.ts',
    original: '!inPlaceKeywords.has(String(inner.path[0]))',
    replacement: 'true',
    because:
      'Looked at alone, a schema that is applied together with others declares nothing that was not found with them.',
  },
  {
    file: 'packages/manifest/jsonSchema/re2Pattern.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    because: 'What is there in every match, and after every backslash of a valid pattern; its type has it as optional.',
  },
  {
    file: 'packages/manifest/jsonSchema/re2Pattern.ts',
    original: '/^(?:Script|sc)=(\\w{1,40})$/',
    replacement: '/(?:Script|sc)=(\\w{1,40})$/',
    because: 'JavaScript accepts no other property whose name ends in that of a script.',
  },
  {
    file: 'packages/manifest/jsonSchema/re2Pattern.ts',
    original: '/^(?:Script|sc)=(\\w{1,40})$/',
    replacement: '/^(?:Script|sc)=(\\w{1,40})/',
    because: 'JavaScript accepts no script with a longer name.',
  },
  {
    file: 'packages/manifest/jsonSchema/re2Pattern.ts',
    original: '{\n    return false;\n  }',
    replacement: '{}',
    because: 'Undefined is false in both places that ask.',
  },
  {
    file: 'src/registry/rollback.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'The versions that were opened: no version has such a number.',
  },
  {
    file: 'src/registry/setVisibility.ts',
    original: '!isSame',
    replacement: 'true',
    because: 'The visibility that an entry has already is written again.',
  },
  {
    file: 'src/registry/setVisibility.ts',
    original: 'isSame',
    replacement: 'true',
    because: 'The entry is touched twice in one transaction, with one time.',
  },
  {
    file: 'src/registry/setVisibility.ts',
    original: 'changed.eventId === null',
    replacement: 'false',
    because: 'A dry run that changes nothing returns the rows as they are, read earlier or later.',
  },
  {
    file: 'src/registry/setVisibility.ts',
    original: 'numbers?.length === 0',
    replacement: 'false',
    because: 'A statement that opens none of no versions.',
  },
  {
    file: 'src/registry/claimSteps.ts',
    original: '!run',
    replacement: 'false',
    because: 'The steps are those of the runs in the map, whose type has each as optional.',
  },
  {
    file: 'src/registry/claimSteps.ts',
    original: 'inputs === null',
    replacement: 'false',
    because: 'Inputs that are absent count as the four characters of null, of 8,388,608.',
  },
  {
    file: 'src/registry/reportRun.ts',
    original: "'reportRun'",
    replacement: '""',
    because: 'A name that no other mutation has either.',
  },
  {
    file: 'src/registry/setVisibility.ts',
    original: 'reason === null',
    replacement: 'false',
    because: 'The reason of an event that has none is null, whether it is left out or given.',
  },
  {
    file: 'src/registry/reportRun.ts',
    original: "step.status === 'SUCCEEDED'",
    replacement: 'true',
    because: 'Only a step that succeeded has outputs with which those of a report can be equal.',
  },
  {
    file: 'src/feed/watchRuns.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'A row without an id is that of no run.',
  },
  {
    file: 'src/feed/watchRuns.ts',
    original: 'unregister?.()',
    replacement: 'unregister()',
    because: 'There is a reader, so wake-ups are listened to; the type of what ends it has it as optional.',
  },
  {
    file: 'packages/manifest/jsonSchema/schemaWork.ts',
    original: '!isRecord(schema)',
    replacement: 'false',
    because: 'Nothing is inside a schema that is true or false: it takes one check, as is computed then too.',
  },
  {
    file: 'packages/manifest/jsonSchema/variablesSchema.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    because: 'Where a schema cannot be used: only whether it can is returned.',
  },
  {
    file: 'packages/manifest/jsonSchema/variablesSchema.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'Where a schema cannot be used: only whether it can is returned.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: 'compiled.set(key, result);',
    replacement: ';',
    because: 'A cache: without it, the same schema is compiled again.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: '!validate',
    replacement: 'false',
    because: 'The paths are those of schemas inside the schema; the type of what is found has it as optional.',
  },
  {
    file: 'packages/manifest/jsonSchema/compileSchema.ts',
    original: "'No schema at this path.'",
    replacement: '""',
    because: 'The paths are those of schemas inside the schema.',
  },
];
