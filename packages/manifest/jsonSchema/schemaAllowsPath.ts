import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';

/** Whether a value of the schema could contain something at `segments`. Yes when the schema leaves it open, no when it excludes it. */
export function schemaAllowsPath(root: unknown, schema: unknown, segments: readonly string[]): boolean {
  return isDeclared(root, schema, segments, 0, new Map());
}

/** `seen` contains the schemas that were checked, by the rest of the path: nested references can reach one again. */
function isDeclared(
  root: unknown,
  schema: unknown,
  segments: readonly string[],
  depth: number,
  seen: Map<number, Set<unknown>>,
): boolean {
  const [segment, ...rest] = segments;
  if (segment === undefined || schema === true) return true;
  if (!isRecord(schema)) return false;
  const before = seen.get(segments.length) ?? new Set();
  if (before.has(schema)) return false; // It was not declared there.
  seen.set(segments.length, before.add(schema));
  const property = ownProperty(ownProperty(schema, 'properties'), segment);
  if (property !== undefined) return isDeclared(root, property, rest, depth + 1, seen);
  const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => items(ownProperty(schema, key)));
  const target = resolve(root, ownProperty(schema, '$ref'));
  const open = [...branches, ...['then', 'else', 'if'].map((key) => ownProperty(schema, key)), target].filter(
    (inner) => inner !== undefined,
  );
  if (open.some((inner) => isRecord(inner) && isDeclared(root, inner, segments, depth + 1, seen))) return true;
  if (entries(ownProperty(schema, 'patternProperties')).length > 0) return true;
  const additional = ownProperty(schema, 'additionalProperties') ?? ownProperty(schema, 'unevaluatedProperties');
  if (additional !== undefined && additional !== false) return true;
  // A value inside an object or array that does not describe its content.
  return (
    depth > 0 &&
    open.length === 0 &&
    ownProperty(schema, 'properties') === undefined &&
    mayContainMore(ownProperty(schema, 'type'), additional)
  );
}

const mayContainMore = (type: unknown, additional: unknown): boolean =>
  additional !== false && (type === undefined || [type].flat().some((one) => one === 'object' || one === 'array'));

function resolve(root: unknown, reference: unknown): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  return reference
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((inner, part) => (Array.isArray(inner) ? inner[Number(part)] : ownProperty(inner, part)), root);
}
