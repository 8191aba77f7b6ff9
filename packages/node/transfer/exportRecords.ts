import type { Kind } from '../../manifest/index.ts';
import type { ExportedEntry, ExportedVersion } from './exportReader.ts';
import type { ChannelRecord, EntryRecord, VersionRecord } from './format.ts';

/**
 * An entry as an export has it.
 *
 * @param seesAll whether the caller sees all channels of a namespace
 */
export const entryRecord = (
  seesAll: (namespace: string) => boolean,
  kind: Kind,
  entry: ExportedEntry,
): EntryRecord => ({
  type: 'entry',
  kind,
  namespace: entry.namespace,
  id: entry.slug,
  createdAt: timeOf(entry.createdAt),
  updatedAt: timeOf(entry.updatedAt),
  status: entry.status,
  statusMessage: entry.statusMessage ?? null,
  replacedBy: entry.replacedBy ? `${entry.replacedBy.namespace}/${entry.replacedBy.slug}` : null,
  visibility: entry.visibility,
  compatibility: entry.compatibility,
  currentVersion: entry.currentVersion?.version ?? null,
  listing: listingOf(entry),
  channels: channelsOf(entry),
  allChannels: seesAll(entry.namespace) && entry.channels.every(({ version }) => version != null),
  featured: entry.featured,
  curatedAt: entry.curatedAt == null ? null : timeOf(entry.curatedAt),
});

/** The channels whose version the caller sees. */
export const channelsOf = ({ channels }: ExportedEntry): ChannelRecord[] =>
  channels.flatMap(({ name, version, previousVersion, gate, movedAt }) =>
    version
      ? [
          {
            name,
            version: version.version,
            previousVersion: previousVersion?.version ?? null,
            gate: gate ? gateOf(gate) : null,
            movedAt: timeOf(movedAt),
          },
        ]
      : [],
  );

/** What was set apart from the current version. */
export const listingOf = ({
  listingOverrides,
  tags,
  category,
  description,
}: ExportedEntry): EntryRecord['listing'] => ({
  ...(listingOverrides.includes('TAGS') ? { tags: [...tags] } : {}),
  ...(listingOverrides.includes('CATEGORY') ? { category: category ?? null } : {}),
  ...(listingOverrides.includes('DESCRIPTION') ? { description } : {}),
});

const gateOf = ({
  requireTests,
  windowHours,
  minRuns,
  minSuccessRate,
  maxP95DurationMs,
  maxTokensPerRun,
  onRegression,
}: NonNullable<ExportedEntry['channels'][number]['gate']>): ChannelRecord['gate'] => ({
  requireTests,
  windowHours,
  minRuns: minRuns ?? null,
  minSuccessRate: minSuccessRate ?? null,
  maxP95DurationMs: maxP95DurationMs ?? null,
  // Only where there is one: readers of before refuse the key.
  ...(maxTokensPerRun == null ? {} : { maxTokensPerRun }),
  onRegression,
});

export const versionRecord = (
  kind: Kind,
  { id, namespace }: { id: string; namespace: string },
  { files, ...version }: ExportedVersion,
): VersionRecord => ({
  type: 'version',
  kind,
  namespace,
  id,
  version: version.version,
  status: version.status,
  visibility: version.visibility,
  digest: version.digest,
  digestRule: version.digestRule === 1 ? 1 : 2,
  commitSha: version.commitSha ?? null,
  publishedAt: timeOf(version.publishedAt),
  publishedBy: version.publishedBy ?? null,
  files: files.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
});

/** To the millisecond, whatever the notation of the gateway is. */
const timeOf = (time: string): string => new Date(time).toISOString();
