import {
  coerceInputValue,
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { suggestKey } from '../../packages/manifest/contract/suggestKey.ts';
import { clip } from '../../packages/manifest/values/path.ts';

/** A problem at a place of an input. The message never repeats a value. */
export interface InputProblem {
  path: readonly (string | number)[];
  message: string;
}

/** The maximum number of listed problems of one operation. */
const maxProblems = 50;

class Enough extends Error {}

/** Everything in a value that does not match its input type, each at its place. At most `limit` problems. */
export function inputProblems(value: unknown, type: GraphQLInputType, limit = maxProblems): InputProblem[] {
  const problems: InputProblem[] = [];
  const add = (path: InputProblem['path'], wrong: unknown, { message }: GraphQLError) => {
    if (problems.length >= limit) throw new Enough();
    problems.push({ path, message: describe(typeAt(type, path), wrong, message) });
  };
  try {
    coerceInputValue(value, type, add, true);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return problems;
}

/** The errors of an operation whose variables do not match their types, as graphql-js words their beginning. */
export function variableErrors(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of variableDefinitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (!isInputType(type) || value === undefined || (value === null && isNonNullType(type))) continue;
    for (const { path, message } of inputProblems(value, type, maxProblems - errors.length)) {
      const place = path.length > 0 ? ` at "${name}${written(path)}"` : '';
      errors.push(
        new GraphQLError(`Variable "$${name}" got an invalid value${place}: ${message}`, { nodes: definition }),
      );
    }
  }
  return errors;
}

const written = (path: readonly (string | number)[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');

/** The type at a path; a value that is not a list counts as a list of one. */
function typeAt(type: GraphQLInputType, [segment, ...rest]: readonly (string | number)[]): GraphQLInputType {
  if (isNonNullType(type)) return typeAt(type.ofType, segment === undefined ? [] : [segment, ...rest]);
  if (isListType(type))
    return typeAt(type.ofType, typeof segment === 'number' ? rest : segment === undefined ? [] : [segment, ...rest]);
  if (segment === undefined || !isInputObjectType(type)) return type;
  const field = type.getFields()[segment];
  return field ? typeAt(field.type, rest) : type;
}

/** `said` is the message of graphql-js: it is kept where it contains nothing but names of the schema. */
function describe(type: GraphQLInputType, value: unknown, said: string): string {
  if (value === null || value === undefined) return said;
  if (isInputObjectType(type)) {
    const end = `" is not defined by type "${type.name}".`;
    if (!said.startsWith('Field "') || !said.endsWith(end)) return said;
    const key = said.slice('Field "'.length, -end.length);
    return `Field "${clip(key)}${end}${didYouMean([suggestKey(key, Object.keys(type.getFields()))])}`;
  }
  if (isEnumType(type)) return describeEnum(type, value);
  const name = isListType(type) || isNonNullType(type) ? '' : type.name;
  const expected = Object.hasOwn(expectations, name) ? expectations[name] : `a value of the scalar "${name}"`;
  return `Expected ${expected}; got ${kindOf(value)}.`;
}

function describeEnum(type: GraphQLEnumType, value: unknown): string {
  if (typeof value !== 'string')
    return `Expected a value of the enum "${type.name}" as a string; got ${kindOf(value)}.`;
  const names = type.getValues().map((each) => each.name);
  return `No such value in the enum "${type.name}".${didYouMean(names.length > 12 ? [suggestKey(value, names)] : names)}`;
}

/** Worded like graphql-js, so that it is removed where the schema is not shown. */
function didYouMean(names: readonly (string | null)[]): string {
  const quoted = names.filter((name) => name !== null).map((name) => `"${name}"`);
  const last = quoted.pop();
  if (last === undefined) return '';
  return ` Did you mean ${quoted.length > 0 ? `${quoted.join(', ')} or ` : ''}${last}?`;
}

/** What each scalar of the schema accepts. */
const expectations: Record<string, string> = {
  String: 'a string',
  ID: 'an id, which is a string',
  Int: 'an integer from -2147483648 to 2147483647',
  Float: 'a finite number',
  Boolean: 'true or false',
  DateTime: 'a date-time string such as 2026-11-22T09:00:00Z',
  JSON: 'a JSON value',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  return { string: 'a string', boolean: 'a boolean', object: 'an object' }[typeof value as string] ?? 'something else';
}
