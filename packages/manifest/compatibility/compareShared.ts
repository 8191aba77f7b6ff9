import type { FileEntry } from '../values/digest.ts';
import { canonicalJson } from '../values/digest.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import type { Changes } from './changes.ts';
import { rangeShift } from './rangeShift.ts';
import type { ChangeRuleName } from './rules/index.ts';
import type { ChangeConcern } from './rules/rule.ts';

export const isSame = (one: unknown, other: unknown): boolean =>
  one === undefined || other === undefined ? one === other : canonicalJson(one) === canonicalJson(other);

/** Calls `visit` for each key of two records whose values differ. */
export function eachDifference(
  changes: Changes,
  before: unknown,
  after: unknown,
  visit: (key: string, before: unknown, after: unknown) => void,
): void {
  const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    changes.count();
    if (changes.isFull) return;
    const [one, other] = [ownProperty(old, key), ownProperty(now, key)];
    if (!isSame(one, other)) visit(key, one, other);
  }
}

/** Compares limits; no limit at all is the highest. */
export function compareLimits(
  changes: Changes,
  before: unknown,
  after: unknown,
  path: Path,
  concerns: readonly ChangeConcern[] = [],
): void {
  eachDifference(changes, before, after, (key, old, now) => {
    const isLower = Number(now ?? Number.POSITIVE_INFINITY) < Number(old ?? Number.POSITIVE_INFINITY);
    const rule = key === 'estimatedTimeMs' ? 'estimate-changed' : isLower ? 'limit-lowered' : 'limit-raised';
    changes.add(rule, [...path, key], old, now, concerns);
  });
}

/** Compares ranges by id. */
export function compareRanges(
  changes: Changes,
  about: 'supported-agent' | 'dependency',
  before: unknown,
  after: unknown,
  path: Path,
): void {
  eachDifference(changes, before, after, (key, old, now) => {
    const at = [...path, key];
    if (old === undefined) changes.add(`${about}-added`, at, old, now);
    else if (now === undefined) changes.add(`${about}-removed`, at, old, now);
    else changes.add(`${about}-${rangeShift(String(old), String(now))}`, at, old, now);
  });
}

const kindOfFile = (path: string): 'prompt' | 'documentation' | 'file' =>
  path.startsWith('prompts/')
    ? 'prompt'
    : /^(?:docs\.md|readme(?:\.[a-z]+)?|changelog(?:\.[a-z]+)?|license(?:\.[a-z]+)?|icon\.[a-z]+|tests\/.*|docs\/.*)$/i.test(
          path,
        )
      ? 'documentation'
      : 'file';

/** Compares files by their digest. The manifest and mcp.json are compared by what they contain. */
export function compareFiles(changes: Changes, before: readonly FileEntry[], after: readonly FileEntry[]): void {
  const digests = (files: readonly FileEntry[]): Record<string, string> =>
    Object.fromEntries(files.filter(({ path }) => !isRead(path)).map(({ path, sha256 }) => [path, sha256]));
  eachDifference(changes, digests(before), digests(after), (path, old, now) => {
    const kind = kindOfFile(path);
    const what = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    const rule: ChangeRuleName = kind === 'documentation' ? 'documentation-changed' : `${kind}-${what}`;
    changes.add(rule, [path], old, now);
  });
}

const isRead = (path: string): boolean => ['agent.json', 'template.json', 'mcp.json'].includes(path);

/** Keys that only the catalog uses, or that have no effect on a version that is published. */
const listing = new Set([
  ...['$schema', 'name', 'description', 'version', 'status', 'tags', 'category', 'owner', 'repository', 'metadata'],
  ...['rollbackAdvice', 'allowFindings', 'allowChanges'],
]);

/** Compares the keys of a manifest without a specific comparison. */
export function compareOther(changes: Changes, before: unknown, after: unknown, compared: ReadonlySet<string>): void {
  eachDifference(changes, before, after, (key, old, now) => {
    if (compared.has(key) || key === 'version' || key === 'status') return;
    if (key === 'visibility') {
      changes.add(now === 'public' ? 'visibility-public' : 'visibility-private', [key], old, now);
    } else changes.add(listing.has(key) ? 'listing-changed' : 'manifest-changed', [key], old, now);
  });
}
