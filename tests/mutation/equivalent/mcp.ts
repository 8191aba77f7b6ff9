import { type Equivalent, inFile } from './inFile.ts';

export const mcp: readonly Equivalent[] = [
  ...inFile('packages/manifest/mcp/containers.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    [
      'mountKeys[key]?.test',
      'mountKeys[key].test',
      'The key is one of those; the type of a record has each as optional.',
    ],
    ['value === null', 'false', 'Each of these options has a value, or the options are refused.'],
  ]),
  ...inFile('packages/manifest/mcp/environment.ts', [
    ['[]', '["Stryker was here"]', 'A name in capitals does not begin with small letters.'],
  ]),
  ...inFile('packages/manifest/mcp/inputs.ts', [
    ['/^[\\w.-]{1,100}$/', '/[\\w.-]{1,100}$/', 'A reference cannot contain such an id.'],
    ['/^[\\w.-]{1,100}$/', '/^[\\w.-]{1,100}/', 'A reference cannot contain such an id.'],
    ['references.size === 0', 'false', 'Nothing is replaced when there is nothing to replace with.'],
    ['[]', '["Stryker was here"]', 'The clashes are not read again.'],
  ]),
  ...inFile('packages/manifest/mcp/interpreters.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
  ]),
  ...inFile('packages/manifest/mcp/launch.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    ['[]', '["Stryker was here"]', 'A command without a table has no arguments that are checked.'],
  ]),
  ...inFile('packages/manifest/mcp/options.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    ['[]', '["Stryker was here"]', 'No option has such a name, also not after another.'],
    ['state.next < args.length', 'state.next <= args.length', 'The end of the arguments is not an option.'],
    ['{ name, value: attached, index }', '{}', 'The values of these options are not read.'],
    [
      "{ name, value: rest.startsWith('=') ? rest.slice(1) : null, index }",
      '{}',
      'The values of these options are not read.',
    ],
    ["rest.startsWith('=')", "rest.endsWith('=')", 'The values of these options are not read.'],
    ["'='", '""', 'The values of these options are not read.'],
    ['rest.slice(1)', 'rest', 'The values of these options are not read.'],
  ]),
  ...inFile('packages/manifest/mcp/packageRunners.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
  ]),
  ...inFile('packages/manifest/mcp/packages.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    ['[]', '["Stryker was here"]', 'What does not match has no parts.'],
  ]),
  ...inFile('packages/manifest/mcp/parseMcp.ts', [
    ['servers?.length', 'servers.length', 'Without servers this is not reached.'],
    ["key === 'args'", 'true', 'Only arguments have an index.'],
    ["overHttp && ownProperty(server, 'command') === undefined", 'false', 'Without a command nothing is refused.'],
    ["''", '"Stryker was here!"', 'What is not a string was reported by the shape; no name or command is like that.'],
    ["typeof command === 'string'", 'true', 'Only a command with a table has no target.'],
    ["command !== ''", 'true', 'Only a command with a table has no target.'],
    ["typeof arg === 'string'", 'true', 'What is not a string was reported by the shape.'],
    ["part.kind === 'reference'", 'true', 'A text has neither a default nor a name.'],
  ]),
  ...inFile('packages/manifest/mcp/programs.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    [
      '/(?:[-@]|(?<!\\d)(?<!\\d\\.))\\d+(?:\\.\\d+)*[a-z]?$/',
      '/(?:[-@]|(?<!\\d)(?<!\\D\\.))\\d+(?:\\.\\d+)*[a-z]?$/',
      'What is left of `python.3` is not the name of a program either way.',
    ],
  ]),
  ...inFile('packages/manifest/mcp/references.ts', [
    ["''", '"Stryker was here!"', 'The part is never absent; the type of a list has it as optional.'],
    ['index < value.length', 'index <= value.length', 'There is no brace after the end.'],
    [
      '/^\\$\\{(?:env|ENV):([A-Za-z_]\\w*)\\}$/',
      '/^\\$\\{(?:env|ENV):([A-Za-z_]\\w*)\\}/',
      'The text ends at the first brace that closes it.',
    ],
  ]),
  ...inFile('packages/manifest/mcp/server.ts', [
    ['url.slice(0, 2_048)', 'url', 'Work alone: a longer URL is refused.'],
    ["typeof first === 'string'", 'true', 'No other value is `/c` as a text.'],
    ['{ server: authored, skipped: 0 }', '{}', 'What is not an object is refused, and has no arguments.'],
  ]),
  ...inFile('packages/manifest/mcp/shapes.ts', [
    ["''", '"Stryker was here!"', 'Each place has a key; the type of a list has it as optional.'],
    ['[]', '["Stryker was here"]', 'The settings of a file without servers are not read.'],
  ]),
];
