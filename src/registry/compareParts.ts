import {
  type ChangeLevel,
  type ClassifiedChange,
  changeLevels,
  classifyChanges,
  compareLocks,
  type Lock,
  type LockedPartChange,
} from '../../packages/manifest/index.ts';
import type { Kind } from '../db/kindTables.ts';
import { lockedParts } from '../db/resolution.ts';
import { type Version, versionsByIds } from '../db/version.ts';
import type { Reader } from './reader.ts';

/** A part that differs between the lock of a run and what would be resolved now. */
export interface ChangedPart extends LockedPartChange {
  /** Most severe level of the changes. Null for a part that was added or removed, or is no longer readable. */
  level: ChangeLevel | null;
  /** Most severe first, without their values. */
  changes: ClassifiedChange[];
  truncated: boolean;
}

const maxListed = 100;

/** The parts that differ between two locks, each with its classified changes. */
export async function compareParts(reader: Reader, before: Lock, after: Lock): Promise<ChangedPart[]> {
  const parts = compareLocks(before, after);
  const versions = new Map([
    ...(await versionsOf(reader, 'TEMPLATE', parts)),
    ...(await versionsOf(reader, 'AGENT', parts)),
  ]);
  return parts.map((part): ChangedPart => {
    const [old, now] = [part.before, part.after].map((each) => (each ? versions.get(keyOf(part, each.version)) : null));
    if (!old || !now) return { ...part, level: null, changes: [], truncated: false };
    const { level, changes, truncated } = classifyChanges(part.kind, old, now);
    return {
      ...part,
      level,
      changes: changes.slice(0, maxListed).map(({ before: _, after: __, ...change }) => change),
      truncated: truncated || changes.length > maxListed,
    };
  });
}

/** The most severe of the levels. Null if there are none. */
export const worstLevel = (parts: readonly Pick<ChangedPart, 'level'>[]): ChangeLevel | null =>
  changeLevels.findLast((level) => parts.some((part) => part.level === level)) ?? null;

const keyOf = ({ kind, namespace, slug }: Pick<LockedPartChange, 'kind' | 'namespace' | 'slug'>, version: string) =>
  `${kind} ${namespace}/${slug}@${version}`;

/** Both versions of each part that changed, as far as the caller can read them. */
async function versionsOf(
  reader: Reader,
  kind: Kind,
  parts: readonly LockedPartChange[],
): Promise<[key: string, version: Version][]> {
  const asked = parts
    .filter((part) => part.kind === kind && part.change === 'CHANGED')
    .flatMap((part) => [part.before, part.after].flatMap((each) => (each ? [{ ...part, version: each.version }] : [])));
  if (asked.length === 0) return [];
  const rows = await reader.run(
    lockedParts(
      kind,
      asked.map(({ namespace }) => namespace),
      asked.map(({ slug }) => slug),
      asked.map(({ version }) => version),
    ),
  );
  const ids = rows.flatMap(({ id }) => id ?? []);
  const found = new Map((await reader.run(versionsByIds(kind, ids))).map((version) => [version.id, version]));
  return asked.flatMap((part, index): [string, Version][] => {
    const version = found.get(rows[index]?.id ?? '');
    return version ? [[keyOf(part, part.version), version]] : [];
  });
}
