import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';

/** A field of a selection, as it is executed for each object that is selected from. */
export interface SelectedField {
  /** Its name in the response. */
  readonly key: string;
  /** The field as it is selected: more than once where selections are merged. */
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly hasArguments: boolean;
  /** Its place in the lists of a request: what is computed once for all objects. */
  readonly index: number;
  /** What is selected of an object of this type, below the field. */
  below(type: GraphQLObjectType): readonly SelectedField[];
}

/** The selections of one operation: collected once, not once for each request and object. */
export interface Selections {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly root: readonly SelectedField[];
}

/**
 * The selections of a query in a valid document. Null where they differ from one request to the next, or are of what is not a
 * plain field.
 */
export function selectionsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Selections | null {
  const queryType = schema.getQueryType();
  if (!queryType || !isPlain(document)) return null;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  let fields = 0;

  function collect(
    type: GraphQLObjectType,
    set: SelectionSetNode,
    found: Map<string, FieldNode[]>,
    visited: Set<string>,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const same = found.get(key);
        if (same) same.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
      if (fragment && applies(schema, fragment.typeCondition?.name.value, type))
        collect(type, fragment.selectionSet, found, visited);
    }
  }

  function selected(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): readonly SelectedField[] {
    const found = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    for (const set of sets) collect(type, set, found, visited);
    return [...found].flatMap(([key, nodes]) => fieldOf(type, key, nodes) ?? []);
  }

  function fieldOf(parent: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): SelectedField | undefined {
    const name = nodes[0]?.name.value ?? '';
    const definition = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parent.getFields()[name];
    if (!definition) return undefined;
    const known = new Map<GraphQLObjectType, readonly SelectedField[]>();
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const index = fields;
    fields += 1;
    return {
      key,
      nodes,
      parent,
      definition,
      hasArguments: definition.args.length > 0,
      index,
      below(type) {
        let inner = known.get(type);
        if (!inner) {
          inner = selected(type, sets);
          known.set(type, inner);
        }
        return inner;
      },
    };
  }

  return { schema, operation, fragments, root: selected(queryType, [operation.selectionSet]) };
}

/** Whether a fragment with this condition is about objects of the type. */
function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const on = schema.getType(condition);
  return isAbstractType(on) && schema.isSubType(on, type);
}

/**
 * Without directives, which may leave fields out, without introspection, and without a name that is no ordinary property of an
 * object.
 */
function isPlain(document: DocumentNode): boolean {
  let isPlain = true;
  visit(document, {
    Directive() {
      isPlain = false;
    },
    Field({ name, alias }) {
      if (/^__(schema|type)$/.test(name.value) || alias?.value === '__proto__') isPlain = false;
    },
  });
  return isPlain;
}
