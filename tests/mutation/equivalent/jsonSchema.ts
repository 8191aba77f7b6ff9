import { type Equivalent, inFile } from './inFile.ts';

export const jsonSchema: readonly Equivalent[] = [
  ...inFile('packages/manifest/jsonSchema/compileSchema.ts', [
    ['this.#patterns.clear();', ';', 'Memory alone: patterns that are kept are found again, and match the same.'],
    [
      'this.#patterns.set(pattern, known);',
      ';',
      'A cache of the patterns of one validation: without it, the same are compiled again.',
    ],
    ['known', 'false', 'A cache: without it, the same schema is compiled again.'],
    [
      '() => pattern',
      '() => undefined',
      'Ajv takes the pattern itself as the key of what has no text, and each pattern is an object of its own.',
    ],
    ["{ code: 'linear' }", '{}', 'The source of a pattern is only for modules that Ajv writes to a file.'],
    ["'linear'", '""', 'The source of a pattern is only for modules that Ajv writes to a file.'],
    ['compiled.set(key, result);', ';', 'A cache: without it, the same schema is compiled again.'],
    ['[]', '["Stryker was here"]', 'A check that fails has errors; its type has them as optional.'],
    [
      'false',
      'true',
      'Code that is inlined or optimized takes time and checks the same; there is no meta-schema that could be applied; a count of steps never fails. The other options have tests.',
    ],
    [
      'true',
      'false',
      'A keyword that counts a step counts it, whatever its value. The options that are on have tests.',
    ],
    [
      "'$ref'",
      '""',
      'A step is counted before or after what a reference leads to. It is as many, and endless references end with the stack.',
    ],
    [
      '!validate',
      'false',
      'The paths are those of schemas inside the schema; the type of what is found has it as optional.',
    ],
    ["'No schema at this path.'", '""', 'The paths are those of schemas inside the schema.'],
  ]),
  ...inFile('packages/manifest/jsonSchema/formats.ts', [
    ['[]', '["Stryker was here"]', 'The first element of the match, the whole text, is not read.'],
  ]),
  ...inFile('packages/manifest/jsonSchema/linearPattern.ts', [
    ["'0'", '""', 'The expression that is matched requires the first number; the type of a match has it as optional.'],
  ]),
  ...inFile('packages/manifest/jsonSchema/re2Pattern.ts', [
    [
      "''",
      '"Stryker was here!"',
      'What is there in every match, and after every backslash of a valid pattern; its type has it as optional.',
    ],
    [
      '/^(?:Script|sc)=(\\w{1,40})$/',
      '/(?:Script|sc)=(\\w{1,40})$/',
      'JavaScript accepts no other property whose name ends in that of a script.',
    ],
    [
      '/^(?:Script|sc)=(\\w{1,40})$/',
      '/^(?:Script|sc)=(\\w{1,40})/',
      'JavaScript accepts no script with a longer name.',
    ],
    ['{\n    return false;\n  }', '{}', 'Undefined is false in both places that ask.'],
  ]),
  ...inFile('packages/manifest/jsonSchema/requiredCheck.ts', [
    [
      '!inPlaceKeywords.has(String(inner.path[0]))',
      'true',
      'Looked at alone, a schema that is applied together with others declares nothing that was not found with them.',
    ],
  ]),
  ...inFile('packages/manifest/jsonSchema/schemaWork.ts', [
    [
      '!isRecord(schema)',
      'false',
      'Nothing is inside a schema that is true or false: it takes one check, as is computed then too.',
    ],
  ]),
  ...inFile('packages/manifest/jsonSchema/variablesSchema.ts', [
    ["''", '"Stryker was here!"', 'Where a schema cannot be used: only whether it can is returned.'],
    ['[]', '["Stryker was here"]', 'Where a schema cannot be used: only whether it can is returned.'],
  ]),
];
