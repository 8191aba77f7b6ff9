import { entries, isRecord, items, own } from '../read/jsonValue.ts';

/** Whether a value of the schema could have something at `segments`. Unknown ground counts as yes, a closed door as no. */
export function schemaAllowsPath(root: unknown, schema: unknown, segments: readonly string[]): boolean {
  return looksDeclared(root, schema, segments, 0, new Map());
}

/** `seen` holds the schemas that were looked at, by what is left of the path: references to references meet again. */
function looksDeclared(
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
  if (before.has(schema)) return false; // Had it been declared there, nobody would look on.
  seen.set(segments.length, before.add(schema));
  const property = own(own(schema, 'properties'), segment);
  if (property !== undefined) return looksDeclared(root, property, rest, depth + 1, seen);
  const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => items(own(schema, key)));
  const target = resolve(root, own(schema, '$ref'));
  const open = [...branches, ...['then', 'else', 'if'].map((key) => own(schema, key)), target].filter(
    (inner) => inner !== undefined,
  );
  if (open.some((inner) => isRecord(inner) && looksDeclared(root, inner, segments, depth + 1, seen))) return true;
  if (entries(own(schema, 'patternProperties')).length > 0) return true;
  const additional = own(schema, 'additionalProperties') ?? own(schema, 'unevaluatedProperties');
  if (additional !== undefined && additional !== false) return true;
  // A value inside an object or list that says nothing about what it holds.
  return (
    depth > 0 &&
    open.length === 0 &&
    own(schema, 'properties') === undefined &&
    mayHoldMore(own(schema, 'type'), additional)
  );
}

const mayHoldMore = (type: unknown, additional: unknown): boolean =>
  additional !== false && (type === undefined || [type].flat().some((one) => one === 'object' || one === 'array'));

function resolve(root: unknown, reference: unknown): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  return reference
    .slice(1)
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((inner, part) => (Array.isArray(inner) ? inner[Number(part)] : own(inner, part)), root);
}
