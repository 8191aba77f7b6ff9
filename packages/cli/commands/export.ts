import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { latestCursor, ViewerDocument } from '../../client/index.ts';
import { type ArchiveWriter, createArchiveWriter } from '../../node/transfer/archiveWriter.ts';
import { writeExport } from '../../node/transfer/exportEntries.ts';
import type { End } from '../../node/transfer/format.ts';
import { examples } from '../examples.ts';
import { connect, connectionOf } from '../gateway.ts';
import { namespaceFrom } from '../options.ts';
import { misuse, Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { bytes, clean, note, plural, print, printJson, warn } from '../terminal.ts';
import { exportReader } from '../transfer/exportReader.ts';

interface Options {
  out: string;
  since?: string;
  namespace?: string[];
  allNamespaces?: boolean;
  json?: boolean;
}

/** A note on stderr after this many entries. */
const noteEvery = 100;

export const exportCommand = (program: Command): Command =>
  program
    .command('export')
    .summary('write entries with all their versions and files to a tar file')
    .description(
      'Writes what you can read of a namespace to a tar file: the entries, their versions with dates, authors and digests (NDJSON), and the files (by their digest). `registry import` reads it into another registry. With --since, only what changed after an earlier export.',
    )
    .requiredOption('--out <file>', 'target file; - for stdout')
    .option(
      '--since <cursor>',
      'only what changed after the cursor of an earlier export; "0": all that is in the event log',
    )
    .option('--namespace <namespace...>', 'namespaces (default: your own; without a token, default)', collectNamespaces)
    .option('--all-namespaces', 'all entries that you can read, in every namespace')
    .option('--json', 'print the cursor and what was exported as JSON (on stderr with --out -)')
    .addHelpText(
      'after',
      examples(
        'registry export --out registry.tar',
        'registry export --out changes.tar --since "$(jq -r .cursor last.json)" --json',
        'registry export --out - | registry import - --url https://other.example/graphql',
      ),
    )
    .action(async ({ out, since, namespace, allNamespaces, json }: Options, command: Command) => {
      if (namespace && allNamespaces) throw misuse('Use either --namespace or --all-namespaces, not both.');
      if (out === '-' && process.stdout.isTTY)
        throw misuse('An export is binary. Redirect stdout, or name a file with --out.');
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const client = connect(settings);
      const connection = connectionOf(settings);
      const { viewer } = await client.request(ViewerDocument, {});
      const namespaces = allNamespaces ? null : (namespace ?? [viewer?.namespace ?? 'default']);
      // First: whatever was committed before it is read afterwards.
      const cursor = await latestCursor(connection);
      if (cursor === null) throw new Problem('The gateway does not tell its newest event. Update the gateway.');
      const writer = createArchiveWriter();
      const written = writeTo(out, writer);
      let entries = 0;
      const source = {
        reader: exportReader(client, connection),
        namespaces,
        seesAll: (name: string) =>
          viewer?.namespace === name && (viewer.role === 'PUBLISHER' || viewer.role === 'ADMIN'),
        onEntry() {
          entries += 1;
          if (entries % noteEvery === 0) note(`${plural(entries, 'entry').replace('entrys', 'entries')} exported …`);
        },
        onSkipped: (what: string) => warn(clean(what)),
      };
      const [end] = await Promise.all([
        writeExport(source, writer, cursor, since ?? null).catch(async (error) => {
          writer.fail(error);
          await written.catch(() => {}); // Until the partial file is removed.
          throw error;
        }),
        written,
      ]);
      const result = { out, cursor, since: since ?? null, ...end };
      if (json) return out === '-' ? note(JSON.stringify(result)) : printJson(result);
      const say = out === '-' ? note : print;
      say(`Exported ${summary(end)}.`);
      say(`Cursor: ${cursor}`);
    });

const summary = ({ entries, versions, removed, blobs, bytes: size }: End): string =>
  [
    `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    plural(versions, 'version'),
    ...(removed > 0 ? [`${removed} removed`] : []),
    `${plural(blobs, 'file')} (${bytes(size)})`,
  ].join(', ');

const collectNamespaces = (text: string, before: string[] = []): string[] => [...before, namespaceFrom(text)];

/** Writes beside the target first, so that an export that was interrupted is not taken for a whole one. */
async function writeTo(out: string, { readable }: ArchiveWriter): Promise<void> {
  if (out === '-') return readable.pipeTo(Writable.toWeb(process.stdout), { preventClose: true });
  const partial = `${out}.partial`;
  // A link in its place is removed, not followed.
  await rm(partial, { force: true });
  try {
    await readable.pipeTo(Writable.toWeb(createWriteStream(partial, { flags: 'wx' })));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
