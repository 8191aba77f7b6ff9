import { createReadStream } from 'node:fs';
import { forEachConcurrent } from '../../node/concurrency.ts';
import { ExportRecord, type RemovedRecord } from '../../node/transfer/format.ts';
import { progress } from '../progress.ts';
import { type EntryGroup, type ImportTarget, importEntry } from './importEntry.ts';
import { importRemoval } from './importRemoval.ts';
import type { ImportReport } from './importReport.ts';
import type { Archive } from './readArchive.ts';

/** The number of entries that are imported concurrently. */
const atOnce = 4;

/**
 * Imports a verified export into the caller's namespace. An entry that depends on something that is not here yet comes
 * after the others; what is still missing at the end is imported with a warning. What was
 * removed comes last.
 *
 * @param from the namespace of the export to import
 */
export async function importArchive(target: ImportTarget, archive: Archive, from: string): Promise<ImportReport> {
  const { report } = target;
  const bar = progress(archive.end.entries);
  const removed: RemovedRecord[] = [];
  let waiting: EntryGroup[] = [];
  const take = (allowUnresolved: boolean) => async (group: EntryGroup) => {
    bar.next(group.entry.id);
    if (!(await importEntry(target, group, allowUnresolved))) waiting.push(group);
  };
  try {
    await forEachConcurrent(groupsOf(archive, from, report, removed), atOnce, take(false));
    for (let before = Number.POSITIVE_INFINITY; waiting.length > 0; ) {
      const again = waiting;
      waiting = [];
      const isStuck = again.length >= before;
      before = again.length;
      // One after the other: the first can be what the next one depends on.
      for (const group of again) await take(isStuck)(group);
    }
    for (const each of removed) await importRemoval(target, each);
  } finally {
    bar.stop();
  }
  return report;
}

/** The entries of a namespace, each with its versions. What was removed is added to a list; what is not imported is reported. */
async function* groupsOf(
  archive: Archive,
  from: string,
  report: ImportReport,
  removed: RemovedRecord[],
): AsyncGenerator<EntryGroup> {
  let group: EntryGroup | null = null;
  for await (const line of linesOf(archive.recordsFile)) {
    const record = ExportRecord.parse(JSON.parse(line));
    const { type, kind, namespace, id } = record;
    if (type === 'version') {
      if (namespace === from) group?.versions.push(record);
      else report.versions.skipped += 1;
      continue;
    }
    if (group) yield group;
    group = null;
    const skip = { kind, id, namespace, version: null };
    if (namespace !== from) {
      report.entries.skipped += 1;
      report.skipped.push({ ...skip, reason: 'OTHER_NAMESPACE', message: `It belongs to the namespace ${namespace}.` });
    } else if (type === 'entry') group = { entry: record, versions: [] };
    else removed.push(record);
  }
  if (group) yield group;
}

/** The lines of a file. (`readline` would also split at U+2028, which JSON may contain.) */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
