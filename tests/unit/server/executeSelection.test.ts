import { setTimeout as pause } from 'node:timers/promises';
import {
  buildSchema,
  execute,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { expect, it } from 'vitest';
import { executeSelection } from '../../../server/graphql/direct/executeSelection.ts';
import { selectionsOf } from '../../../server/graphql/direct/selection.ts';
import type { Context } from '../../../src/resolvers/context.ts';

const schema = buildSchema(`
  interface Named { name: String! }
  type Cat implements Named { name: String! lives: Int meow(times: Int = 2, loud: Boolean): String }
  type Dog implements Named { name: String! owner: Cat }
  union Pet = Cat | Dog
  scalar Odd
  type Race { fast: String!  slow: String }
  type Query {
    cat: Cat  later: Cat!  none: Cat!  pets: [Pet!]!  named(fail: Boolean): [Named]  numbers: [Int!]  matrix: [[Int]!]
    broken: String  brokenLater: String  brokenAlways: String!  odd: Odd  returned: String  notAList: [Int]  imposter: Cat
    deep: Dog  mixed: [Cat!]  race: Race  patient: String
  }
`);

const later = <Value>(value: Value) => Promise.resolve(value);
const fails = (message: string) => () => {
  throw new Error(message);
};
const cat = { __typename: 'Cat', name: 'Tom', lives: 9, meow: ({ times }: { times: number }) => 'meow '.repeat(times) };
const dog = { __typename: 'Dog', name: 'Rex', owner: () => later(cat) };
const nameless = { __typename: 'Cat', name: null, lives: 1 };

resolve('Query', {
  cat: () => cat,
  later: () => later(cat),
  none: () => later(null),
  pets: () => [cat, later(dog)],
  named: (_, { fail }) => [cat, null, dog, fail ? nameless : cat],
  numbers: () => later([1, later(2), 3]),
  matrix: () => [[1, null], later([3]), [later(4)]],
  broken: fails('broken'),
  brokenLater: async () => fails('broken later')(),
  brokenAlways: async () => fails('broken, and must not be null')(),
  odd: () => 'odd',
  returned: () => new Error('returned'),
  notAList: () => 7,
  imposter: () => ({ __typename: 'Dog', name: 'Rex' }),
  deep: () => ({ __typename: 'Dog', name: fails('first'), owner: async () => ({ name: null }) }),
  race: () => ({ fast: async () => fails('fast')(), slow: () => pause(5).then(fails('slow')) }),
  patient: () => pause(20, 'there'),
  mixed: () => [cat, later(nameless), cat],
});
const catType = schema.getType('Cat') as GraphQLObjectType;
catType.isTypeOf = (value) => (value as { __typename?: string }).__typename !== 'Dog';
Object.assign(schema.getType('Odd') as GraphQLScalarType, { serialize: () => undefined });

function resolve(type: string, resolvers: Record<string, (source: unknown, args: Record<string, unknown>) => unknown>) {
  const fields = (schema.getType(type) as GraphQLObjectType).getFields();
  for (const [name, resolver] of Object.entries(resolvers)) Object.assign(fields[name] ?? {}, { resolve: resolver });
}

/** What both give; messages of what only a mistake of ours can cause are not compared: they are masked. */
const asJson = (result: unknown) =>
  JSON.parse(JSON.stringify(result), (key, value) =>
    key === 'message' && /^(Expected|Odd serialized)/.test(value) ? 'a mistake' : value,
  );

it.each([
  ['values that are there', '{ cat { name lives __typename } }'],
  [
    'values that come later',
    '{ later { name } deep { __typename } pets { ... on Named { name } ... on Dog { owner { lives } } } }',
  ],
  ['lists', '{ numbers matrix }'],
  ['an interface, with nothing among them', '{ named { name ... on Cat { lives } } }'],
  [
    'arguments with variables and defaults',
    'query ($n: Int) { cat { meow a: meow(times: 1) b: meow(times: $n, loud: true) } }',
  ],
  [
    'fragments that overlap',
    '{ cat { ...a ...b ...a } } fragment a on Cat { name } fragment b on Named { name ... on Cat { lives } }',
  ],
  [
    'selections that are merged',
    '{ cat { name } cat { lives } pets { ... on Cat { lives } ... on Cat { lives name } } }',
  ],
  ['an error at once', '{ broken cat { name } }'],
  ['an error later', '{ brokenLater cat { name } broken }'],
  ['an error that is returned', '{ returned cat { name } }'],
  ['an error where there must be a value', '{ cat { name } brokenAlways later { name } }'],
  ['nothing where there must be a value', '{ cat { name } none { name } }'],
  ['an item of a list that fails', '{ named(fail: true) { name } cat { name } }'],
  ['an item that fails later, of which none may be null', '{ mixed { lives name } cat { name } }'],
  ['two errors, one within what is null for the other', '{ deep { name owner { name } } brokenLater }'],
  ['an error within what became null before', '{ race { fast slow } patient }'],
  ['a scalar that gives nothing', '{ odd cat { name } }'],
  ['what is no list', '{ notAList cat { name } }'],
  ['an object of another type', '{ imposter { name } cat { name } }'],
])('gives what graphql-js gives: %s', async (_, text) => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('Not an operation.');
  const selections = selectionsOf(schema, document, operation);
  if (!selections) throw new Error('Not planned.');
  const variables = text.includes('$n') ? { n: 3 } : {};
  const expected = await execute({ schema, document, variableValues: variables });
  for (const time of ['first', 'second']) {
    const result = await executeSelection(selections, variables, {} as Context);
    expect({ time, ...asJson(result) }).toEqual({ time, ...asJson(expected) });
    expect(JSON.stringify(result.data)).toBe(JSON.stringify(expected.data));
  }
});

it.each([
  ['a field that may be left out', 'query ($no: Boolean!) { cat { name @skip(if: $no) } }'],
  ['introspection', '{ __schema { queryType { name } } }'],
  ['a key that would be the prototype of the response', '{ cat { __proto__: name } }'],
])('leaves to graphql-js what it does not execute: %s', (_, text) => {
  const document = parse(text);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('Not an operation.');
  expect(selectionsOf(schema as GraphQLSchema, document, operation)).toBeNull();
});
