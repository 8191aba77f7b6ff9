import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { valuesOf } from './variableValues.ts';

/**
 * The maximum cost of an operation: a field is 1, a page multiplies its selection by its size. See schema/builder.ts.
 * What `@skip` and `@include` leave out costs nothing.
 */
export const maxCost = 5_000;

/**
 * The cost of an operation, including introspection; null when its variables are invalid: executing it reports that.
 * Linear in the document: both walks visit a fragment once.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number | null {
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  if (values.errors) return null;
  const { names, costs } = knownOf(document, operation);
  const key = valuesOf(variables, names);
  let cost = costs.get(key);
  if (cost === undefined) {
    cost = computed(schema, executedPart(document, operation, values.coerced), variables);
    costs.set(key, cost);
  }
  return cost;
}

/** What was computed for an operation: by the values of the variables that its cost depends on. */
interface Known {
  readonly names: readonly string[];
  readonly costs: LRUCache<string, number>;
}
const known = new WeakMap<OperationDefinitionNode, Known>();

function knownOf(document: DocumentNode, operation: OperationDefinitionNode): Known {
  let found = known.get(operation);
  if (!found) {
    found = { names: variablesOfCost(document), costs: new LRUCache({ max: 20 }) };
    known.set(operation, found);
  }
  return found;
}

/** The arguments that the cost of a field depends on. See `fieldComplexity` in schema/builder.ts, and schema/usage.ts. */
export const costArguments: ReadonlySet<string> = new Set(['first', 'last', 'ids', 'days']);

/** The variables in arguments that the cost depends on, and in directives, which leave fields out. */
function variablesOfCost(document: DocumentNode): string[] {
  const names = new Set<string>();
  const collect = (node: ASTNode): void => {
    visit(node, { Variable: ({ name }) => void names.add(name.value) });
  };
  visit(document, {
    VariableDefinition: () => false,
    Directive: collect,
    Argument: (argument) => (costArguments.has(argument.name.value) ? collect(argument) : undefined),
  });
  return [...names];
}

interface ExecutedPart {
  operation: OperationDefinitionNode;
  fragments: FragmentDefinitionNode[];
}

/** The operation and the fragments, without what directives leave out for these values of the variables. */
function executedPart(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: Record<string, unknown>,
): ExecutedPart {
  const unlessLeftOut = (node: SelectionNode) => (isLeftOut(node, values) ? null : undefined);
  const executed = <Node extends ASTNode>(node: Node): Node =>
    visit(node, { Field: unlessLeftOut, FragmentSpread: unlessLeftOut, InlineFragment: unlessLeftOut });
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return { operation: executed(operation), fragments: fragments.map(executed) };
}

function isLeftOut(node: SelectionNode, values: Record<string, unknown>): boolean {
  if (!node.directives?.length) return false;
  try {
    return (
      getDirectiveValues(GraphQLSkipDirective, node, values)?.if === true ||
      getDirectiveValues(GraphQLIncludeDirective, node, values)?.if === false
    );
  } catch {
    return false; // Its variable has no value: it is another operation's, or null, which executing it reports.
  }
}

function computed(
  schema: GraphQLSchema,
  { operation, fragments }: ExecutedPart,
  variables: Record<string, unknown>,
): number {
  const alone: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  const { complexity } = complexityFromQuery(alone, { schema, variables });
  return complexity + introspectionCost(operation.selectionSet, fragments);
}

/** The assumed length of the lists of introspection; small, so that the query of a playground passes, once. */
const listed: Record<string, number> = { types: 10, directives: 5, fields: 3, args: 2, inputFields: 2, enumValues: 2 };

/** The plugin ignores `__schema` and `__type`. */
function introspectionCost(root: SelectionSetNode, fragments: readonly FragmentDefinitionNode[]): number {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  const known = new Map<SelectionSetNode, number>();

  function sum(selectionSet: SelectionSetNode, costOfField: (field: FieldNode) => number): number {
    let total = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) total += costOfField(selection);
      else {
        const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : byName.get(selection.name.value);
        if (inner) total += sum(inner.selectionSet, costOfField);
      }
    }
    return total;
  }
  const within = (selectionSet: SelectionSetNode): number => {
    let cost = known.get(selectionSet);
    if (cost === undefined) {
      cost = sum(selectionSet, ofField);
      known.set(selectionSet, cost);
    }
    return cost;
  };
  const ofField = ({ name, selectionSet }: FieldNode): number =>
    1 + (selectionSet ? (listed[name.value] ?? 1) * within(selectionSet) : 0);

  return sum(root, (field) => (/^__(schema|type)$/.test(field.name.value) ? ofField(field) : 0));
}
