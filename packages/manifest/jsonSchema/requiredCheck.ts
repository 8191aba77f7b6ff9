import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { linearPattern } from './linearPattern.ts';
import { inPlaceKeywords, type LocatedSchema, referenceOf, referenceTargets } from './schemaReferences.ts';
import { eachSchema, subschemas } from './schemaWalk.ts';

/**
 * Calls `report` for every name in `required` that no schema of the same value declares: it is misspelled, or it was
 * forgotten. A name is declared by `properties`, by a pattern that matches, or where `additionalProperties` or
 * `unevaluatedProperties` describes other properties.
 */
export function checkRequired(root: unknown, report: (path: Path, name: string) => void): void {
  const targets = referenceTargets(root);
  const asked = new Map<unknown, { path: Path; missing: Map<number, string> }>();
  const declaredSomewhere = new Set<string>();

  /** Every schema that is applied to one value, the outermost first. */
  function applied(start: LocatedSchema): LocatedSchema[] {
    const found = new Map<unknown, LocatedSchema>();
    const open = [start];
    for (let next = open.pop(); next; next = open.pop()) {
      if (!isRecord(next.schema) || found.has(next.schema)) continue;
      found.set(next.schema, next);
      const target = referenceOf(next.schema, targets);
      if (target) open.push(target);
      for (const inner of subschemas(next.schema)) {
        if (inPlaceKeywords.has(String(inner.path[0])))
          open.push({ schema: inner.schema, path: [...next.path, ...inner.path] });
      }
    }
    return [...found.values()];
  }

  function look(start: LocatedSchema): void {
    const together = applied(start);
    for (const { schema, path } of together) {
      for (const [index, name] of items(ownProperty(schema, 'required')).entries()) {
        if (typeof name !== 'string') continue;
        const known = asked.get(schema) ?? { path, missing: new Map<number, string>() };
        known.missing.set(index, name);
        asked.set(schema, known);
        if (together.some((each) => declares(each.schema, name))) declaredSomewhere.add(`${idOf(schema)} ${index}`);
      }
    }
  }

  const ids = new Map<unknown, number>();
  const idOf = (schema: unknown): number => {
    const id = ids.get(schema) ?? ids.size;
    ids.set(schema, id);
    return id;
  };

  look({ schema: root, path: [] });
  eachSchema(root, (schema, path) => {
    for (const inner of subschemas(schema)) {
      if (!inPlaceKeywords.has(String(inner.path[0]))) look({ schema: inner.schema, path: [...path, ...inner.path] });
    }
  });
  for (const [schema, { path, missing }] of asked) {
    for (const [index, name] of missing) {
      if (!declaredSomewhere.has(`${idOf(schema)} ${index}`)) report([...path, 'required', index], name);
    }
  }
}

function declares(schema: unknown, name: string): boolean {
  if (ownProperty(ownProperty(schema, 'properties'), name) !== undefined) return true;
  if (entries(ownProperty(schema, 'patternProperties')).some(([pattern]) => matches(pattern, name))) return true;
  return ['additionalProperties', 'unevaluatedProperties'].some((key) => {
    const rest = ownProperty(schema, key);
    return rest !== undefined && rest !== false;
  });
}

function matches(pattern: string, name: string): boolean {
  try {
    return linearPattern(pattern).test(name);
  } catch {
    return true; // The pattern is reported separately.
  }
}
