import { isRecord, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { eachSchema, subschemas } from './schemaWalk.ts';

/** A schema and where in the whole schema it is. */
export interface LocatedSchema {
  schema: unknown;
  path: Path;
}

/** A path as the fragment of a `$ref`, before any percent-encoding. */
export const pointerTo = (path: Path): string =>
  `#${path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')}`;

/** The schemas inside a schema that a `$ref` may point to, by reference. */
export function referenceTargets(root: unknown): ReadonlyMap<string, LocatedSchema> {
  const targets = new Map<string, LocatedSchema>([['#', { schema: root, path: [] }]]);
  eachSchema(root, (schema, path) => {
    const anchor = ownProperty(schema, '$anchor');
    if (typeof anchor === 'string') targets.set(`#${anchor}`, { schema, path });
    for (const inner of subschemas(schema)) {
      if (!isRecord(inner.schema) && typeof inner.schema !== 'boolean') continue;
      const innerPath = [...path, ...inner.path];
      targets.set(pointerTo(innerPath), { schema: inner.schema, path: innerPath });
    }
  });
  return targets;
}

/** The target of a schema's `$ref`, if it has one that resolves. */
export function referenceOf(schema: unknown, targets: ReadonlyMap<string, LocatedSchema>): LocatedSchema | undefined {
  const reference = ownProperty(schema, '$ref');
  return typeof reference === 'string' ? targets.get(decoded(reference)) : undefined;
}

/** A reference without its percent-encoding. */
export function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** Keywords whose schemas are applied to the same value as the schema that contains them. */
export const inPlaceKeywords: ReadonlySet<string> = new Set([
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies'],
]);
