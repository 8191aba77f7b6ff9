import { isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { Changes } from './changes.ts';
import { compareSchemas } from './compareSchemas.ts';
import { isSame } from './compareShared.ts';
import type { ChangeConcern } from './rules/rule.ts';

/**
 * Compares outputs that are declared by name, each with a description or a JSON Schema. Expected outputs may also be a
 * list, or only a description.
 */
export function compareOutputs(
  changes: Changes,
  before: unknown,
  after: unknown,
  path: Path,
  concerns: readonly ChangeConcern[] = [],
): void {
  const [old, now] = [named(before), named(after)];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    changes.count();
    if (changes.isFull) return;
    const at = name === '' ? path : [...path, name];
    if (!old.has(name)) changes.add('output-added', at, undefined, now.get(name), concerns);
    else if (!now.has(name)) changes.add('output-removed', at, old.get(name), undefined, concerns);
    else compareOutput(changes, old.get(name), now.get(name), at, concerns);
  }
}

/** Outputs by name, or by their place in a list. A description of all of them has the empty name. */
function named(outputs: unknown): Map<string | number, unknown> {
  if (isRecord(outputs)) return new Map(Object.entries(outputs));
  if (Array.isArray(outputs)) return new Map(items(outputs).map((item, index) => [nameOf(item, index), item]));
  return new Map(outputs === undefined ? [] : [['', outputs]]);
}

function nameOf(item: unknown, index: number): string | number {
  const name = ownProperty(item, 'name') ?? ownProperty(item, 'id') ?? item;
  return typeof name === 'string' ? name : index;
}

function compareOutput(
  changes: Changes,
  before: unknown,
  after: unknown,
  path: Path,
  concerns: readonly ChangeConcern[],
): void {
  if (isRecord(before) && isRecord(after)) {
    const [old, now] = [ownProperty(before, 'from'), ownProperty(after, 'from')];
    if (old !== now) changes.add(sourceRule(old, now), [...path, 'from'], old, now, concerns);
    compareSchemas(changes, 'output', [before, after], path, concerns);
  } else if (isRecord(before)) changes.add('output-schema-removed', path, before, after, concerns);
  else if (isRecord(after)) changes.add('output-schema-added', path, before, after, concerns);
  else if (!isSame(before, after)) changes.add('output-described', path, before, after, concerns);
}

/** A run has the outputs alone that are taken from its steps. */
const sourceRule = (before: unknown, after: unknown) =>
  before === undefined ? 'output-added' : after === undefined ? 'output-removed' : 'output-source-changed';
