import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { EntryColumns, EntryShape } from '../db/entry.ts';
import type { VersionContent } from '../db/version.ts';
import { selectedAt } from './selection.ts';

/*
 * What a selection needs of the rows that it is about, so that a list reads it in one statement. Fields that are not listed
 * here need everything: a new field is slow before it is wrong.
 */

/** Fields of a version that need only its label, or a statement of their own. */
const versionLabelFields: readonly string[] = [
  ...['id', '__typename', 'version', 'status', 'digest', 'publishedAt'],
  ...['agent', 'template', 'templates', 'supportedAgents', 'dependents'],
];

/** Fields of a version that need only its head. */
const headFields: readonly string[] = [
  ...versionLabelFields,
  ...['visibility', 'digestRule', 'commitSha', 'publishedBy'],
];

/** Fields of a version that are part of its manifest. */
const manifestFields: readonly string[] = [
  ...['manifest', 'allowedFindings', 'model', 'skills', 'variables', 'defaultPlan', 'expectedOutputs'],
  ...['rollbackAdvice', 'resourceProfile', 'dependencies', 'environments'],
];

/** Which fields of a version each content is enough for, the smallest first. */
const versionFields: readonly (readonly [VersionContent, ReadonlySet<string>])[] = [
  ['label', new Set(versionLabelFields)],
  ['head', new Set(headFields)],
  ['label and manifest', new Set([...versionLabelFields, ...manifestFields])],
  ['head and manifest', new Set([...headFields, ...manifestFields])],
];

/** Fields of an entry that need only its label, or a statement of their own. */
const entryLabelFields: readonly string[] = [
  ...['id', '__typename', 'slug', 'agentId', 'templateId', 'namespace', 'name'],
  ...['currentVersion', 'version', 'versions', 'templates', 'agents', 'dependencies', 'dependents'],
];

/** Which fields of an entry some of its columns are enough for, the fewest first. */
const entryFields: readonly (readonly [EntryColumns, ReadonlySet<string>])[] = [
  ['label', new Set(entryLabelFields)],
  [
    'card',
    new Set([
      ...entryLabelFields,
      ...['description', 'status', 'visibility', 'category', 'tags', 'featured', 'createdAt', 'updatedAt'],
    ]),
  ],
];

type Selected = ReadonlyMap<string, readonly FieldNode[]>;

/** Where the items of a connection are selected. */
export const nodes = ['edges', 'node'];

/** How much of the versions at a path below the field is selected. */
export const versionContentAt = (info: GraphQLResolveInfo, path: readonly string[]): VersionContent =>
  once(contents, info, () => contentOf(selectedAt(info, path)));

/** What is selected of the entries at a path below the field. */
export const entryShapeAt = (info: GraphQLResolveInfo, path: readonly string[]): EntryShape =>
  once(shapes, info, () => {
    const selected = selectedAt(info, path);
    return {
      columns: smallestFor(selected, entryFields) ?? 'all',
      current: selected.has('currentVersion') ? contentOf(selectedAt(info, [...path, 'currentVersion'])) : 'none',
    };
  });

/** How much of versions is selected. */
export const contentOf = (selected: Selected): VersionContent => smallestFor(selected, versionFields) ?? 'whole';

/** The first shape that has all that is selected. Undefined if none has. */
const smallestFor = <Shape>(
  selected: Selected,
  shapes: readonly (readonly [Shape, ReadonlySet<string>])[],
): Shape | undefined => shapes.find(([, fields]) => [...selected.keys()].every((name) => fields.has(name)))?.[0];

const contents = new WeakMap<FieldNode, VersionContent>();
const shapes = new WeakMap<FieldNode, EntryShape>();

/** Computed once for each field of a document, which is parsed once. A field is always looked at with the same path. */
export function once<Value>(
  known: WeakMap<FieldNode, Value>,
  { fieldNodes }: GraphQLResolveInfo,
  compute: () => Value,
): Value {
  const [node] = fieldNodes;
  if (fieldNodes.length !== 1 || !node) return compute();
  let value = known.get(node);
  if (value === undefined) {
    value = compute();
    known.set(node, value);
  }
  return value;
}
