import jsonPatch, { type Operation } from 'fast-json-patch';
import { canonicalJson } from '../../packages/manifest/index.ts';

/** More operations are replaced with one for each member of the document that differs. */
export const maxOperations = 1_000;

/**
 * The JSON Patch (RFC 6902) from one document to another. It is always complete: a patch that would be too long replaces
 * whole members of the document.
 */
export function manifestPatch(before: Record<string, unknown>, after: Record<string, unknown>): Operation[] {
  const operations = jsonPatch.compare(before, after);
  if (operations.length <= maxOperations) return operations;
  const pointer = (key: string) => `/${jsonPatch.escapePathComponent(key)}`;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): Operation[] => {
    if (!Object.hasOwn(after, key)) return [{ op: 'remove', path: pointer(key) }];
    if (!Object.hasOwn(before, key)) return [{ op: 'add', path: pointer(key), value: after[key] }];
    if (canonicalJson(before[key]) === canonicalJson(after[key])) return [];
    return [{ op: 'replace', path: pointer(key), value: after[key] }];
  });
}
