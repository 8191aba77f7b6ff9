import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import {
  BulkArchiveDocument,
  type BulkItemsFragment,
  BulkSetStatusDocument,
  BulkSetVisibilityDocument,
  BulkTagDocument,
  type Client,
  type EntryStatus,
} from '../../client/index.ts';
import { type BulkItem, itemFrom, itemsOf } from '../bulk/bulkItems.ts';
import { bulkText } from '../bulk/bulkText.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type WriteOptions, writeOptions } from '../options.ts';
import { misuse } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { note, plural, print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  file?: string;
  each?: boolean;
  message?: string;
  reason?: string;
  add?: string[];
  remove?: string[];
  allVersions?: boolean;
}

/** What all inputs have. */
interface Shared {
  mode: 'ALL' | 'EACH';
  namespace: string | null;
  dryRun: boolean;
  idempotencyKey: string;
}

/** Commands that change up to 500 entries or versions in one call. */
export const bulk = (program: Command): Command => {
  const command = program
    .command('bulk')
    .summary('change many agents and templates in one call')
    .description(
      'Changes up to 500 entries in one call: their status, tags or visibility, or archives versions. All or nothing, or with --each each by itself; then it exits with 1 if one was refused. Items are written as agent:<id> or template:<id>. Requires the role admin.',
    )
    .addHelpText(
      'after',
      examples(
        'registry bulk status deprecated agent:code-reviewer template:release-train --message "Use the new ones."',
        'registry bulk tag --add team-a --file entries.txt --dry-run',
        'registry bulk archive agent:code-reviewer@1.0.0 agent:code-reviewer@1.0.1 --reason "misses renamed files"',
        'registry bulk visibility public agent:code-reviewer --all-versions',
      ),
    );

  withItems(
    command
      .command('status')
      .description('Deprecates, disables or reactivates entries. Their replacements are forgotten.')
      .addArgument(new Argument('<status>', 'new status').choices(Object.keys(statuses))),
  )
    .option('--message <text>', 'message to users of the entries, at most 500 characters')
    .addHelpText('after', examples('registry bulk status disabled agent:code-reviewer agent:triage --each'))
    .action((status: keyof typeof statuses, words: BulkItem[], options: Options, self: Command) =>
      change(words, options, self, async (client, items, shared) => {
        const input = {
          ...shared,
          items: items.map(entry),
          status: statuses[status],
          message: options.message ?? null,
        };
        return payloadOf((await client.request(BulkSetStatusDocument, { input })).result, 'BulkPayload');
      }),
    );

  withItems(
    command
      .command('tag')
      .description('Adds and removes tags, which then stay until they are reset (registry listing --reset tags).'),
  )
    .option('--add <tag...>', 'tags to add')
    .option('--remove <tag...>', 'tags to remove')
    .option('--reason <text>', 'reason, recorded in the event log')
    .addHelpText('after', examples('registry bulk tag agent:code-reviewer agent:triage --add team-a --remove draft'))
    .action((words: BulkItem[], options: Options, self: Command) =>
      change(words, options, self, async (client, items, shared) => {
        const { add = [], remove = [], reason = null } = options;
        const input = { ...shared, items: items.map(entry), add, remove, reason };
        return payloadOf((await client.request(BulkTagDocument, { input })).result, 'BulkPayload');
      }),
    );

  withItems(command.command('archive').description('Archives published versions: no range selects them any more.'))
    .requiredOption('--reason <text>', 'reason, recorded in the event log')
    .addHelpText('after', examples('registry bulk archive agent:triage@1.0.0 agent:triage@1.1.0 --reason "too slow"'))
    .action((words: BulkItem[], options: Options, self: Command) =>
      change(words, options, self, async (client, items, shared) => {
        const input = { ...shared, items: items.map(versionOf), reason: options.reason ?? '' };
        return payloadOf((await client.request(BulkArchiveDocument, { input })).result, 'BulkPayload');
      }),
    );

  withItems(
    command
      .command('visibility')
      .description('Makes entries public or private. Private versions stay private without --all-versions.')
      .addArgument(new Argument('<visibility>', 'new visibility').choices(['public', 'private'])),
  )
    .option('--all-versions', 'make every published version public')
    .option('--reason <text>', 'reason, recorded in the event log')
    .addHelpText('after', examples('registry bulk visibility private agent:code-reviewer template:release-train'))
    .action((to: 'public' | 'private', words: BulkItem[], options: Options, self: Command) =>
      change(words, options, self, async (client, items, shared) => {
        const visibility = to === 'public' ? ('PUBLIC' as const) : ('PRIVATE' as const);
        const { allVersions = false, reason = null } = options;
        const input = { ...shared, items: items.map(entry), visibility, allVersions, reason };
        return payloadOf((await client.request(BulkSetVisibilityDocument, { input })).result, 'BulkPayload');
      }),
    );
  return command;
};

const statuses = {
  active: 'ACTIVE',
  deprecated: 'DEPRECATED',
  disabled: 'DISABLED',
} as const satisfies Record<string, EntryStatus>;

const withItems = (command: Command): Command =>
  writeOptions(
    command
      .argument('[items...]', 'entries such as agent:code-reviewer; for archive with @<version>', collectItem)
      .option('--file <file>', 'file with one item a line, "-" for stdin; lines that begin with # are comments')
      .option('--each', 'change the others when an item is refused (default: all or nothing)'),
    'show what would change, without changing anything',
  );

const collectItem = (text: string, before: BulkItem[] | undefined): BulkItem[] => [...(before ?? []), itemFrom(text)];

function entry({ kind, id, version }: BulkItem) {
  if (version !== null) throw misuse(`A version is allowed only with "archive"; got ${id}@${version}.`);
  return { kind, id };
}

function versionOf({ kind, id, version }: BulkItem) {
  if (version === null) throw misuse(`Name the version to archive, such as ${id}@1.0.0.`);
  return { kind, id, version };
}

async function change(
  words: readonly BulkItem[] | undefined,
  options: Options,
  self: Command,
  send: (client: Client, items: readonly BulkItem[], shared: Shared) => Promise<BulkItemsFragment>,
): Promise<void> {
  const items = await itemsOf(words ?? [], options.file);
  const client = connectAuthenticated(readSettings(self.optsWithGlobals<GatewayOptions>()), 'change entries', 'admin');
  const dryRun = options.dryRun ?? false;
  const payload = await send(client, items, {
    mode: options.each ? 'EACH' : 'ALL',
    namespace: options.namespace ?? null,
    dryRun,
    idempotencyKey: options.key ?? `bulk:${randomUUID()}`,
  });
  const { changedCount, unchangedCount, refusedCount } = payload;
  if (options.json) printJson({ dryRun, changedCount, unchangedCount, refusedCount, items: payload.items });
  else print(bulkText(payload, dryRun));
  note(
    `\n${plural(changedCount, 'item')} ${dryRun ? 'would change' : 'changed'}, ${unchangedCount} unchanged, ${refusedCount} refused.`,
  );
  if (refusedCount > 0) process.exitCode = 1;
}
