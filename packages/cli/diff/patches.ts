import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import { type Connection, type DiffFragment, download } from '../../client/index.ts';
import {
  changedLines,
  countLines,
  createEditBudget,
  type EditBudget,
  type Kind,
  manifestFile,
} from '../../manifest/index.ts';
import { textOf } from '../bundle.ts';

/** Two versions of an entry. */
export interface PatchedVersions {
  kind: Kind;
  id: string;
  namespace: string;
  from: string;
  to: string;
}

/** What changed in a text file. */
export interface FilePatch {
  path: string;
  /** Hunks of a unified diff, line by line. */
  lines: string[];
  /** The whole unified diff. */
  text: string;
}

type ChangedFile = DiffFragment['files'][number];
type Side = 'before' | 'after';

/** Larger files, and files beyond the total, are only listed. */
const maxFileBytes = 262_144;
const maxTotalBytes = 4_194_304;
/** Texts that differ more take too long to compare; and so do many together. */
const editLimits = { total: 100_000_000, each: 100_000_000, changed: 20_000 };

/**
 * Unified diffs of the text files among those that changed. There is none for a binary file, for one that is too large,
 * and for one of which only the line endings differ.
 *
 * @throws GatewayUnreachable, GatewayRefused, NotAsPublished
 */
export async function patchesOf(
  connection: Connection,
  versions: PatchedVersions,
  files: readonly ChangedFile[],
): Promise<FilePatch[]> {
  // Changes of the manifest are listed key by key.
  const chosen = withinLimits(files.filter(({ path }) => path !== manifestFile[versions.kind]));
  const [before, after] = await Promise.all([
    texts(connection, versions, versions.from, chosen, 'before'),
    texts(connection, versions, versions.to, chosen, 'after'),
  ]);
  const budget = patchBudget();
  return chosen.flatMap((file) =>
    patchOf(file.path, versions, textIn(before, file, 'before'), textIn(after, file, 'after'), budget),
  );
}

function withinLimits(files: readonly ChangedFile[]): ChangedFile[] {
  let total = 0;
  return files.filter(({ before, after }) => {
    const sizes = [before?.size ?? 0, after?.size ?? 0];
    if (Math.max(...sizes) > maxFileBytes) return false;
    total += sizes.reduce((sum, size) => sum + size, 0);
    return total <= maxTotalBytes;
  });
}

/** The files of one side, by path; null for a binary file. */
async function texts(
  connection: Connection,
  { kind, id, namespace }: PatchedVersions,
  version: string,
  files: readonly ChangedFile[],
  side: Side,
): Promise<Map<string, string | null>> {
  const entries = files.flatMap((file) => (file[side] ? [{ path: file.path, ...file[side] }] : []));
  const bundle = await download(connection, { kind, id, namespace, version }, entries);
  return new Map(bundle.map(({ path, bytes }) => [path, textOf(bytes)]));
}

/** The text of a file; empty when it is only on the other side. */
const textIn = (found: Map<string, string | null>, file: ChangedFile, side: Side): string | null =>
  file[side] ? (found.get(file.path) ?? null) : '';

export const patchBudget = (): EditBudget => createEditBudget(editLimits);

/** The unified diff of a text file; none for a binary file, or when only line endings or too many lines differ. */
export function patchOf(
  path: string,
  { id, from, to }: Pick<PatchedVersions, 'id' | 'from' | 'to'>,
  before: string | null,
  after: string | null,
  budget = patchBudget(),
): FilePatch[] {
  if (before === null || after === null || before.includes('\0') || after.includes('\0')) return [];
  const names = [`${id}@${from}/${path}`, `${id}@${to}/${path}`] as const;
  const lineCounts = [countLines(before), countLines(after)] as const;
  const limit = budget.limit(...lineCounts);
  if (limit === 0) return [];
  const options = { context: 3, stripTrailingCr: true, maxEditLength: limit };
  const patch: StructuredPatch | undefined = structuredPatch(...names, before, after, '', '', options);
  budget.spend(...lineCounts, patch ? changedLines(patch) : limit);
  if (!patch || patch.hunks.length === 0) return [];
  const text = formatPatch(patch);
  const lines = text.replace(/\n$/, '').split('\n');
  return [{ path, lines: lines.slice(lines.findIndex((line) => line.startsWith('@@'))), text }];
}
