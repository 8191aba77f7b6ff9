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

/** What does not fit: a file, the list of them, or a column of the row. */
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
  /** Where it is about one file. */
  file: string | null;
  message: string;
}

/** The content under a digest; null when there is none, `'damaged'` when it is not what was put there. */
export type ReadFile = (sha256: string) => Promise<Uint8Array | 'damaged' | null>;

/** Files that are named of one version. */
const maxFiles = 10;

const FileList = z
  .array(z.object({ path: z.string(), size: z.number(), sha256: z.string() }))
  .max(BundleLimits.files)
  .refine((files) => files.reduce((sum, { size }) => sum + size, 0) <= BundleLimits.bytes);

/**
 * Everything that does not fit about a version: its files are read again and hashed, its definition is read from them
 * as when it was published, and its row is compared with that and with the log. At most one bundle is in memory. Of
 * another namespace's version the log may say less to this reader: what was said of it while it was private is not seen.
 */
export async function verifyVersion(
  version: LoggedVersion,
  readFile: ReadFile,
  ownNamespace: string,
): Promise<Mismatch[]> {
  const said = againstLog(version, version.namespace === ownNamespace);
  const list = FileList.safeParse(version.files);
  if (!list.success) return [misfit('FILES_UNREADABLE', 'The list of its files is none.'), ...said];

  const found: Mismatch[] = [];
  const files: BundleFile[] = [];
  for (const { path, size, sha256 } of list.data) {
    const bytes = await readFile(sha256);
    if (bytes === null) found.push(misfit('FILE_MISSING', `The content of ${path} is not in the store.`, path));
    else if (bytes === 'damaged' || bytes.length !== size || sha256Hex(bytes) !== sha256) {
      found.push(misfit('FILE_ALTERED', `${path} is not what was published.`, path));
    } else files.push({ path, bytes });
  }
  return [...found.slice(0, maxFiles), ...(found.length === 0 ? againstFiles(version, files) : []), ...said];
}

const commandOf = (server: unknown): string[] =>
  typeof server === 'object' && server !== null && 'command' in server && typeof server.command === 'string'
    ? [server.command]
    : [];

/** What the files say, which are what the row lists, against the rest of the row. */
function againstFiles(version: LoggedVersion, files: readonly BundleFile[]): Mismatch[] {
  const { digestRule } = version;
  if (!isDigestRule(digestRule))
    return [
      misfit('DIGEST_MISMATCH', `Its digest was made with rule ${digestRule}, which this program does not have.`),
    ];
  // Which commands and arguments are allowed may have changed since: that is no misfit.
  const stdioCommands = Object.values(version.mcpServers ?? {}).flatMap(commandOf);
  const { definition, issues } = parseDefinition(
    version.kind,
    { files },
    { stdioCommands, asPublished: true, lenientContent: true },
  );
  if (!definition) {
    const { file, message } = issues.find(({ severity }) => severity === 'error') ?? { file: '', message: '' };
    return [misfit('DEFINITION_REFUSED', `Its files are no definition: ${file}: ${message}`)];
  }
  const digest = digestOfFiles(definition.authored, files, digestRule);
  const checks: [boolean, Mismatch][] = [
    [
      digest === version.digest,
      misfit('DIGEST_MISMATCH', `Its files have the digest ${digest}, its row says ${version.digest}.`),
    ],
    [
      isSame(definition.manifest, version.manifest),
      misfit('MANIFEST_MISMATCH', `The manifest of its row is not the one of ${manifestFile[version.kind]}.`),
    ],
    [
      isSame(mcpServersOf(definition), version.mcpServers) || isSame(authoredServers(files), version.mcpServers),
      misfit('MCP_SERVERS_MISMATCH', 'The MCP servers of its row are not those of mcp.json.'),
    ],
    [
      definition.slug === version.slug && definition.version === version.version,
      misfit('NAME_MISMATCH', `Its files say that it is ${definition.slug}@${definition.version}.`),
    ],
  ];
  return checks.filter(([fits]) => !fits).map(([, found]) => found);
}

const mcpServersOf = (definition: Definition) => (definition.kind === 'AGENT' ? definition.mcpServers : null);

/** The servers of a version of before files of clients were normalised: as they were written, or none. */
function authoredServers(files: readonly BundleFile[]): unknown {
  const file = files.find(({ path }) => path === 'mcp.json');
  const config = file ? parseJsonText(new TextDecoder().decode(file.bytes)).value : {};
  return typeof config === 'object' && config !== null && 'mcpServers' in config ? config.mcpServers : {};
}

/** Whether two values are one JSON, whatever the order of their keys. */
function isSame(one: unknown, other: unknown): boolean {
  try {
    return canonicalJson(one) === canonicalJson(other);
  } catch {
    return false;
  }
}

/** What the log says against the row: what no digest covers, and that nobody rewrote row, files and digest together. */
function againstLog(version: LoggedVersion, isOwn: boolean): Mismatch[] {
  const { log } = version;
  const made = log.findLast((state) => isMaking(state, version.status === 'DRAFT'));
  if (!made && !isOwn) return [];
  if (log.length === 0) return [misfit('NOT_IN_LOG', 'The log does not know it.')];
  if (!made) {
    // Written before events said what they did.
    if (log.every(({ after }) => after === null)) return [];
    return [misfit('LOG_MISMATCH', `The log does not know it as ${version.status}.`)];
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
      ['time', occurredAt, version.publishedAt.toISOString()],
    ] as const
  )
    .filter(([, logged, now]) => logged !== now)
    .map(([name]) => name);
  if (different.length === 0) return [];
  return [misfit('LOG_MISMATCH', `The log has it with another ${different.join(', ')}.`)];
}

/** Whether the event made the version what it is: a draft, or published. */
const isMaking = ({ action, before, after }: LoggedState, draft: boolean): boolean => {
  if (!after?.digest) return false;
  if (draft) return action === 'DRAFTED';
  return action === 'PUBLISHED' || (action === 'PROMOTED' && before?.versionStatus === 'DRAFT');
};

const misfit = (reason: VersionMismatch, message: string, file: string | null = null): Mismatch => ({
  reason,
  message,
  file,
});
