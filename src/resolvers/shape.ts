import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { EntryShape } from '../db/entry.ts';
import type { VersionContent } from '../db/version.ts';
import { selectedAt } from './selection.ts';

/*
 * What a selection needs of the rows that it is about, so that a list reads it in one statement. Fields that are not listed
 * here need everything: a new field is slow before it is wrong.
 */

/** Fields of a version that need only its head, or a statement of their own. */
const headFields: ReadonlySet<string> = new Set([
  ...['id', '__typename', 'version', 'status', 'visibility', 'digest', 'digestRule', 'commitSha', 'publishedAt'],
  ...['publishedBy', 'agent', 'template', 'templates', 'supportedAgents', 'dependents'],
]);

/** Fields of a version that are part of its manifest. */
const manifestFields: ReadonlySet<string> = new Set([
  ...['manifest', 'allowedFindings', 'model', 'skills', 'variables', 'defaultPlan', 'expectedOutputs'],
  ...['rollbackAdvice', 'resourceProfile', 'dependencies', 'environments'],
]);

/** Fields of an entry that need only the columns of a brief row, or a statement of their own. */
const briefFields: ReadonlySet<string> = new Set([
  ...['id', '__typename', 'slug', 'agentId', 'templateId', 'namespace', 'name', 'description'],
  ...['currentVersion', 'version', 'versions', 'templates', 'agents', 'dependencies', 'dependents'],
]);

type Selected = ReadonlyMap<string, readonly FieldNode[]>;

/** How much of the versions at a path below the field is selected. */
export const versionContentAt = (info: GraphQLResolveInfo, path: readonly string[]): VersionContent =>
  once(contents, info, () => contentOf(selectedAt(info, path)));

/** What is selected of the entries at a path below the field. */
export const entryShapeAt = (info: GraphQLResolveInfo, path: readonly string[]): EntryShape =>
  once(shapes, info, () => {
    const selected = selectedAt(info, path);
    return {
      columns: selects(selected, briefFields) ? 'brief' : 'all',
      current: selected.has('currentVersion') ? contentOf(selectedAt(info, [...path, 'currentVersion'])) : 'none',
    };
  });

const selects = (selected: Selected, only: ReadonlySet<string>): boolean =>
  [...selected.keys()].every((name) => only.has(name));

function contentOf(selected: Selected): VersionContent {
  const others = [...selected.keys()].filter((name) => !headFields.has(name));
  if (others.length === 0) return 'head';
  return others.every((name) => manifestFields.has(name)) ? 'manifest' : 'whole';
}

const contents = new WeakMap<FieldNode, VersionContent>();
const shapes = new WeakMap<FieldNode, EntryShape>();

/** Computed once for each field of a document, which is parsed once. A field is always looked at with the same path. */
function once<Value>(
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
