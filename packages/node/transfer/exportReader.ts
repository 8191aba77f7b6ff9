import type { BundleFile, CompatibilityPolicy, FileEntry, Kind } from '../../manifest/index.ts';

/** An entry as an export reads it: the fields of the GraphQL schema. */
export interface ExportedEntry {
  slug: string;
  namespace: string;
  createdAt: string;
  updatedAt: string;
  status: 'ACTIVE' | 'DEPRECATED' | 'DISABLED';
  statusMessage?: string | null;
  visibility: 'PRIVATE' | 'PUBLIC';
  compatibility: CompatibilityPolicy;
  replacedBy?: { namespace: string; slug: string } | null;
  currentVersion?: { version: string } | null;
  tags: readonly string[];
  category?: string | null;
  description: string;
  listingOverrides: readonly ('TAGS' | 'CATEGORY' | 'DESCRIPTION')[];
  featured: boolean;
  curatedAt?: string | null;
  channels: readonly ExportedChannel[];
}

interface ExportedChannel {
  name: string;
  movedAt: string;
  version?: { version: string } | null;
  previousVersion?: { version: string } | null;
  gate?: {
    requireTests: boolean;
    windowHours: number;
    minRuns?: number | null;
    minSuccessRate?: number | null;
    maxP95DurationMs?: number | null;
    maxTokensPerRun?: number | null;
    onRegression: 'PROPOSE' | 'ROLL_BACK';
  } | null;
}

export interface ExportedVersion {
  version: string;
  status: 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
  visibility: 'PRIVATE' | 'PUBLIC';
  digest: string;
  digestRule: number;
  commitSha?: string | null;
  publishedAt: string;
  publishedBy?: string | null;
  files: readonly FileEntry[];
}

export interface ExportedEvent {
  kind: Kind;
  namespace: string;
  entryId?: string | null;
  version?: string | null;
  action: string;
}

export interface ExportedPage<Node> {
  edges: readonly { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export interface EntryAddress {
  id: string;
  namespace: string;
}

/** Reads what an export contains, with the rights of whoever exports. Namespaces are null for all. */
export interface ExportReader {
  /** A page of entries, older ones first. */
  entries(kind: Kind, namespace: string | null, after: string | null): Promise<ExportedPage<ExportedEntry>>;
  entry(kind: Kind, place: EntryAddress): Promise<ExportedEntry | null>;
  /** A page of versions. Null if the entry is not found. */
  versions(kind: Kind, place: EntryAddress, after: string | null): Promise<ExportedPage<ExportedVersion> | null>;
  events(after: string, namespace: string | null): Promise<ExportedPage<ExportedEvent>>;
  /** The contents of files of a version, in their order. Null for a draft that is gone, or was replaced. */
  files(
    kind: Kind,
    place: EntryAddress,
    version: ExportedVersion,
    files: readonly FileEntry[],
  ): Promise<readonly BundleFile[] | null>;
}
