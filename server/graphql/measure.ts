import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** The size of a document, with fragments counted at each use: the largest of its operations. */
export interface Measures {
  /** Fields within fields. `edges` and the `node` in it, which every page has, are not counted. */
  depth: number;
  /** The same below `__schema` and `__type`, whose types are nested deeply by nature. */
  introspectionDepth: number;
  /** Without fields that cost nothing and that clients generate: `__isNode: __typename`, of Relay. */
  aliases: number;
  directives: number;
  fields: number;
}

/** Linear in the document: a fragment is measured once, however often it is used. A cycle counts as nothing. */
export function measure(document: DocumentNode): Measures {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measures>();

  function ofFragment(name: string): Measures {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const found = fragment ? within(fragment.selectionSet, fragment.directives?.length ?? 0) : nothing;
    measured.set(name, found);
    return found;
  }

  function within(selectionSet: SelectionSetNode, directives: number, inEdges = false): Measures {
    const sum = { ...nothing, directives };
    for (const selection of selectionSet.selections) {
      sum.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const isEdges = selection.name.value === 'edges';
        const inner = selection.selectionSet ? within(selection.selectionSet, 0, isEdges) : nothing;
        const introspects = selection.name.value === '__schema' || selection.name.value === '__type';
        add(sum, inner, 1);
        if (introspects) {
          sum.introspectionDepth = Math.max(sum.introspectionDepth, inner.depth + 1);
          sum.depth = Math.max(sum.depth, 1);
        } else {
          sum.introspectionDepth = Math.max(sum.introspectionDepth, inner.introspectionDepth);
          sum.depth = Math.max(
            sum.depth,
            inner.depth + (isEdges || (inEdges && selection.name.value === 'node') ? 0 : 1),
          );
        }
        sum.aliases += selection.alias && !isTypeCheck(selection) ? 1 : 0;
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? within(selection.selectionSet, 0, inEdges)
            : ofFragment(selection.name.value);
        add(sum, inner, 0);
        sum.depth = Math.max(sum.depth, inner.depth);
        sum.introspectionDepth = Math.max(sum.introspectionDepth, inner.introspectionDepth);
      }
    }
    return sum;
  }

  const most = { ...nothing };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const found = within(definition.selectionSet, definition.directives?.length ?? 0);
    for (const key of Object.keys(most) as (keyof Measures)[]) most[key] = Math.max(most[key], found[key]);
  }
  return most;
}

/** `__isNode: __typename`: a name that no person chooses, and a value that is known without being read. */
const isTypeCheck = ({ alias, name }: FieldNode) => name.value === '__typename' && alias?.value.startsWith('__');

const nothing: Measures = { depth: 0, introspectionDepth: 0, aliases: 0, directives: 0, fields: 0 };

function add(sum: Measures, inner: Measures, fields: number) {
  sum.fields += inner.fields + fields;
  sum.aliases += inner.aliases;
  sum.directives += inner.directives;
}
