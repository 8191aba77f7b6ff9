import { z } from 'zod';
import {
  type BundleFile,
  BundleLimits,
  canonicalJson,
  type Definition,
  digestOfFiles,
  isDigestRule,
  manifestFile,
  parseDefinition,
  parseJsonText,
  sha256Hex,
} from '../../packages/manifest/index.ts';
import type { LoggedState, LoggedVersion } from '../db/verify.ts';

/** What does not match: a file, the file list, or a column of the row. */
export type VersionMismatch =
  | 'FILE_MISSING'
  | 'FILE_ALTERED'
  | 'FILES_UNREADABLE'
  | 'DEFINITION_REFUSED'
  | 'DIGEST_MISMATCH'
  | 'MANIFEST_MISMATCH'
  | 'MCP_SERVERS_MISMATCH'
  | 'NAME_MISMATCH'
  | 'NOT_IN_LOG'
  | 'LOG_MISMATCH';

export interface Mismatch {
  reason: VersionMismatch;
  /** Path of the file, if it is about one file. */
  file: string | null;
  message: string;
}

/** The content under a digest. Null if there is none, `'damaged'` if it does not match the digest. */
export type ReadFile = (sha256: string) => Promise<Uint8Array | 'damaged' | null>;

/** Maximum number of files that are reported per version. */
const maxFiles = 10;

const FileList = z
  .array(z.object({ path: z.string(), size: z.number(), sha256: z.string() }))
  .max(BundleLimits.files)
  .refine((files) => files.reduce((sum, { size }) => sum + size, 0) <= BundleLimits.bytes);

/**
 * Finds everything about a version that does not match: hashes its files, parses its definition from them as it was
 * parsed at publish, and compares its row with both and with the log. At most one bundle is in memory. Events of a version
 * in another namespace from before it became public are not visible to this reader.
 */
export async function verifyVersion(
  version: LoggedVersion,
  readFile: ReadFile,
  ownNamespace: string,
): Promise<Mismatch[]> {
  const fromLog = againstLog(version, version.namespace === ownNamespace);
  const list = FileList.safeParse(version.files);
  if (!list.success) return [mismatch('FILES_UNREADABLE', 'Its stored file list is invalid.'), ...fromLog];

  const found: Mismatch[] = [];
  const files: BundleFile[] = [];
  for (const { path, size, sha256 } of list.data) {
    const bytes = await readFile(sha256);
    if (bytes === null)
      found.push(mismatch('FILE_MISSING', `The content of ${path} is missing in file storage.`, path));
    else if (bytes === 'damaged' || bytes.length !== size || sha256Hex(bytes) !== sha256) {
      found.push(mismatch('FILE_ALTERED', `The content of ${path} is not what was published.`, path));
    } else files.push({ path, bytes });
  }
  return [...found.slice(0, maxFiles), ...(found.length === 0 ? againstFiles(version, files) : []), ...fromLog];
}

/** Compares the row with its files. */
function againstFiles(version: LoggedVersion, files: readonly BundleFile[]): Mismatch[] {
  const { digestRule } = version;
  if (!isDigestRule(digestRule))
    return [
      mismatch(
        'DIGEST_MISMATCH',
        `Its digest was computed with rule ${digestRule}, which this version of the registry does not support.`,
      ),
    ];
  const { definition, issues } = parseDefinition(version.kind, { files }, { asPublished: true, lenientContent: true });
  if (!definition) {
    const { file, message } = issues[0] ?? { file: '', message: '' }; // Errors are listed first.
    return [mismatch('DEFINITION_REFUSED', `Its files are not a valid definition: ${file}: ${message}`)];
  }
  const digest = digestOfFiles(definition.authored, files, digestRule);
  const checks: [boolean, Mismatch][] = [
    [
      digest === version.digest,
      mismatch('DIGEST_MISMATCH', `Its files have the digest ${digest}; the database has ${version.digest}.`),
    ],
    [
      isSame(definition.manifest, version.manifest),
      mismatch('MANIFEST_MISMATCH', `Its manifest in the database differs from ${manifestFile[version.kind]}.`),
    ],
    [
      isSame(mcpServersOf(definition), version.mcpServers) || isSame(authoredServers(files), version.mcpServers),
      mismatch('MCP_SERVERS_MISMATCH', 'Its MCP servers in the database differ from mcp.json.'),
    ],
    [
      definition.slug === version.slug && definition.version === version.version,
      mismatch('NAME_MISMATCH', `Its files define ${definition.slug}@${definition.version}.`),
    ],
  ];
  return checks.filter(([matches]) => !matches).map(([, found]) => found);
}

const mcpServersOf = (definition: Definition) => (definition.kind === 'AGENT' ? definition.mcpServers : null);

/** The servers of a version from before client files were normalized: as authored, or none. */
function authoredServers(files: readonly BundleFile[]): unknown {
  const file = files.find(({ path }) => path === 'mcp.json');
  const config = file ? parseJsonText(new TextDecoder().decode(file.bytes)).value : {};
  return typeof config === 'object' && config !== null && 'mcpServers' in config ? config.mcpServers : {};
}

/** Whether two values are the same JSON, regardless of the order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  try {
    return canonicalJson(one) === canonicalJson(other);
  } catch {
    return false;
  }
}

/** Compares the row with the log: covers what no digest covers, and detects a row, files and digest rewritten together. */
function againstLog(version: LoggedVersion, isOwn: boolean): Mismatch[] {
  const { log } = version;
  const made = log.findLast((state) => isMaking(state, version.status === 'DRAFT'));
  if (!made && !isOwn) return [];
  if (log.length === 0) return [mismatch('NOT_IN_LOG', 'No event records it.')];
  if (!made) {
    // Published before events recorded their changes.
    if (log.every(({ after }) => after === null)) return [];
    return [mismatch('LOG_MISMATCH', `No event records it as ${version.status}.`)];
  }
  const { occurredAt, after } = made;
  const latest = log.at(-1);
  const status = latest?.after?.versionStatus ?? (latest?.action === 'ARCHIVED' ? 'ARCHIVED' : version.status);
  const different = (
    [
      ['id', after?.versionId, version.id],
      ['status', status, version.status],
      ['digest', after?.digest, version.digest],
      ['commit', after?.commitSha ?? null, version.commitSha],
      ['publisher', after?.publishedBy ?? null, version.publishedBy],
      ['time', after?.publishedAt ?? occurredAt, version.publishedAt.toISOString()],
    ] as const
  )
    .filter(([, logged, now]) => logged !== now)
    .map(([name]) => name);
  if (different.length === 0) return [];
  return [mismatch('LOG_MISMATCH', `The event log has a different ${different.join(', ')} for it.`)];
}

/** Whether the event created the draft, or published the version. */
const isMaking = ({ action, before, after }: LoggedState, draft: boolean): boolean => {
  if (!after?.digest) return false;
  if (draft) return action === 'DRAFTED';
  return action === 'PUBLISHED' || (action === 'PROMOTED' && before?.versionStatus === 'DRAFT');
};

const mismatch = (reason: VersionMismatch, message: string, file: string | null = null): Mismatch => ({
  reason,
  message,
  file,
});
