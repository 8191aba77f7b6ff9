import { sql } from 'kysely';
import type { Query } from './database.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf, json } from './sql.ts';

/** What a version has to show before a channel points to it. What is null is not asked for. */
export interface ChannelGate {
  requireTests: boolean | null;
  /** Runs that ended in this many hours count. Defaults to 24. */
  windowHours: number | null;
  minRuns: number | null;
  /** From 0 to 1. */
  minSuccessRate: number | null;
  maxP95DurationMs: number | null;
  /** Mean of input and output tokens, of the runs that reported any. */
  maxTokensPerRun?: number | null;
  onRegression: 'PROPOSE' | 'ROLL_BACK';
}

/** A channel of an entry, as the viewer sees it: only if the viewer sees its version. */
export interface Channel {
  kind: Kind;
  entryId: string;
  name: string;
  versionId: string;
  /** The version that it pointed to before. Null if there was none, or if it went back to an earlier one. */
  previousVersionId: string | null;
  movedAt: Date;
  gate: ChannelGate | null;
}

const channelColumns = sql`channel.kind, channel.entry_id, channel.name, channel.version_id,
  channel.previous_version_id, channel.moved_at, channel.gate`;

/** The channels of entries, by name. */
export const channelsOfEntries = (entryIds: readonly string[]): Query<Channel> =>
  sql<Channel>`select ${channelColumns} from channels channel
    where channel.entry_id = ${anyOf(entryIds)} order by channel.entry_id, channel.name`.compile(db);

/** The channels that point to a version. */
export const channelsOfVersion = (versionId: string): Query<{ name: string }> =>
  sql<{ name: string }>`select channel.name from channels channel
    where channel.version_id = ${versionId}::uuid order by channel.name`.compile(db);

/** Creates a channel. The database checks that the version is published and belongs to the entry. */
export const insertChannel = (
  kind: Kind,
  entryId: string,
  name: string,
  versionId: string,
  gate: ChannelGate | null,
): Query<Channel> =>
  sql<Channel>`insert into channels as channel (kind, entry_id, name, version_id, gate)
    values (${kind}, ${entryId}::uuid, ${name}, ${versionId}::uuid, ${gate && json(gate)}) returning ${channelColumns}`.compile(
    db,
  );

/** Points a channel to a version, with a gate. The database checks both. */
export const moveChannel = (
  entryId: string,
  name: string,
  versionId: string,
  gate: ChannelGate | null,
): Query<Channel> =>
  sql<Channel>`update channels as channel set version_id = ${versionId}::uuid, gate = ${gate && json(gate)}
    where channel.entry_id = ${entryId}::uuid and channel.name = ${name} returning ${channelColumns}`.compile(db);

export const deleteChannel = (entryId: string, name: string): Query<unknown> =>
  db.deleteFrom('channels').where('entryId', '=', entryId).where('name', '=', name).compile();

/** The rules that a version falls short of, in the order of the gate. */
export const gateRules = [
  'REQUIRE_TESTS',
  'MIN_RUNS',
  'MIN_SUCCESS_RATE',
  'MAX_P95_DURATION',
  'MAX_TOKENS_PER_RUN',
] as const;

export interface GateFailure {
  rule: (typeof gateRules)[number];
  required: number;
  actual: number;
}

/** What the runs of a version in its namespace, and its tests, say. */
export interface GateEvidence {
  windowHours: number;
  runs: number;
  succeeded: number;
  failed: number;
  successRate: number | null;
  p95DurationMs: number | null;
  /** Runs whose steps reported tokens, and the mean of their tokens. */
  runsWithTokens: number;
  tokensPerRun: number | null;
  tests: number;
  testsPassed: number;
}

/** What a version shows, and what it falls short of before it enters a channel with this gate. */
export const gateOutcome = (
  kind: Kind,
  versionId: string,
  namespace: string,
  gate: ChannelGate,
): Query<{ evidence: GateEvidence; failures: GateFailure[] }> =>
  sql<{ evidence: GateEvidence; failures: GateFailure[] }>`
    select evidence, gate_failures(${json(gate)}, evidence, true) as failures
    from gate_evidence(${kind}, ${versionId}::uuid, ${namespace}, ${gate.windowHours ?? 24}::integer) as evidence`.compile(
    db,
  );

/** Judges the versions in channels with a gate. Returns how many fell short of it just now. */
export const judgeChannels = (most: number): Query<{ regressed: number }> =>
  sql<{ regressed: number }>`select judge_channels(${most}::integer) as regressed`.compile(db);
