import {
  type Client,
  type Connection,
  type Document,
  download,
  ExportAgentDocument,
  ExportAgentsDocument,
  type ExportAgentsQuery,
  ExportAgentVersionsDocument,
  type ExportAgentVersionsQuery,
  type ExportedVersionFragment,
  ExportTemplateDocument,
  ExportTemplatesDocument,
  type ExportTemplatesQuery,
  ExportTemplateVersionsDocument,
  type ExportTemplateVersionsQuery,
  GatewayRefused,
} from '../../client/index.ts';
import { checkList, checkVersion, type Kind, kinds } from '../../manifest/index.ts';
import type { ArchiveWriter } from './archiveWriter.ts';
import { type ChangedEntry, changesSince } from './changesSince.ts';
import { entryRecord, versionRecord } from './entryRecord.ts';
import type { VersionRecord } from './format.ts';

type Entries = ExportAgentsQuery | ExportTemplatesQuery;
type Entry = Entries['entries']['edges'][number]['node'];
type Versions = ExportAgentVersionsQuery | ExportTemplateVersionsQuery;

const lists: Record<Kind, Document<Entries, { filter?: { namespace: string } | null; after?: string | null }>> = {
  AGENT: ExportAgentsDocument,
  TEMPLATE: ExportTemplatesDocument,
};
const versionLists: Record<Kind, Document<Versions, { id: string; namespace: string; after?: string | null }>> = {
  AGENT: ExportAgentVersionsDocument,
  TEMPLATE: ExportTemplateVersionsDocument,
};
const single = { AGENT: ExportAgentDocument, TEMPLATE: ExportTemplateDocument };

export interface ExportSource {
  client: Client;
  connection: Connection;
  /** Null for all that the caller can read. */
  namespaces: readonly string[] | null;
  /** Whether the caller sees all of a namespace: as a publisher or an admin of it. */
  seesAll(namespace: string): boolean;
  /** Called after each entry. */
  onEntry(): void;
  /** Called with what could not be exported, and why. */
  onSkipped(what: string): void;
}

/** Writes every entry that the caller can read, agents before templates, older ones first; a page of versions at a time. */
export async function exportEverything(source: ExportSource, writer: ArchiveWriter): Promise<void> {
  for (const kind of kinds) {
    for (const namespace of source.namespaces ?? [null]) {
      for await (const entry of entriesOf(source.client, kind, namespace))
        await exportEntry(source, writer, kind, entry, null);
    }
  }
}

/** Writes what changed after a cursor, up to another one. */
export async function exportChanges(
  source: ExportSource,
  writer: ArchiveWriter,
  since: string,
  upTo: string,
): Promise<void> {
  const changed = await changesSince(source.client, since, upTo, source.namespaces);
  for (const kind of kinds) {
    for (const change of changed.filter((each) => each.kind === kind)) {
      const { namespace, id } = change;
      const { entry } = await source.client.request(single[kind], { id, namespace });
      if (entry) await exportEntry(source, writer, kind, entry, change);
      else await writer.records([{ type: 'removed', kind, namespace, id, wasRemoved: change.wasRemoved }]);
    }
  }
}

async function* entriesOf(client: Client, kind: Kind, namespace: string | null): AsyncGenerator<Entry> {
  let after: string | null = null;
  do {
    const { entries }: Entries = await client.request(lists[kind], {
      filter: namespace === null ? null : { namespace },
      after,
    });
    for (const { node } of entries.edges) yield node;
    after = entries.pageInfo.hasNextPage ? (entries.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
}

async function exportEntry(
  source: ExportSource,
  writer: ArchiveWriter,
  kind: Kind,
  entry: Entry,
  change: ChangedEntry | null,
): Promise<void> {
  const record = entryRecord(source.seesAll, kind, entry);
  const place = { id: entry.slug, namespace: entry.namespace };
  let isFirst = true;
  let after: string | null = null;
  do {
    const found: Versions = await source.client.request(versionLists[kind], { ...place, after });
    if (!found.entry) return source.onSkipped(`${place.namespace}/${place.id}: it was removed during the export.`);
    const { edges, pageInfo }: NonNullable<Versions['entry']>['versions'] = found.entry.versions;
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
  { connection, onSkipped }: ExportSource,
  writer: ArchiveWriter,
  kind: Kind,
  place: { id: string; namespace: string },
  { version, status, files, digest, digestRule }: ExportedVersionFragment,
): Promise<boolean> {
  checkList(kind, files);
  const missing = files.filter(({ sha256 }) => !writer.has(sha256));
  try {
    const downloaded = await download(connection, { kind, ...place, version }, missing);
    if (missing.length === files.length) checkVersion(kind, downloaded, digest, digestRule);
    for (const [index, { sha256 }] of missing.entries()) await writer.blob(sha256, downloaded[index]?.bytes ?? empty);
    return true;
  } catch (error) {
    if (status !== 'DRAFT' || !(error instanceof GatewayRefused) || error.code !== 'NOT_FOUND') throw error;
    onSkipped(`${place.namespace}/${place.id}@${version}: the draft was replaced during the export.`);
    return false;
  }
}
const empty = new Uint8Array();
