import { buildSchema, execute, type GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { variableErrors } from '../../../server/graphql/inputProblems.ts';
import { safeMessage, withoutSuggestion } from '../../../server/graphql/messages.ts';

const schema = buildSchema(`
  enum Encoding { UTF8 BASE64 }
  enum Wide { A1 A2 A3 A4 A5 A6 A7 A8 A9 B1 B2 B3 SPECIAL }
  scalar JSON
  scalar DateTime
  input File { path: String!, encoding: Encoding, size: Int, tags: [[String!]!], ok: Boolean, ratio: Float }
  input Pick @oneOf { a: Int, b: Int }
  input Input { files: [File!]!, one: File, id: ID, at: DateTime, data: JSON, wide: Wide, pick: Pick }
  type Query { take(input: Input, encoding: Encoding, first: Int, text: String): String }
`);
// The scalars of graphql-scalars throw on what they do not take.
for (const name of ['DateTime']) {
  Object.assign(schema.getType(name) ?? {}, {
    parseValue: (value: unknown) => {
      throw new TypeError(`no ${String(value)}`);
    },
  });
}

const document = parse('query ($input: Input) { take(input: $input) }');
const [operation] = document.definitions as never[];
const file = { path: 'a' };

/** What is told of variables, and how many errors graphql-js itself finds. */
function told(input: unknown): string[] {
  const messages = variableErrors(schema, operation as never, { input }).map(({ message }) => message);
  const { errors = [] } = execute({ schema, document, variableValues: { input } }) as { errors?: GraphQLError[] };
  expect(messages.length).toBe(errors.length);
  return messages;
}

const at = (place: string, message: string) => `Variable "$input" got an invalid value at "input.${place}": ${message}`;
const secret = 'hunter2 at "a"; ';

describe('an input that does not match its type', () => {
  it.each<[unknown, string[]]>([
    [
      { files: [file, file, { ...file, encoding: secret }] },
      [at('files[2].encoding', 'No such value in the enum "Encoding". Did you mean "UTF8" or "BASE64"?')],
    ],
    [
      { files: [{ ...file, encoding: 7 }] },
      [at('files[0].encoding', 'Expected a value of the enum "Encoding" as a string; got an integer.')],
    ],
    [{ files: [], wide: 'speciall' }, [at('wide', 'No such value in the enum "Wide". Did you mean "SPECIAL"?')]],
    [{ files: [], wide: secret }, [at('wide', 'No such value in the enum "Wide".')]],
    [{ files: [{ path: 3 }] }, [at('files[0].path', 'Expected a string; got an integer.')]],
    [{ files: [{ path: null }] }, [at('files[0].path', 'Expected non-nullable type "String!" not to be null.')]],
    [{ files: [{}] }, [at('files[0]', 'Field "path" of required type "String!" was not provided.')]],
    [{ files: [null] }, [at('files[0]', 'Expected non-nullable type "File!" not to be null.')]],
    [
      { files: file, one: { ...file, size: secret } },
      [at('one.size', 'Expected an integer from -2147483648 to 2147483647; got a string.')],
    ],
    [
      { files: { ...file, size: 1.5 } },
      [at('files.size', 'Expected an integer from -2147483648 to 2147483647; got a number.')],
    ],
    [
      { files: [{ ...file, size: 2 ** 40 }] },
      [at('files[0].size', 'Expected an integer from -2147483648 to 2147483647; got an integer.')],
    ],
    [{ files: [{ ...file, tags: [['a'], [[]]] }] }, [at('files[0].tags[1][0]', 'Expected a string; got an array.')]],
    [
      { files: [{ ...file, tags: [['a', null]] }] },
      [at('files[0].tags[0][1]', 'Expected non-nullable type "String!" not to be null.')],
    ],
    [{ files: [{ ...file, ok: 'yes' }] }, [at('files[0].ok', 'Expected true or false; got a string.')]],
    [{ files: [{ ...file, ratio: {} }] }, [at('files[0].ratio', 'Expected a finite number; got an object.')]],
    [{ files: [secret] }, [at('files[0]', 'Expected type "File" to be an object.')]],
    [{ files: [], id: 1.5 }, [at('id', 'Expected an id, which is a string; got a number.')]],
    [{ files: [], at: secret }, [at('at', 'Expected a date-time string such as 2026-11-22T09:00:00Z; got a string.')]],
    [{ files: [], data: { any: [secret] } }, []],
    [{ files: [], pick: { a: 1, b: 2 } }, [at('pick', 'Exactly one key must be specified for OneOf type "Pick".')]],
    [{ files: [], pick: { a: null } }, [at('pick.a', 'Field "a" must be non-null.')]],
    [
      { fils: [] },
      [
        'Variable "$input" got an invalid value: Field "files" of required type "[File!]!" was not provided.',
        'Variable "$input" got an invalid value: Field "fils" is not defined by type "Input". Did you mean "files"?',
      ],
    ],
    [
      { files: [], [`x" at "input.files"; ${'y'.repeat(200)}`]: 1 },
      [
        `Variable "$input" got an invalid value: Field "x" at "input.files"; ${'y'.repeat(39)}…" is not defined by type "Input".`,
      ],
    ],
    [secret, ['Variable "$input" got an invalid value: Expected type "Input" to be an object.']],
  ])('%j is reported with its place and what was expected', (input, expected) => expect(told(input)).toEqual(expected));

  it('is reported at most fifty times', () => {
    const input = { files: Array.from({ length: 80 }, () => ({ path: 1 })) };
    expect(variableErrors(schema, operation as never, { input })).toHaveLength(50);
  });
});

describe('a literal that does not match its type', () => {
  it.each([
    [
      '{ take(encoding: "UTF8") }',
      'Enum "Encoding" cannot represent non-enum value. Did you mean the enum value "UTF8"?',
    ],
    ['{ take(encoding: UTF9) }', 'No such value in the enum "Encoding". Did you mean the enum value "UTF8"?'],
    ['{ take(first: "hunter2") }', 'Int cannot represent non-integer value.'],
    ['{ take(text: 12345) }', 'String cannot represent a non string value.'],
    ['{ take(input: "hunter2") }', 'Expected value of type "Input".'],
    ['{ take(input: { files: null }) }', 'Expected value of type "[File!]!".'],
    ['{ take(input: {}) }', 'Field "Input.files" of required type "[File!]!" was not provided.'],
    ['{ take(input: { fils: [] }) }', 'Field "Input.files" of required type "[File!]!" was not provided.'],
  ])('%s', (query, expected) => {
    const [error] = validate(schema, parse(query));
    expect(safeMessage(error?.message ?? '')).toBe(expected);
  });

  it.each([
    ['{ take(text: "a" "hunter2") }', 'Syntax Error: Expected Name, found String.'],
    ['{ take(first: 12345 67890) }', 'Syntax Error: Expected Name, found Int.'],
    ['{ take } 12345', 'Syntax Error: Unexpected Int.'],
  ])('%s', (query, expected) => {
    let message = '';
    try {
      parse(query);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(safeMessage(message)).toBe(expected);
  });
});

describe('a suggestion', () => {
  it.each([
    ['Cannot query field "slg" on type "Agent". Did you mean "slug"?', 'Cannot query field "slg" on type "Agent".'],
    ['Did you mean it', 'Did you mean it'],
    ['No such value in the enum "E". Did you mean "A" or "B"?', 'No such value in the enum "E".'],
  ])('is omitted: %s', (message, expected) => expect(withoutSuggestion(message)).toBe(expected));
});
