import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { ViewerDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, tokenHint } from '../gateway.ts';
import { namespaceFrom } from '../options.ts';
import { misuse, Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, plural, print, printJson, warn } from '../terminal.ts';
import { importArchive } from '../transfer/importArchive.ts';
import { emptyReport, type ImportReport, isFailure, type Skipped } from '../transfer/importReport.ts';
import { readArchive } from '../transfer/readArchive.ts';

interface Options {
  dryRun?: boolean;
  fromNamespace?: string;
  keepRemoved?: boolean;
  json?: boolean;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

export const importCommand = (program: Command): Command =>
  program
    .command('import')
    .summary('import a tar file of `registry export`')
    .description(
      'Verifies every digest of an export, then imports its entries and versions into your namespace with their dates, authors and digests. What a difference (`registry export --since`) says was removed is removed for good. What is already there is skipped, so an import that was interrupted is simply run again. Exits with 1 if a version number is taken by other content, or something was refused. Requires the role admin.',
    )
    .argument('<file>', 'an export; - for stdin')
    .option('--dry-run', 'verify the export and show what would be imported, without changing anything')
    .option(
      '--from-namespace <namespace>',
      'namespace of the export to import into your own (default: your own)',
      namespaceFrom,
    )
    .option('--keep-removed', 'leave entries that were removed in the registry of the export, and report them')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'registry import registry.tar --dry-run',
        'registry import - < registry.tar',
        'registry import changes.tar --keep-removed',
      ),
    )
    .action(
      async (file: string, { dryRun = false, fromNamespace, keepRemoved = false, json }: Options, command: Command) => {
        const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'import', 'admin');
        const { viewer } = await client.request(ViewerDocument, {});
        if (!viewer) throw new Problem('The gateway did not recognize your token.', { hint: tokenHint() });
        if (viewer.role !== 'ADMIN')
          throw new Problem(
            `The role "admin" is required to import; your token has "${viewer.role?.toLowerCase() ?? 'no role'}".`,
          );
        const from = fromNamespace ?? viewer.namespace;
        await inTemporaryFolder(async (folder) => {
          const archive = await readArchive(open(file), folder);
          note(
            `Verified: ${archive.end.entries} ${archive.end.entries === 1 ? 'entry' : 'entries'}, ${plural(archive.end.versions, 'version')}, ${plural(archive.end.blobs, 'file')}.`,
          );
          const target = {
            client,
            namespace: viewer.namespace,
            dryRun,
            keepRemoved,
            read: archive.read,
            report: emptyReport(),
          };
          const report = await importArchive(target, archive, from);
          if (report.skipped.some(isFailure)) process.exitCode = 1;
          const { cursor, since } = archive.header;
          if (json) printJson({ dryRun, cursor, since, ...report });
          else {
            for (const text of report.warnings) warn(clean(text));
            for (const line of skippedLines(report.skipped)) note(line);
            print(summary(report, dryRun));
          }
          const isOnlyOthers = archive.end.entries > 0 && report.entries.skipped === archive.end.entries;
          if (isOnlyOthers && report.skipped.every(({ reason }) => reason === 'OTHER_NAMESPACE'))
            throw new Problem(`The export contains nothing of the namespace ${from}.`, {
              hint: 'Name a namespace of the export with --from-namespace.',
            });
        });
      },
    );

function open(file: string): ReadableStream<Uint8Array> {
  if (file === '-' && process.stdin.isTTY) throw misuse('Redirect an export to stdin, or name its file.');
  const source = file === '-' ? process.stdin : createReadStream(file);
  return Readable.toWeb(source) as ReadableStream<Uint8Array>;
}

/** Removes the folder at the end, also after Ctrl-C. */
async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-import-'));
  const stop = (signal: NodeJS.Signals) => {
    note('Stopped. Run the command again to import the rest.');
    void rm(folder, { recursive: true, force: true }).finally(() => process.kill(process.pid, signal));
  };
  for (const signal of signals) process.once(signal, stop);
  try {
    await work(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && error instanceof Error && 'path' in error)
      throw new Problem(`Cannot read ${String(error.path)}: file not found.`);
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everything that was not imported, except what was already there. */
const skippedLines = (skipped: readonly Skipped[]): string[] =>
  skipped
    .filter(({ reason }) => reason !== 'ALREADY_THERE' && reason !== 'OTHER_NAMESPACE')
    .map(
      ({ id, version, reason, message }) =>
        `Skipped ${clean(id)}${version === null ? '' : `@${clean(version)}`}: ${clean(message)} (${reason})`,
    );

function summary({ entries, versions, channels, listings, skipped }: ImportReport, dryRun: boolean): string {
  const line = (name: string, { imported, updated, unchanged, skipped: left }: ImportReport['versions']) =>
    `${name}: ${imported} ${dryRun ? 'to import' : 'imported'}, ${updated} ${dryRun ? 'to update' : 'updated'}, ${unchanged} already there, ${left} skipped.`;
  const others = skipped.filter(({ reason }) => reason === 'OTHER_NAMESPACE').length;
  return [
    line('Entries', entries),
    ...(entries.removed > 0
      ? [`${plural(entries.removed, 'entry').replace('entrys', 'entries')} ${dryRun ? 'to remove' : 'removed'}.`]
      : []),
    line('Versions', versions),
    ...(Object.values(channels).some((count) => count > 0)
      ? [
          `Channels: ${channels.set} ${dryRun ? 'to set' : 'set'}, ${channels.removed} ${dryRun ? 'to remove' : 'removed'}, ${channels.unchanged} already there, ${channels.skipped} skipped.`,
        ]
      : []),
    ...(listings.updated > 0 ? [`Listings: ${listings.updated} ${dryRun ? 'to update' : 'updated'}.`] : []),
    ...(others > 0 ? [`${others} ${others === 1 ? 'entry belongs' : 'entries belong'} to other namespaces.`] : []),
  ].join('\n');
}
