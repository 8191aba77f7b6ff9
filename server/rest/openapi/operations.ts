import {
  assertInterfaceType,
  assertObjectType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  isUnionType,
  Kind,
  type NamedTypeNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import { documentOf } from '../engine.ts';
import type { ReadRoute, WriteRoute } from '../operationRoute.ts';
import type { Components } from './components.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { closed, createOutputs, type Fragments } from './output.ts';
import { codeOf, errorProblem } from './problems.ts';

/** Inputs and results of the operations behind the paths, derived from their documents and the schema. */
export interface Operations {
  answerOfRead(route: ReadRoute): JsonSchema;
  /** Payload of a write, its errors by status, and its input type. */
  outcomesOf(route: WriteRoute): {
    payload: JsonSchema;
    problems: ReadonlyMap<number, JsonSchema[]>;
    /** The codes of the errors by status, each with its description. */
    meanings: ReadonlyMap<number, string[]>;
    input: GraphQLInputObjectType;
  };
  /** Schema of each event of a subscription. */
  eventOf(document: string): JsonSchema;
}

export function readOperations(schema: GraphQLSchema, components: Components): Operations {
  const errorInterface = assertInterfaceType(schema.getType('Error'));

  /** The one root field of an operation, with its type and its selection. */
  function rootOf(text: string) {
    const document = documentOf(text);
    const operation = getOperationAST(document);
    const [field] = operation?.selectionSet.selections ?? [];
    if (!operation || field?.kind !== Kind.FIELD || !field.selectionSet)
      throw new Error('A document must contain one operation with one field.');
    const fragments: Fragments = new Map(
      document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    );
    const root = schema.getRootType(operation.operation)?.getFields()[field.name.value];
    if (!root) throw new Error(`The schema has no root field ${field.name.value}.`);
    const outputs = createOutputs(schema, fragments, components);
    return { operation, outputs, type: getNamedType(root.type) as GraphQLNamedType, selections: field.selectionSet };
  }

  function answerOfRead({ document, at, isPage }: ReadRoute): JsonSchema {
    const { outputs, ...root } = rootOf(document);
    let { type, selections } = root;
    for (const name of at.slice(1)) {
      const next = selectionOf(selections, name);
      const field = assertObjectType(type).getFields()[name];
      if (!next || !field) throw new Error(`${name} is not selected.`);
      type = getNamedType(field.type);
      selections = next;
    }
    if (!isPage) return withoutNull(outputs.ofType(assertObjectType(type), selections));
    const { edges, ...rest } = outputs.fieldsOf(type, selections);
    const edge = edges?.items;
    const names = Object.keys(edge?.properties ?? {});
    const items = { type: 'array', items: names.length === 1 ? edge?.properties?.node : edge } as JsonSchema;
    return closed({ items, ...rest });
  }

  function outcomesOf({ document }: WriteRoute) {
    const { operation, outputs, type, selections } = rootOf(document);
    if (!isUnionType(type)) throw new Error(`${type.name} is not a result union.`);
    const problems = new Map<number, JsonSchema[]>();
    const meanings = new Map<number, string[]>();
    let payload: JsonSchema = {};
    for (const each of type.getTypes()) {
      const fields = outputs.fieldsOf(each, selections);
      if (!schema.isSubType(errorInterface, each)) {
        payload = components.named(each.name.replace(/Payload$/, 'Result'), () => closed(fields, each.description));
        continue;
      }
      const { code: _, message: __, ...members } = fields; // Every problem has these two.
      const named = Object.fromEntries(Object.entries(members).map(([name, of]) => [name.replace(/^_/, ''), of]));
      const found = errorProblem(each.name, named, components);
      problems.set(found.status, [...(problems.get(found.status) ?? []), found.schema]);
      const meaning = `\`${codeOf(each.name)}\`: ${each.description ?? ''}`;
      meanings.set(found.status, [...(meanings.get(found.status) ?? []), meaning]);
    }
    const [variable] = operation.variableDefinitions ?? [];
    const input = variable && getNamedType(typeFromAST(schema, variable.type as NamedTypeNode));
    if (!isInputObjectType(input)) throw new Error('A write must take one input object.');
    return { payload, problems, meanings, input };
  }

  function eventOf(document: string): JsonSchema {
    const { outputs, type, selections } = rootOf(document);
    return withoutNull(outputs.ofType(assertObjectType(type), selections));
  }

  return { answerOfRead, outcomesOf, eventOf };
}

const withoutNull = ({ anyOf, ...schema }: JsonSchema): JsonSchema => {
  if (anyOf) return anyOf[0] ?? {};
  return Array.isArray(schema.type) ? { ...schema, type: schema.type[0] ?? 'object' } : schema;
};

function selectionOf({ selections }: SelectionSetNode, name: string): SelectionSetNode | undefined {
  for (const each of selections) {
    if (each.kind === Kind.FIELD && (each.alias ?? each.name).value === name) return each.selectionSet;
  }
  return undefined;
}
