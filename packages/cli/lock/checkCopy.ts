import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BundleFile,
  canonicalJson,
  digestOfFiles,
  isDigestRule,
  type Lock,
  manifestFile,
  parseDefinition,
  parseJsonText,
  sha256Hex,
} from '../../manifest/index.ts';
import { readFolder } from '../../node/readFolder.ts';
import { typed } from '../paths.ts';
import { folderOf, type LockPart, partsOf } from './lockPart.ts';

/** A part of a lock with what differs in the copy. */
export interface CheckedPart {
  kind: 'agent' | 'template';
  id: string;
  namespace: string;
  version: string;
  /** Where it was found; null if it is missing. */
  folder: string | null;
  problems: string[];
}

/**
 * Compares a pulled copy with a lock, without a gateway. A part is looked for in `agents/<id>` or `templates/<id>`, and in
 * `<id>`, where `pull` puts it. White space in manifests and the line ends of text files do not count, as in a digest.
 *
 * @param dir folder of the copy, as typed
 */
export async function checkCopy(lock: Lock, dir: string): Promise<CheckedPart[]> {
  const parts = partsOf(lock);
  const checked: CheckedPart[] = [];
  for (const part of parts) checked.push(await checkPart(part, parts, dir));
  return checked;
}

async function checkPart(locked: LockPart, all: readonly LockPart[], dir: string): Promise<CheckedPart> {
  const { kind, id, part } = locked;
  const folder = await findFolder(locked, all, dir);
  const problems = folder === null ? ['It is missing in the copy.'] : await problemsIn(locked, join(dir, ...folder));
  return {
    kind: kind === 'AGENT' ? 'agent' : 'template',
    id,
    namespace: part.namespace,
    version: part.version,
    folder: folder === null ? null : join(dir, ...folder),
    problems,
  };
}

async function findFolder(locked: LockPart, all: readonly LockPart[], dir: string): Promise<string[] | null> {
  for (const folder of [folderOf(locked, all), [locked.id]]) {
    const file = join(typed(dir), ...folder, manifestFile[locked.kind]);
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return null;
}

async function problemsIn({ kind, part }: LockPart, folder: string): Promise<string[]> {
  const { manifest, files, issues } = await readFolder(kind, typed(folder));
  const unreadable = issues.filter(({ severity }) => severity === 'error');
  if (manifest === null || unreadable.length > 0)
    return unreadable
      .map(({ file, message }) => `${file}: ${message}`)
      .concat(manifest === null ? ['It cannot be read.'] : []);
  if (!isDigestRule(part.digestRule))
    return [`Its digest uses rule ${part.digestRule}, which this program does not support.`];
  const whole = [
    ...files.filter(({ path }) => path !== manifestFile[kind]),
    { path: manifestFile[kind], bytes: new TextEncoder().encode(manifest) },
  ];
  const { value } = parseJsonText(manifest);
  if (value !== undefined && digestOfFiles(value, whole, part.digestRule) === part.digest)
    return serversOf(kind, part, whole);
  const differences = differencesOf(part, whole);
  return differences.length > 0 ? differences : ['Its content differs from the lock.'];
}

/** The files that are missing, differ, or are not in the lock. */
function differencesOf({ prompts, files }: LockPart['part'], present: readonly BundleFile[]): string[] {
  const locked = new Map([...prompts, ...files].map(({ path, sha256 }) => [path, sha256]));
  const hashes = new Map(present.map(({ path, bytes }) => [path, sha256Hex(bytes)]));
  return [
    ...[...locked].flatMap(([path, sha256]) => {
      const hash = hashes.get(path);
      if (hash === undefined) return [`${path} is missing.`];
      return hash === sha256 ? [] : [`${path} differs from the lock.`];
    }),
    ...[...hashes.keys()].filter((path) => !locked.has(path)).map((path) => `${path} is not in the lock.`),
  ];
}

/** The MCP servers of an agent that are not those of the lock, although its files are. */
function serversOf(kind: LockPart['kind'], part: LockPart['part'], files: readonly BundleFile[]): string[] {
  if (kind !== 'AGENT' || !('mcpServers' in part)) return [];
  const { definition } = parseDefinition('AGENT', { files }, { asPublished: true, lenientContent: true });
  if (!definition) return [];
  return part.mcpServers.flatMap(({ name, sha256 }) => {
    const server = definition.mcpServers[name];
    const hash = server === undefined ? null : sha256Hex(new TextEncoder().encode(canonicalJson(server)));
    return hash === sha256 ? [] : [`The MCP server ${name} differs from the lock.`];
  });
}
