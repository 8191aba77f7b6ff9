import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { compareOthers } from './compareOthers.ts';
import { comparePatternProperties } from './comparePatternProperties.ts';
import { isSame } from './compareShared.ts';
import type { Schema, SchemaComparison } from './schemaComparison.ts';

/** Compares the properties of two schemas of objects: what must be there, what may be, and what each may be. */
export function compareProperties(comparison: SchemaComparison, before: Schema, after: Schema, path: Path): void {
  const [old, now] = [sideOf(comparison, 'before', before), sideOf(comparison, 'after', after)];
  for (const name of new Set([...old.names, ...now.names])) {
    if (comparison.changes.isFull) return;
    compareProperty(comparison, old, now, name, [...path, 'properties', name]);
  }
  comparePatternProperties(comparison, before, after, path);
  const others = [...path, 'additionalProperties'];
  compareOthers(comparison, before.additionalProperties, after.additionalProperties, others);
}

interface Side {
  properties: Record<string, unknown>;
  required: ReadonlySet<string>;
  names: readonly string[];
  /** The default of a property; undefined when it has none. */
  defaultOf(name: string): unknown;
}

function sideOf(comparison: SchemaComparison, side: 'before' | 'after', schema: Schema): Side {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = new Set(items(schema.required).filter((name) => typeof name === 'string'));
  return {
    properties,
    required,
    names: [...Object.keys(properties), ...required],
    defaultOf: (name) => comparison.defaultOf(side, ownProperty(properties, name)),
  };
}

function compareProperty(comparison: SchemaComparison, old: Side, now: Side, name: string, path: Path): void {
  const { report, direction } = comparison;
  const [before, after] = [ownProperty(old.properties, name), ownProperty(now.properties, name)];
  const [was, is] = [hasName(old, name), hasName(now, name)];
  // A variable must be given if it is required and has no default; an output is there in either case.
  const isBound = (side: Side): boolean => {
    const hasDefault = side.defaultOf(name) !== undefined;
    return direction === 'variable' ? side.required.has(name) && !hasDefault : side.required.has(name) || hasDefault;
  };
  if (!was) report(isBound(now) && direction === 'variable' ? 'required' : 'added', path, undefined, after ?? true);
  if (!is) report('removed', path, before ?? true, undefined);
  if (!was || !is) return;
  const bound = direction === 'variable' ? 'required' : 'guaranteed';
  if (isBound(now) !== isBound(old)) report(isBound(now) ? bound : 'optional', path, before ?? true, after ?? true);
  else compareDefaults(comparison, old, now, name, path);
  comparison.compare(before ?? true, after ?? true, path);
}

const hasName = (side: Side, name: string): boolean => Object.hasOwn(side.properties, name) || side.required.has(name);

function compareDefaults({ report }: SchemaComparison, old: Side, now: Side, name: string, path: Path): void {
  const [before, after] = [old.defaultOf(name), now.defaultOf(name)];
  if (!isSame(before, after)) report('default-changed', [...path, 'default'], before, after);
}
