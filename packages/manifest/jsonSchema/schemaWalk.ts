import { isRecord } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';

type SchemaPosition = 'one' | 'list' | 'map';

const words = (text: string, how: SchemaPosition): [string, SchemaPosition][] =>
  text.split(' ').map((word) => [word, how]);

/** How a keyword of JSON Schema contains other schemas. */
const schemaKeywords = new Map<string, SchemaPosition>([
  ...words('additionalItems additionalProperties contains if then else items not propertyNames', 'one'),
  ...words('unevaluatedItems unevaluatedProperties', 'one'),
  ...words('allOf anyOf oneOf prefixItems', 'list'),
  ...words('$defs definitions dependencies dependentSchemas patternProperties properties', 'map'),
]);

/** The schemas directly inside a schema, each with its path from it. */
export function subschemas(schema: Record<string, unknown>): { path: Path; schema: unknown }[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const how = schemaKeywords.get(keyword);
    if (how === undefined) return [];
    if (how === 'map')
      return isRecord(value) ? Object.entries(value).map(([key, schema]) => ({ path: [keyword, key], schema })) : [];
    if (Array.isArray(value)) return value.map((schema, index) => ({ path: [keyword, index], schema }));
    return how === 'one' ? [{ path: [keyword], schema: value }] : [];
  });
}

/** Calls `visit` for a schema and every schema inside it, outermost first. */
export function eachSchema(
  schema: unknown,
  visit: (schema: Record<string, unknown>, path: Path) => void,
  path: Path = [],
): void {
  if (!isRecord(schema)) return;
  visit(schema, path);
  for (const inner of subschemas(schema)) eachSchema(inner.schema, visit, [...path, ...inner.path]);
}

/** A copy of a schema in which `change` was applied to every schema. */
export function mapSchemas(
  schema: unknown,
  change: (schema: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (!isRecord(schema)) return schema;
  const copy: Record<string, unknown> = { ...schema };
  for (const [keyword, value] of Object.entries(schema)) {
    const how = schemaKeywords.get(keyword);
    if (how === undefined) continue;
    if (how === 'map' && isRecord(value)) {
      copy[keyword] = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapSchemas(inner, change)]));
    } else if (Array.isArray(value)) copy[keyword] = value.map((inner) => mapSchemas(inner, change));
    else copy[keyword] = mapSchemas(value, change);
  }
  return change(copy);
}
