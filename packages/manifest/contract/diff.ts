import { canonicalJson, type FileEntry } from '../values/digest.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import { formatPath, type Path } from '../values/path.ts';

export type ChangeKind = 'ADDED' | 'REMOVED' | 'CHANGED';

/** A difference between two manifests. Items with ids are compared by id: `skills.triage.name`. */
export interface ManifestChange {
  path: string;
  change: ChangeKind;
  before?: unknown;
  after?: unknown;
}

export interface FileChange {
  path: string;
  change: ChangeKind;
  before?: FileEntry;
  after?: FileEntry;
}

export interface DefinitionDiff {
  changes: ManifestChange[];
  files: FileChange[];
  /** Set when there may be more changes than are listed. */
  truncated?: true;
}

interface Side {
  manifest: unknown;
  files: readonly FileEntry[];
}

/** How many changes are listed and values compared, so that a comparison is always bounded. */
export const DiffLimits = { changes: 1_000, values: 50_000 } as const;

/**
 * What changed from one definition to another, key by key and file by file; manifests must be plain JSON. Stops at
 * `DiffLimits` and sets `truncated`.
 */
export function diffDefinitions(before: Side, after: Side): DefinitionDiff {
  const found: Found = { changes: [], values: 0 };
  compare(before.manifest, after.manifest, [], found);
  return {
    changes: found.changes.slice(0, DiffLimits.changes),
    files: diffFiles(before.files, after.files),
    ...(isFull(found) ? { truncated: true } : {}),
  };
}

interface Found {
  changes: ManifestChange[];
  /** How many values were compared. */
  values: number;
}

const isFull = ({ changes, values }: Found): boolean =>
  changes.length > DiffLimits.changes || values > DiffLimits.values;

function compare(before: unknown, after: unknown, path: Path, found: Found): void {
  found.values += 1;
  if (isFull(found)) return;
  const { changes } = found;
  const [left, right] = [keyed(before), keyed(after)];
  if (left === null || right === null || path.length > 64) {
    if (canonicalJson(before) !== canonicalJson(after))
      changes.push({ path: formatPath(path), change: 'CHANGED', before, after });
    return;
  }
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    if (isFull(found)) return;
    const here = [...path, key];
    if (!right.has(key)) changes.push({ path: formatPath(here), change: 'REMOVED', before: left.get(key) });
    else if (!left.has(key)) changes.push({ path: formatPath(here), change: 'ADDED', after: right.get(key) });
    else compare(left.get(key), right.get(key), here, found);
  }
}

/** The members of an object, or of an array whose items all have a unique id (or name); null for anything else. */
function keyed(value: unknown): Map<string, unknown> | null {
  if (isRecord(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value)) return null;
  for (const key of ['id', 'name']) {
    const names = value.map((item: unknown) => ownProperty(item, key));
    if (names.every((name) => typeof name === 'string') && new Set(names).size === names.length) {
      return new Map(value.map((item: unknown) => [String(ownProperty(item, key)), item]));
    }
  }
  return null;
}

function diffFiles(before: readonly FileEntry[], after: readonly FileEntry[]): FileChange[] {
  const [left, right] = [byPath(before), byPath(after)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((path): FileChange[] => {
    const [old, now] = [left.get(path), right.get(path)];
    if (old && now) return old.sha256 === now.sha256 ? [] : [{ path, change: 'CHANGED', before: old, after: now }];
    if (now) return [{ path, change: 'ADDED', after: now }];
    return old ? [{ path, change: 'REMOVED', before: old }] : [];
  });
}

const byPath = (files: readonly FileEntry[]): Map<string, FileEntry> => new Map(files.map((file) => [file.path, file]));
