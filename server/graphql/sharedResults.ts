import type { ExecutionResult } from 'graphql';
import { sizeOf } from './sizeOf.ts';

/** A result that several subscribers get: measured and written once for all of them. */
interface Shared {
  /** The bytes that it holds in memory: of its data, or of the files that were read for it. */
  size: number;
  json: string | undefined;
  bytes: Buffer | undefined;
}

const shared = new WeakMap<ExecutionResult, Shared>();

/**
 * Marks a result as shared.
 *
 * @param reserved bytes that were reserved while it was made
 * @param limit beyond which bytes are not counted
 */
export function share(result: ExecutionResult, reserved: number, limit: number): ExecutionResult {
  shared.set(result, { size: Math.max(reserved, sizeOf(result.data, limit)), json: undefined, bytes: undefined });
  // Yoga writes a result by its `stringify`, if it has one.
  return Object.defineProperty(result, 'stringify', { value: jsonOf, enumerable: false });
}

/** The size of a result, counted once if it is shared. */
export const sizeOfResult = (result: ExecutionResult, limit: number): number =>
  shared.get(result)?.size ?? sizeOf(result.data, limit);

/** The result as JSON, written once if it is shared. */
export function jsonOf(result: ExecutionResult): string {
  const known = shared.get(result);
  if (!known) return JSON.stringify(result);
  known.json ??= JSON.stringify(result);
  return known.json;
}

/** The same in UTF-8. */
export function bytesOf(result: ExecutionResult): Buffer {
  const known = shared.get(result);
  if (!known) return Buffer.from(jsonOf(result));
  known.bytes ??= Buffer.from(jsonOf(result));
  return known.bytes;
}
