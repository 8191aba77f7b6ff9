import {
  allowedChangesOf,
  allowsBreaking,
  breakingVersion,
  type ChangeLevel,
  type ClassifiedChange,
  type CompatibilityPolicy,
  classifyChanges,
  manifestFile,
} from '../../packages/manifest/index.ts';
import type { Query } from '../db/database.ts';
import type { Kind } from '../db/kindTables.ts';
import { releaseBefore, type VersionFile } from '../db/version.ts';
import { type DefinitionIssue, IncompatibleChange, RequestError } from '../errors.ts';

/** How a version compares with the release before it. It is stored under the idempotency key. */
export interface CompatibilityCheck {
  policy: CompatibilityPolicy;
  /** Number of the release that it was compared with. */
  against: string;
  level: ChangeLevel | null;
  /** Whether the number allows the changes, or all breaking ones were acknowledged. */
  compatible: boolean;
  /** Lowest number that allows breaking changes. */
  requiredVersion: string;
  /** The changes, most severe first, up to 100, without their values. */
  changes: ClassifiedChange[];
  truncated: boolean;
  /** Fingerprints of the breaking changes that were acknowledged. */
  acknowledged: string[];
}

/** A version that is about to be published. */
export interface NewContent {
  kind: Kind;
  entry: { id: string; slug: string; compatibility: CompatibilityPolicy };
  version: string;
  manifest: unknown;
  mcpServers: unknown;
  files: readonly VersionFile[];
  /** Fingerprints that the caller sent. */
  acknowledge: readonly string[];
}

const maxListed = 100;

/** Compares a new version with the release before it. Null when there is none, or when the entry's policy is NONE. */
export async function checkCompatibility(
  run: <Row>(query: Query<Row>) => Promise<Row[]>,
  { kind, entry, version, manifest, mcpServers, files, acknowledge }: NewContent,
): Promise<CompatibilityCheck | null> {
  if (entry.compatibility === 'NONE') return null;
  const [base] = await run(releaseBefore(kind, entry.id, version));
  if (!base) return null;
  const { level, changes, truncated } = classifyChanges(kind, base, { manifest, mcpServers, files });
  const known = new Set([...acknowledge, ...allowedChangesOf(manifest)]);
  const breaking = changes.filter((change) => change.level === 'BREAKING');
  const acknowledged = breaking.map(({ fingerprint }) => fingerprint).filter((each) => known.has(each));
  const isAllowed = allowsBreaking(base.version, version);
  return {
    policy: entry.compatibility,
    against: base.version,
    level,
    compatible: isAllowed || breaking.length === acknowledged.length,
    requiredVersion: breakingVersion(base.newest),
    changes: changes.slice(0, maxListed).map(({ before: _, after: __, ...change }) => change),
    truncated: truncated || changes.length > maxListed,
    acknowledged: isAllowed ? [] : acknowledged,
  };
}

/** The breaking changes that the number does not allow and that were not acknowledged. */
const unallowed = (check: CompatibilityCheck): ClassifiedChange[] =>
  check.compatible
    ? []
    : check.changes.filter(
        ({ level, fingerprint }) => level === 'BREAKING' && !check.acknowledged.includes(fingerprint),
      );

/** Throws IncompatibleChange if the policy is strict and the number promises less than the changes. */
export function refuseIncompatible(slug: string, version: string, check: CompatibilityCheck | null): void {
  if (check === null || check.compatible || check.policy !== 'STRICT') return;
  const breaking = unallowed(check);
  const count = `${breaking.length} breaking ${breaking.length === 1 ? 'change' : 'changes'}`;
  throw new IncompatibleChange(
    `${slug}@${version} has ${count} since ${check.against}, which this version number does not allow. ` +
      `Publish it as ${check.requiredVersion}, or acknowledge each change by its fingerprint.`,
    breaking.map(asSentence),
    { breaking, requiredVersion: check.requiredVersion },
  );
}

const asSentence = ({ path, reason, rule, fingerprint }: ClassifiedChange): string =>
  `${path}: ${reason} (rule ${rule}, fingerprint ${fingerprint})`;

/** The breaking changes as issues of the manifest. */
export const compatibilityIssues = (
  kind: Kind,
  check: CompatibilityCheck | null,
  severity: DefinitionIssue['severity'],
): DefinitionIssue[] =>
  check === null
    ? []
    : unallowed(check).map(({ path, reason, rule, fingerprint }) => ({
        file: manifestFile[kind],
        path,
        code: 'incompatible_change',
        message: `Breaking since ${check.against}: ${reason} Rule ${rule}; it needs version ${check.requiredVersion}, or its fingerprint ${fingerprint} in allowChanges.`,
        severity,
      }));

/** Throws BAD_USER_INPUT for fingerprints that cannot be any. */
export function requireFingerprints(fingerprints: readonly string[] | null | undefined): readonly string[] {
  const given = fingerprints ?? [];
  if (given.length > maxListed)
    throw new RequestError('BAD_USER_INPUT', `\`acknowledge\` must contain at most ${maxListed} fingerprints.`);
  if (given.some((each) => !/^[0-9a-f]{16}$/.test(each)))
    throw new RequestError('BAD_USER_INPUT', '`acknowledge` must contain fingerprints: 16 hexadecimal digits each.');
  return given;
}

/** The acknowledged changes as an event records them. */
export const acknowledgedState = (check: CompatibilityCheck | null) =>
  check === null || check.acknowledged.length === 0
    ? {}
    : { acknowledged: check.acknowledged.slice(0, 20), acknowledgedCount: check.acknowledged.length };
