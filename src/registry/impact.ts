import {
  compareVersions,
  isChannel,
  isPrerelease,
  rangeTest,
  versionKey,
  versionPoint,
} from '../../packages/manifest/index.ts';
import type { Visibility } from '../db/entry.ts';
import {
  dependentRanges,
  type ImpactCounts,
  type ImpactEffect,
  type ImpactedVersion,
  type ImpactRow,
  impactOf,
  type ResolvableRow,
  resolvableVersions,
  type TouchedRange,
  type TouchedVersion,
} from '../db/impact.ts';
import type { Kind } from '../db/kindTables.ts';
import type { VersionHead } from '../db/version.ts';
import type { Reader } from './reader.ts';

/** The impact of a change of an entry. It is stored under the idempotency key. */
export interface Impact {
  /** Runs that were created in this many days are counted. */
  days: number;
  /** What no longer resolves. */
  unresolved: ImpactCounts;
  /** What resolves to another version. */
  changed: ImpactCounts;
  /** The same by namespace, up to 50; null for what the caller cannot see. */
  namespaces: { namespace: string | null; unresolved: ImpactCounts; changed: ImpactCounts }[];
  namespaceTotal: number;
  /** The versions that the caller can see, most severe first, up to 50. */
  dependents: ImpactedVersion[];
  dependentTotal: number;
  /** Whether there is more than was counted. */
  truncated: boolean;
}

interface Candidate {
  id: string;
  version: string;
  key: string;
  point: string;
  /** Whether others can read it while the entry is public. */
  isShared: boolean;
}

/** What decides how references to an entry resolve. */
export interface Resolvable {
  isUsable: boolean;
  isPublic: boolean;
  currentVersionId: string | null;
  /** The published versions, preferred first. */
  versions: Candidate[];
  /** The id of the version of each channel, by name. */
  channels: ReadonlyMap<string, string>;
}

/** The states before and after a change, from the state that was read. */
export type States = (now: Resolvable) => { before: Resolvable; after: Resolvable };

const days = 30;
const maxListed = 50;
const none: ImpactCounts = { templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 };
/** The impact of a change that affects nothing. */
export const noImpact: Impact = {
  days,
  unresolved: none,
  changed: none,
  namespaces: [],
  namespaceTotal: 0,
  dependents: [],
  dependentTotal: 0,
  truncated: false,
};

/**
 * Finds what no longer resolves, or resolves to another version, because of a change: versions that refer to the entry,
 * each by itself, and recent runs of them and of the entry. Names only what the caller can see. Takes one statement if
 * nothing refers to an agent, and three at most.
 */
export async function findImpact(reader: Reader, kind: Kind, entryId: string, states: States): Promise<Impact> {
  const ranges = await reader.run(dependentRanges(kind, entryId));
  if (ranges.length === 0 && kind === 'AGENT') return noImpact;
  const { before, after } = states(stateOf(await reader.run(resolvableVersions(kind, entryId))));
  const audiences = [true, false].map((isHome) => [isHome, seenBy(before, isHome), seenBy(after, isHome)] as const);
  const touched = ranges.flatMap(({ range }) => {
    const first = firstIn(range);
    return audiences.flatMap(([isHome, old, now]) =>
      touchedRange(range, isHome, first(old, before.channels), first(now, after.channels)),
    );
  });
  const runs =
    kind === 'TEMPLATE'
      ? audiences.flatMap(([isHome, old, now]) => movedVersions(isHome, old, now, before, after))
      : [];
  if (touched.length === 0 && runs.length === 0) return noImpact;
  const [row] = await reader.run(impactOf(kind, entryId, touched, runs, days, maxListed));
  return row ? summarize(row.impact) : noImpact;
}

/** The version that a range or a channel stands for, among those that an audience sees. */
function firstIn(range: string) {
  const matches = isChannel(range) ? null : rangeTest(range);
  return (candidates: readonly Candidate[], channels: Resolvable['channels']): Candidate | null =>
    candidates.find(({ id, point }) => (matches ? matches(point) : channels.get(range) === id)) ?? null;
}

function stateOf(rows: readonly ResolvableRow[]): Resolvable {
  const [entry] = rows;
  return {
    isUsable: entry?.isUsable ?? false,
    isPublic: entry?.isPublic ?? false,
    currentVersionId: entry?.currentVersionId ?? null,
    versions: rows.flatMap(({ id, version, versionKey: key, versionPoint: point, isShared }) =>
      id === null ? [] : [{ id, version, key, point, isShared }],
    ),
    channels: new Map(rows.flatMap(({ id, channels }) => (id === null ? [] : channels.map((name) => [name, id])))),
  };
}

/** The state before a write, from the state after it. */
export const beforeWrite =
  (
    locked: { status: string; isPublic: boolean; currentVersionId: string | null },
    { added = [], opened = [] }: { added?: readonly string[]; opened?: readonly string[] } = {},
  ): States =>
  (after) => ({
    after,
    before: {
      isUsable: locked.status !== 'DISABLED',
      isPublic: locked.isPublic,
      currentVersionId: locked.currentVersionId,
      channels: after.channels,
      versions: after.versions
        .filter(({ id }) => !added.includes(id))
        .map((each) => (opened.includes(each.version) ? { ...each, isShared: false } : each)),
    },
  });

/** The state before a version was put into the archive, or taken out of it, from the state after it. */
export const beforeArchiving =
  (head: VersionHead, archived: boolean): States =>
  (after) => {
    const others = after.versions.filter(({ id }) => id !== head.id);
    const { id, version, versionKey: key, visibility } = head;
    const taken = { id, version, key, point: versionPoint(version), isShared: visibility === 'PUBLIC' };
    return { before: { ...after, versions: archived ? [taken, ...others] : others }, after };
  };

/** The states of a channel that was set or removed, after it was done. `previousVersionId` is null if there was none. */
export const channelMoved =
  (name: string, previousVersionId: string | null): States =>
  (after) => {
    const channels = new Map(after.channels);
    if (previousVersionId === null) channels.delete(name);
    else channels.set(name, previousVersionId);
    return { before: { ...after, channels }, after };
  };

/** The states of an entry that is removed, before it is done. */
export const removal: States = (before) => ({ before, after: { ...before, isUsable: false } });

/** The state after a publish that was not made. */
export const afterPublish =
  (version: string, entry: { visibility: Visibility }, declared: Visibility | null): States =>
  (before) => {
    const { currentVersionId, versions, channels } = before;
    const current = versions.find(({ id }) => id === currentVersionId);
    const isCurrent = !isPrerelease(version) && (!current || compareVersions(version, current.version) > 0);
    const visibility = (isCurrent || currentVersionId === null ? declared : null) ?? entry.visibility;
    const isShared = visibility === 'PUBLIC' && declared !== 'PRIVATE';
    const added = { id: 'planned', version, key: versionKey(version), point: versionPoint(version), isShared };
    return {
      before,
      after: {
        isUsable: before.isUsable,
        isPublic: isCurrent ? isShared : before.isPublic,
        currentVersionId: isCurrent ? added.id : currentVersionId,
        versions: [added, ...versions],
        channels,
      },
    };
  };

/** The versions that an audience resolves to, preferred first: those newer than the current one come last. */
function seenBy({ isUsable, isPublic, currentVersionId, versions }: Resolvable, isHome: boolean): Candidate[] {
  if (!isUsable || (!isHome && !isPublic)) return [];
  const current = versions.find(({ id }) => id === currentVersionId);
  const isLater = ({ key }: Candidate) => (current && key > current.key ? 1 : 0);
  return versions
    .filter(({ isShared }) => isHome || isShared)
    .sort((a, b) => isLater(a) - isLater(b) || compareVersions(b.version, a.version));
}

const effectOf = (before: Candidate | null, after: Candidate | null): ImpactEffect | null =>
  before === null || before.id === after?.id ? null : after === null ? 'UNRESOLVED' : 'CHANGED';

function touchedRange(range: string, isHome: boolean, old: Candidate | null, now: Candidate | null): TouchedRange[] {
  const effect = effectOf(old, now);
  if (effect === null || old === null) return [];
  return [{ range, isHome, effect, before: old.version, after: now?.version ?? null }];
}

/** The versions of a template whose runs would be of another version if they were started again, or of none. */
function movedVersions(
  isHome: boolean,
  old: readonly Candidate[],
  now: readonly Candidate[],
  before: Resolvable,
  after: Resolvable,
): TouchedVersion[] {
  const left = new Set(now.map(({ id }) => id));
  return old.flatMap(({ id }): TouchedVersion[] => {
    if (!left.has(id)) return [{ id, isHome, effect: 'UNRESOLVED' }];
    const isMoved = id === before.currentVersionId && id !== after.currentVersionId;
    return isMoved ? [{ id, isHome, effect: 'CHANGED' }] : [];
  });
}

/** By name; those that the caller cannot see come last. */
const byName = (a: string | null, b: string | null): number =>
  a === null ? 1 : b === null ? -1 : a.localeCompare(b, 'en');

type Row = ImpactRow['counts'][number];

function summarize({ counts, ...rest }: ImpactRow): Impact {
  const total = counts.filter(({ isTotal }) => isTotal);
  const parts = counts.filter(({ isTotal }) => !isTotal);
  const names = [...new Set(parts.map(({ namespace }) => namespace))];
  const namespaces = names
    .map((namespace) => ({ namespace, ...effects(parts.filter((part) => part.namespace === namespace)) }))
    .sort((a, b) => sizeOf(b) - sizeOf(a) || byName(a.namespace, b.namespace));
  return {
    days,
    ...effects(total),
    namespaces: namespaces.slice(0, maxListed),
    namespaceTotal: namespaces.length,
    ...rest,
  };
}

const effects = (rows: readonly Row[]) => ({
  unresolved: summed(rows.filter(({ effect }) => effect === 'UNRESOLVED')),
  changed: summed(rows.filter(({ effect }) => effect === 'CHANGED')),
});

const summed = (rows: readonly ImpactCounts[]): ImpactCounts =>
  rows.reduce(
    (sum, row) => ({
      templates: sum.templates + row.templates,
      templateVersions: sum.templateVersions + row.templateVersions,
      agents: sum.agents + row.agents,
      agentVersions: sum.agentVersions + row.agentVersions,
      runs: sum.runs + row.runs,
    }),
    none,
  );

const sizeOf = ({ unresolved, changed }: { unresolved: ImpactCounts; changed: ImpactCounts }) =>
  [unresolved, changed].reduce((sum, each) => sum + each.templateVersions + each.agentVersions + each.runs, 0);
