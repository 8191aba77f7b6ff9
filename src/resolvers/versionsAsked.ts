import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, getNamedType, isObjectType } from 'graphql';
import type { EntryShape } from '../db/entry.ts';
import type { VersionContent, VersionStatus, VersionsPage } from '../db/version.ts';
import { type ConnectionArgs, isGiven, pageOf } from './connection.ts';
import { selectedAt } from './selection.ts';
import { contentOf, entryShapeAt, nodes, once } from './shape.ts';

/** Arguments of `versions` of an entry. */
export type VersionsArgs = ConnectionArgs & { status?: VersionStatus | null };

/** The page of versions that is asked for. @throws BAD_USER_INPUT as `pageOf` */
export const versionsAsked = (args: VersionsArgs, scope: unknown, content: VersionContent): VersionsPage => ({
  status: args.status ?? null,
  content,
  page: pageOf(args, scope),
});

/** What is selected of an entry that is looked up: the first page of its versions comes with it. */
export function lookUpShapeAt(info: GraphQLResolveInfo): EntryShape {
  const shape = entryShapeAt(info, []);
  const versions = firstVersionsAt(info);
  return versions ? { ...shape, versions } : shape;
}

/** Only an ordinary first page: a connection prepares a statement for each sort of page, and never forgets it. */
function firstVersionsAt(info: GraphQLResolveInfo): VersionsPage | undefined {
  const selected = once(selections, info, () => selectionOf(info));
  const type = getNamedType(info.returnType);
  const field = isObjectType(type) && selected ? type.getFields().versions : undefined;
  if (!selected || !field) return undefined;
  try {
    const args = getArgumentValues(field, selected.node, info.variableValues) as VersionsArgs;
    if ([args.after, args.before, args.last, args.status].some(isGiven)) return undefined;
    return versionsAsked(args, undefined, selected.content);
  } catch {
    return undefined; // The field itself refuses its arguments.
  }
}

interface VersionsSelection {
  readonly node: FieldNode;
  readonly content: VersionContent;
}
const selections = new WeakMap<FieldNode, VersionsSelection | null>();

function selectionOf(info: GraphQLResolveInfo): VersionsSelection | null {
  const [node, ...others] = selectedAt(info, []).get('versions') ?? [];
  if (!node || others.length > 0) return null;
  return { node, content: contentOf(selectedAt(info, ['versions', ...nodes])) };
}
