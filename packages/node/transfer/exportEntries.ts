import { checkList, checkVersion, type Kind, kinds } from '../../manifest/index.ts';
import type { ArchiveWriter } from './archiveWriter.ts';
import { type ChangedEntry, changesSince } from './changesSince.ts';
import type { EntryAddress, ExportedEntry, ExportedVersion, ExportReader } from './exportReader.ts';
import { entryRecord, versionRecord } from './exportRecords.ts';
import { type End, formatName, formatVersion, type Header, type VersionRecord } from './format.ts';

export interface ExportSource {
  reader: ExportReader;
  /** Null for all that the caller can read. */
  namespaces: readonly string[] | null;
  /** Whether the caller sees all of a namespace: as a publisher or an admin of it. */
  seesAll(namespace: string): boolean;
  /** Called after each entry. */
  onEntry(): void;
  /** Called with what could not be exported, and why. */
  onSkipped(what: string): void;
}

/**
 * Writes a whole export.
 *
 * @param cursor the newest event before anything else was read: whatever was committed before it is read afterwards
 * @param since null for everything
 */
export async function writeExport(
  source: ExportSource,
  writer: ArchiveWriter,
  cursor: string,
  since: string | null,
): Promise<End> {
  const { namespaces } = source;
  const exportedAt = new Date().toISOString();
  const header: Header = {
    format: formatName,
    formatVersion,
    cursor,
    since,
    namespaces: namespaces && [...namespaces],
    exportedAt,
  };
  await writer.start(header);
  if (since === null) await exportEverything(source, writer);
  else await exportChanges(source, writer, since, cursor);
  return writer.finish();
}

/** Writes every entry that the caller can read, agents before templates, older ones first; a page of versions at a time. */
async function exportEverything(source: ExportSource, writer: ArchiveWriter): Promise<void> {
  for (const kind of kinds) {
    for (const namespace of source.namespaces ?? [null]) {
      for await (const entry of entriesOf(source.reader, kind, namespace))
        await exportEntry(source, writer, kind, entry, null);
    }
  }
}

/** Writes what changed after a cursor, up to another one. */
async function exportChanges(source: ExportSource, writer: ArchiveWriter, since: string, upTo: string): Promise<void> {
  const changed = await changesSince(source.reader, since, upTo, source.namespaces, source.seesAll);
  for (const kind of kinds) {
    for (const change of changed.filter((each) => each.kind === kind)) {
      const { namespace, id } = change;
      const entry = await source.reader.entry(kind, { id, namespace });
      if (entry) await exportEntry(source, writer, kind, entry, change);
      else await writer.records([{ type: 'removed', kind, namespace, id, wasRemoved: change.wasRemoved }]);
    }
  }
}

async function* entriesOf(reader: ExportReader, kind: Kind, namespace: string | null): AsyncGenerator<ExportedEntry> {
  let after: string | null = null;
  do {
    const { edges, pageInfo } = await reader.entries(kind, namespace, after);
    for (const { node } of edges) yield node;
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
}

async function exportEntry(
  source: ExportSource,
  writer: ArchiveWriter,
  kind: Kind,
  entry: ExportedEntry,
  change: ChangedEntry | null,
): Promise<void> {
  const record = entryRecord(source.seesAll, kind, entry);
  const place = { id: entry.slug, namespace: entry.namespace };
  let isFirst = true;
  let after: string | null = null;
  do {
    const page = await source.reader.versions(kind, place, after);
    if (!page) return source.onSkipped(`${place.namespace}/${place.id}: it was removed during the export.`);
    const { edges, pageInfo } = page;
    const versions: VersionRecord[] = [];
    for (const { node } of edges) {
      if (change?.versions && !change.versions.has(node.version)) continue;
      if (await exportFiles(source, writer, kind, place, node)) versions.push(versionRecord(kind, place, node));
    }
    if (isFirst || versions.length > 0) await writer.records([record, ...versions].slice(isFirst ? 0 : 1));
    isFirst = false;
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  source.onEntry();
}

/** Writes the files of a version that are not in the archive. False for a draft that is gone or was replaced meanwhile. */
async function exportFiles(
  { reader, onSkipped }: ExportSource,
  writer: ArchiveWriter,
  kind: Kind,
  place: EntryAddress,
  version: ExportedVersion,
): Promise<boolean> {
  const { files, digest, digestRule } = version;
  checkList(kind, files);
  const missing = files.filter(({ sha256 }) => !writer.has(sha256));
  const found = await reader.files(kind, place, version, missing);
  if (found === null) {
    onSkipped(`${place.namespace}/${place.id}@${version.version}: the draft was replaced during the export.`);
    return false;
  }
  if (missing.length === files.length) checkVersion(kind, found, digest, digestRule);
  for (const [index, { sha256 }] of missing.entries()) await writer.blob(sha256, found[index]?.bytes ?? empty);
  return true;
}
const empty = new Uint8Array();
