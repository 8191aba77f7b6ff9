import { entries, isRecord, items, own } from './plain.ts';

/** Whether a value of the schema could have something at `segments`. Unknown ground counts as yes, a closed door as no. */
export function declares(root: unknown, schema: unknown, segments: readonly string[], depth = 0): boolean {
  const [segment, ...rest] = segments;
  if (segment === undefined || schema === true) return true;
  if (!isRecord(schema) || depth > 40) return depth > 40;
  const property = own(own(schema, 'properties'), segment);
  if (property !== undefined) return declares(root, property, rest, depth + 1);
  const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => items(own(schema, key)));
  const target = resolve(root, own(schema, '$ref'));
  const open = [...branches, ...['then', 'else', 'if'].map((key) => own(schema, key)), target].filter(
    (inner) => inner !== undefined,
  );
  if (open.some((inner) => isRecord(inner) && declares(root, inner, segments, depth + 4))) return true;
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
