import { isRecord } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { SchemaComparison } from './schemaComparison.ts';

/** Compares what is allowed beyond what is declared: nothing (`false`), what a schema describes, or anything. */
export function compareOthers(comparison: SchemaComparison, before: unknown, after: unknown, path: Path): void {
  const rank = (value: unknown): number => (value === false ? 0 : isRecord(value) ? 1 : 2);
  if (isRecord(before) && isRecord(after)) comparison.compare(before, after, path);
  else if (rank(after) < rank(before)) comparison.report('closed', path, before, after);
  else if (rank(after) > rank(before)) comparison.report('opened', path, before, after);
}
