import {
  defaultTypeResolver,
  type ExecutionResult,
  type GraphQLAbstractType,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
} from 'graphql';
import type { Context } from '../../../src/resolvers/context.ts';
import { createFieldErrors, type FieldErrors, keysOf, type Path } from './fieldErrors.ts';
import type { SelectedField, Selections } from './selection.ts';

/** One execution, with what is computed once for all objects that a field is selected of. */
interface Execution {
  readonly context: Context;
  readonly variables: Record<string, unknown>;
  readonly selections: Selections;
  readonly errors: FieldErrors;
  readonly args: (Record<string, unknown> | undefined)[];
  readonly infos: (GraphQLResolveInfo | undefined)[];
}

/**
 * Executes a query as `execute` of graphql-js does, step for step (section 6 of the specification), over selections that were
 * collected before. Arguments are coerced once for each field, paths are kept for objects only, and nothing waits that
 * need not.
 *
 * @param variables as they were coerced
 */
export function executeSelection(
  selections: Selections,
  variables: Record<string, unknown>,
  context: Context,
): ExecutionResult | Promise<ExecutionResult> {
  const errors = createFieldErrors();
  const execution: Execution = { context, variables, selections, errors, args: [], infos: [] };
  const answer = (data: ExecutionResult['data']): ExecutionResult =>
    errors.list.length === 0 ? { data } : { errors: errors.list, data };
  const failed = (error: unknown) => {
    errors.add(error as GraphQLError, undefined);
    return answer(null);
  };
  try {
    const data = executeFields(execution, selections.root, undefined, undefined);
    return data instanceof Promise ? data.then(answer, failed) : answer(data);
  } catch (error) {
    return failed(error);
  }
}

type Fields = Record<string, unknown>;
type NullableType = GraphQLLeafType | GraphQLAbstractType | GraphQLObjectType | GraphQLList<GraphQLOutputType>;

function executeFields(
  execution: Execution,
  fields: readonly SelectedField[],
  source: unknown,
  path: Path | undefined,
): Fields | Promise<Fields> {
  const results: Fields = {};
  let open: Promise<void>[] | undefined;
  try {
    for (const field of fields) {
      const value = executeField(execution, field, source, path);
      results[field.key] = value;
      if (!(value instanceof Promise)) continue;
      open ??= [];
      open.push(
        value.then((found) => {
          results[field.key] = found;
        }),
      );
    }
  } catch (error) {
    // The others are awaited, since they may fail, too.
    if (!open) throw error;
    return Promise.all(open).finally(() => {
      throw error;
    }) as never;
  }
  return open ? Promise.all(open).then(() => results) : results;
}

function executeField(execution: Execution, field: SelectedField, source: unknown, parent: Path | undefined): unknown {
  const { definition, key } = field;
  try {
    const result = resolved(execution, field, source);
    const completed =
      result instanceof Promise
        ? result.then((found) => complete(execution, field, definition.type, found, parent, key))
        : complete(execution, field, definition.type, result, parent, key);
    if (!(completed instanceof Promise)) return completed;
    return completed.catch((error) => handled(execution, field, definition.type, error, parent, key));
  } catch (error) {
    return handled(execution, field, definition.type, error, parent, key);
  }
}

function resolved(execution: Execution, field: SelectedField, source: unknown): unknown {
  const { resolve, name } = field.definition as { resolve?: GraphQLFieldResolver<unknown, Context>; name: string };
  const { context } = execution;
  if (resolve) return resolve(source, argsOf(execution, field), context, infoOf(execution, field));
  if (typeof source !== 'object' || source === null) return undefined;
  const property = (source as Fields)[name];
  if (typeof property !== 'function') return property;
  return property.call(source, argsOf(execution, field), context, infoOf(execution, field));
}

const noArguments: Record<string, unknown> = Object.freeze({});

function argsOf({ args, variables }: Execution, { definition, hasArguments, index, nodes }: SelectedField) {
  const [node] = nodes;
  if (!hasArguments || !node) return noArguments;
  args[index] ??= getArgumentValues(definition, node, variables);
  return args[index];
}

function infoOf(execution: Execution, field: SelectedField): GraphQLResolveInfo {
  const { infos, variables, selections } = execution;
  const { definition, index, nodes, parent } = field;
  infos[index] ??= {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType: parent,
    /** The same `info` is given for all objects. No resolver of ours asks where it is. */
    get path(): never {
      throw new Error(`The path of ${parent.name}.${definition.name} is not known.`);
    },
    schema: selections.schema,
    fragments: selections.fragments,
    rootValue: undefined,
    operation: selections.operation,
    variableValues: variables,
  };
  return infos[index];
}

/** An error of a field that may be null is kept; other errors are those of the nearest object that may be. */
function handled(
  { errors }: Execution,
  { nodes }: SelectedField,
  type: GraphQLOutputType,
  raw: unknown,
  parent: Path | undefined,
  key: string | number,
): null {
  const path = { prev: parent, key };
  const error = locatedError(raw, nodes as never, keysOf(path));
  if (isNonNullType(type)) throw error;
  errors.add(error, path);
  return null;
}

function complete(
  execution: Execution,
  field: SelectedField,
  type: GraphQLOutputType,
  value: unknown,
  parent: Path | undefined,
  key: string | number,
): unknown {
  if (value instanceof Error) throw value;
  if (!isNonNullType(type)) return completeNullable(execution, field, type, value, parent, key);
  const completed = completeNullable(execution, field, type.ofType, value, parent, key);
  if (completed !== null) return completed;
  throw new Error(`Cannot return null for non-nullable field ${field.parent.name}.${field.definition.name}.`);
}

function completeNullable(
  execution: Execution,
  field: SelectedField,
  type: NullableType,
  value: unknown,
  parent: Path | undefined,
  key: string | number,
): unknown {
  if (value === null || value === undefined) return null;
  if (isLeafType(type)) return serialized(type, value);
  const path = { prev: parent, key };
  if (isListType(type)) return completeList(execution, field, type.ofType, value, path);
  const info = infoOf(execution, field);
  const runtimeType = isObjectType(type) ? type : runtimeTypeOf(execution, type, value, info);
  if (runtimeType instanceof Promise)
    return runtimeType.then((found) => completeObject(execution, field, found, value, path, info));
  return completeObject(execution, field, runtimeType, value, path, info);
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const found = type.serialize(value);
  if (found === null || found === undefined) throw new Error(`${type.name} serialized a value as null.`);
  return found;
}

function completeList(
  execution: Execution,
  field: SelectedField,
  type: GraphQLOutputType,
  value: unknown,
  path: Path,
): unknown {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value))
    throw new Error(`Expected a list for ${field.parent.name}.${field.definition.name}.`);
  let isOpen = false;
  const completed = Array.from(value as Iterable<unknown>, (item, index) => {
    const done = completeItem(execution, field, type, item, path, index);
    isOpen ||= done instanceof Promise;
    return done;
  });
  return isOpen ? Promise.all(completed) : completed;
}

function completeItem(
  execution: Execution,
  field: SelectedField,
  type: GraphQLOutputType,
  item: unknown,
  path: Path,
  index: number,
): unknown {
  try {
    const completed =
      item instanceof Promise
        ? item.then((found) => complete(execution, field, type, found, path, index))
        : complete(execution, field, type, item, path, index);
    if (!(completed instanceof Promise)) return completed;
    return completed.catch((error) => handled(execution, field, type, error, path, index));
  } catch (error) {
    return handled(execution, field, type, error, path, index);
  }
}

function completeObject(
  execution: Execution,
  field: SelectedField,
  type: GraphQLObjectType,
  value: unknown,
  path: Path,
  info: GraphQLResolveInfo,
): unknown {
  const execute = (isOne: boolean) => {
    if (!isOne) throw new Error(`Expected a value of type "${type.name}".`);
    return executeFields(execution, field.below(type), value, path);
  };
  const isOne = type.isTypeOf?.(value, execution.context, info) ?? true;
  return isOne instanceof Promise ? isOne.then(execute) : execute(isOne);
}

function runtimeTypeOf(
  { context, selections: { schema } }: Execution,
  type: GraphQLAbstractType,
  value: unknown,
  info: GraphQLResolveInfo,
): GraphQLObjectType | Promise<GraphQLObjectType> {
  const name = (type.resolveType ?? defaultTypeResolver)(value, context, info, type);
  return name instanceof Promise
    ? name.then((found) => possibleType(schema, type, found))
    : possibleType(schema, type, name);
}

function possibleType(schema: GraphQLSchema, type: GraphQLAbstractType, name: string | undefined): GraphQLObjectType {
  const found = name === undefined ? undefined : schema.getType(name);
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  throw new Error(`${name} is not a type of ${type.name}.`);
}
