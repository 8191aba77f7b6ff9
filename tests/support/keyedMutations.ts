import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';

/** A place of a mutation's input where a value can be given, such as `importVersions entry.listing.tags`. */
export interface KeyedPlace {
  mutation: string;
  path: string[];
  query: string;
}

type Input = Record<string, unknown>;

/** Every place in the inputs of the mutations that take an idempotency key, but `dryRun` and the key itself. */
export function keyedPlaces(schema: GraphQLSchema): KeyedPlace[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
    const [input] = args;
    const type = input && getNamedType(input.type);
    if (!isInputObjectType(type) || !type.getFields().idempotencyKey) return [];
    const query = `mutation ($input: ${type.name}!) { ${name}(input: $input) { __typename ... on Error { code message } } }`;
    return leavesOf(type, [])
      .filter(([first]) => first !== 'idempotencyKey' && first !== 'dryRun')
      .map((path) => ({ mutation: name, path, query }));
  });
}

function leavesOf(type: GraphQLInputType, path: string[]): string[][] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [path];
  return Object.values(named.getFields()).flatMap((field) => leavesOf(field.type, [...path, field.name]));
}

/** What is required of an input, from values by their path or by their name. */
export function requiredInput(
  schema: GraphQLSchema,
  mutation: string,
  value: (path: readonly string[]) => unknown,
): Input {
  const type = getNamedType(schema.getMutationType()?.getFields()[mutation]?.args[0]?.type);
  if (!isInputObjectType(type)) throw new Error(`${mutation} has no input.`);
  return requiredOf(type, []);

  function requiredOf(type: GraphQLInputType, path: string[]): Input {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return {};
    return Object.fromEntries(
      Object.values(named.getFields())
        .filter(isRequiredInputField)
        .map((field) => {
          const at = [...path, field.name];
          const inner = getNamedType(field.type);
          if (!isInputObjectType(inner)) return [field.name, value(at)];
          const object = requiredOf(inner, at);
          return [field.name, isListType(getNullableType(field.type)) ? [object] : object];
        }),
    );
  }
}

/** The input with a value at a path; what is on the way is completed with what `required` has there. */
export function withValue(
  schema: GraphQLSchema,
  { mutation, path }: KeyedPlace,
  input: Input,
  value: unknown,
  other: (path: readonly string[]) => unknown,
): Input {
  const type = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type;
  if (!type) throw new Error(`${mutation} has no input.`);
  return put(type, input, path, []);

  function put(type: GraphQLInputType, current: unknown, [next, ...rest]: string[], before: string[]): Input {
    const named = getNamedType(type);
    if (next === undefined || !isInputObjectType(named)) throw new Error(`${mutation} has no ${path.join('.')}.`);
    const field = named.getFields()[next];
    if (!field) throw new Error(`${mutation} has no ${path.join('.')}.`);
    const given = (current ?? {}) as Input;
    const missing = Object.values(named.getFields()).filter(
      (each) => isRequiredInputField(each) && !(each.name in given) && !isInputObjectType(getNamedType(each.type)),
    );
    const object = {
      ...Object.fromEntries(missing.map((each) => [each.name, other([...before, each.name])])),
      ...given,
    };
    const isList = isListType(getNullableType(field.type));
    if (rest.length === 0) return { ...object, [next]: isList ? [value].flat() : value };
    const inner = isList ? (given[next] as unknown[] | undefined)?.[0] : given[next];
    const changed = put(field.type, inner, rest, [...before, next]);
    return { ...object, [next]: isList ? [changed] : changed };
  }
}
