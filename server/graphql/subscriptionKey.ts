import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { audienceOf } from '../../src/feed/audience.ts';
import type { Viewer } from '../../src/viewer.ts';
import { valuesOf } from './variableValues.ts';

/** What the values of an operation depend on besides the event and who reads it. */
interface Needs {
  /** Variables that are used below the root field. Those in its arguments only choose the events. */
  variables: readonly string[];
  /** Whether it asks for something that only its own viewer may read. */
  isPersonal: boolean;
}

/** Fields whose value depends on the viewer's id, not on role and namespace alone. */
const personalFields = new Set(['mine', 'ratings', 'viewer']);

const known = new WeakMap<DocumentNode, Map<string | null, Needs>>();

function needsOf(document: DocumentNode, operation: OperationDefinitionNode): Needs {
  const name = operation.name?.value ?? null;
  const found = known.get(document) ?? new Map<string | null, Needs>();
  known.set(document, found);
  let needs = found.get(name);
  if (!needs) {
    const variables = new Set<string>();
    let isPersonal = false;
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const withoutRootArguments = {
      ...operation.selectionSet,
      selections: operation.selectionSet.selections.map((field) =>
        field.kind === Kind.FIELD ? { ...field, arguments: [] } : field,
      ),
    };
    for (const node of [withoutRootArguments, ...fragments]) {
      visit(node, {
        Variable: (variable) => void variables.add(variable.name.value),
        Field: (field) => {
          isPersonal ||= personalFields.has(field.name.value);
        },
      });
    }
    needs = { variables: [...variables].sort(), isPersonal };
    found.set(name, needs);
  }
  return needs;
}

/** As whom the values of a subscription are resolved, and a key: equal for all who get the same value for an event. */
export function sharingOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>> | null | undefined,
  viewer: Viewer,
): { as: Viewer; key: string } {
  const { variables, isPersonal } = needsOf(document, operation);
  const as = isPersonal ? viewer : audienceOf(viewer);
  return { as, key: JSON.stringify([operation.name?.value, as, valuesOf(given, variables)]) };
}
