import { isRecord } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { SchemaComparison } from './schemaComparison.ts';

/**
 * Compares what is allowed beyond what is declared: nothing (`false`), what a schema describes, or anything. Readers of an output
 * may rely on a schema, so that anything in its place is not just more.
 */
export function compareOthers(comparison: SchemaComparison, before: unknown, after: unknown, path: Path): void {
  const rank = (value: unknown): number => (value === false ? 0 : isRecord(value) ? 1 : 2);
  const [old, now] = [rank(before), rank(after)];
  const isDescribed = old === 1 && now === 1;
  const isOutput = comparison.direction === 'output' && old > 0 && now > 0 && old + now < 4;
  if (isDescribed || isOutput) comparison.compare(before ?? true, after ?? true, path);
  else if (now < old) comparison.report('closed', path, before, after);
  else if (now > old) comparison.report('opened', path, before, after);
}
