import { z } from 'zod';
import {
  BundleLimits,
  compatibilityPolicies,
  isChannel,
  isNamespace,
  isSlug,
  isVersion,
  kinds,
} from '../../manifest/index.ts';

/**
 * An export is a tar file: `export.json`, then blobs (`blobs/<sha256>`) and records (`records/<number>.ndjson`, each after the
 * blobs that it needs), then `end.json`, which says what there must be.
 */
export const formatName = 'nofx-registry-export';
/** 2: with channels, listings, and whether entries are featured. */
export const formatVersion = 2;
const formatVersions = [1, 2] as const;

/** The limits of a member, in bytes. */
export const memberLimits = {
  json: 65_536,
  records: 8 * 1024 * 1024,
  record: 1024 * 1024,
  blob: BundleLimits.fileBytes,
};

export const headerName = 'export.json';
export const endName = 'end.json';
/** In the place of `end.json`: why there is no more. */
export const errorName = 'error.json';
export const blobName = (sha256: string): string => `blobs/${sha256}`;
export const recordsName = (number: number): string => `records/${String(number).padStart(6, '0')}.ndjson`;
export const blobPattern = /^blobs\/([0-9a-f]{64})$/;
export const recordsPattern = /^records\/\d{6,12}\.ndjson$/;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Kind = z.enum(kinds);
const Id = z.string().refine(isSlug, 'must be an id');
const Namespace = z.string().refine(isNamespace, 'must be a namespace');
const Version = z.string().max(256).refine(isVersion, 'must be a SemVer 2.0 version');
const Visibility = z.enum(['PRIVATE', 'PUBLIC']);
const Time = z.iso.datetime({ precision: 3 });

export const Header = z.object({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersions, {
    error: ({ input }) => `must be ${formatVersions.join(' or ')}; got ${JSON.stringify(input)}. Update the CLI`,
  }),
  /** The position in the event log that the export stands for: `--since` takes it. */
  cursor: z.string().min(1).max(512),
  /** The cursor from which it contains the changes. Null if it contains everything. */
  since: z.string().max(512).nullable(),
  /** Null for all that the caller could read. */
  namespaces: z.array(Namespace).nullable(),
  exportedAt: Time,
});
export type Header = z.infer<typeof Header>;

const Gate = z.strictObject({
  requireTests: z.boolean(),
  windowHours: z.int(),
  minRuns: z.int().nullable(),
  minSuccessRate: z.number().nullable(),
  maxP95DurationMs: z.int().nullable(),
  maxTokensPerRun: z.int().nullable().optional(),
  onRegression: z.enum(['PROPOSE', 'ROLL_BACK']),
});

export const ChannelRecord = z.strictObject({
  name: z.string().refine(isChannel, 'must be the name of a channel'),
  version: Version,
  previousVersion: Version.nullable(),
  gate: Gate.nullable(),
  movedAt: Time,
});
export type ChannelRecord = z.infer<typeof ChannelRecord>;

/** The state of an entry. What format version 1 does not have is optional. */
export const EntryRecord = z.strictObject({
  type: z.literal('entry'),
  kind: Kind,
  namespace: Namespace,
  id: Id,
  createdAt: Time,
  updatedAt: Time,
  status: z.enum(['ACTIVE', 'DEPRECATED', 'DISABLED']),
  statusMessage: z.string().max(500).nullable(),
  replacedBy: z.string().max(200).nullable(),
  visibility: Visibility,
  compatibility: z.enum(compatibilityPolicies),
  currentVersion: Version.nullable(),
  /** What is listed apart from the current version. */
  listing: z
    .strictObject({
      tags: z.array(z.string().max(200)).max(100).optional(),
      category: z.string().max(200).nullable().optional(),
      description: z.string().max(10_000).optional(),
    })
    .optional(),
  /** The channels that the caller could see, by name. */
  channels: z.array(ChannelRecord).max(100).optional(),
  /** Whether these are all, so that an import removes others. */
  allChannels: z.boolean().optional(),
  featured: z.boolean().optional(),
  /** When channels, or whether the entry is featured, were last changed. */
  curatedAt: Time.nullable().optional(),
});
export type EntryRecord = z.infer<typeof EntryRecord>;

/** A version of the entry before it. */
export const VersionRecord = z.strictObject({
  type: z.literal('version'),
  kind: Kind,
  namespace: Namespace,
  id: Id,
  version: Version,
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  visibility: Visibility,
  digest: Digest,
  digestRule: z.union([z.literal(1), z.literal(2)]),
  commitSha: z.string().max(64).nullable(),
  publishedAt: Time,
  publishedBy: z.string().max(64).nullable(),
  files: z
    .array(
      z.strictObject({
        path: z.string().max(400),
        size: z.int().min(0).max(BundleLimits.fileBytes),
        sha256: Digest,
      }),
    )
    .max(BundleLimits.files),
});
export type VersionRecord = z.infer<typeof VersionRecord>;

/** An entry that was removed since the last export, or that the caller can no longer read. */
export const RemovedRecord = z.strictObject({
  type: z.literal('removed'),
  kind: Kind,
  namespace: Namespace,
  id: Id,
  /** Whether the event log says that it was removed. Exports of earlier versions of the CLI do not say it. */
  wasRemoved: z.boolean().optional(),
});
export type RemovedRecord = z.infer<typeof RemovedRecord>;

export const ExportRecord = z.discriminatedUnion('type', [EntryRecord, VersionRecord, RemovedRecord]);
export type ExportRecord = z.infer<typeof ExportRecord>;

/** Why the exporter stopped. */
export const Stopped = z.object({ code: z.string().max(64), message: z.string().max(2_000) });
export type Stopped = z.infer<typeof Stopped>;

/** What the export contains, and the SHA-256 over its records. */
export const End = z.object({
  entries: z.int().min(0),
  versions: z.int().min(0),
  removed: z.int().min(0),
  blobs: z.int().min(0),
  bytes: z.int().min(0),
  digest: Digest,
});
export type End = z.infer<typeof End>;
