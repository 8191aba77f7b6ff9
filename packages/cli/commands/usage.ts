import { type Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import {
  EntryUsageDocument,
  type EntryUsageQuery,
  NamespaceUsageDocument,
  type NamespaceUsageQuery,
  type UsageRecordFieldsFragment,
  UsageRecordsDocument,
} from '../../client/index.ts';
import { type Meter, meters } from '../../manifest/index.ts';
import { examples } from '../examples.ts';
import { findEntry } from '../findEntry.ts';
import { connect, connectAuthenticated } from '../gateway.ts';
import { kindOption, nounOf } from '../kinds.ts';
import { type PageOptions, pageOptions, timeFrom } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { clean, note, print, printJson } from '../terminal.ts';

interface Options extends PageOptions {
  records?: boolean;
  meter?: Lowercase<Meter>[];
  since?: Date;
  until?: Date;
  days?: number;
  kind?: 'agent' | 'template';
  namespace?: string;
  json?: boolean;
}

const names = meters.map((meter) => meter.toLowerCase() as Lowercase<Meter>);

export const usage = (program: Command): Command =>
  pageOptions(
    program
      .command('usage')
      .summary('show what your namespace uses, and its quotas')
      .description(
        'Shows the total of each meter of your namespace and its quotas, or the records behind them, for admins. With an id, shows how that agent or template was used, read and downloaded.',
      )
      .argument('[id]', 'agentId or templateId')
      .addOption(kindOption())
      .option('--namespace <namespace>', 'namespace of the entry (default: your own, then default)')
      .addOption(
        new Option('--days <days>', 'days that are counted for an entry, 1 to 365, including today')
          .argParser(daysFrom)
          .default(30),
      )
      .option('--records', 'list the usage records, oldest first')
      .addOption(new Option('--meter <meters...>', 'only records of these meters').choices(names))
      .option('--since <time>', 'only records from this time or later, such as 2026-11-22T10:00:00Z', timeFrom)
      .option('--until <time>', 'only records from before this time', timeFrom),
  )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'registry usage',
        'registry usage code-reviewer --days 7',
        'registry usage --records --meter runs step_seconds --json',
      ),
    )
    .action(async (id: string | undefined, options: Options, command: Command) => {
      if (id !== undefined) return showEntry(id, options, command);
      const { records, first, after, json, meter, since, until } = options;
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'read usage',
        'admin',
      );
      if (!records) {
        const { namespaceUsage } = await client.request(NamespaceUsageDocument, {});
        return json ? printJson(namespaceUsage) : printTotals(namespaceUsage);
      }
      const filter = {
        meters: meter?.map((each) => each.toUpperCase() as Meter) ?? null, // Checked by the option's choices.
        since: since?.toISOString() ?? null,
        until: until?.toISOString() ?? null,
      };
      const { usageRecords: page } = await client.request(UsageRecordsDocument, {
        first,
        after: after ?? null,
        filter,
      });
      const found = page.edges.map(({ node }) => node);
      if (json) return printJson({ records: found, after: page.pageInfo.endCursor, more: page.pageInfo.hasNextPage });
      if (found.length === 0) return note('No new usage records.');
      print(recordsTable(found));
      if (page.pageInfo.hasNextPage) note(pc.dim(`Next page: --after ${page.pageInfo.endCursor}`));
    });

function daysFrom(text: string): number {
  const days = Number(text);
  if (!/^\d{1,3}$/.test(text) || days < 1 || days > 365) throw new InvalidArgumentError('Must be from 1 to 365.');
  return days;
}

async function showEntry(id: string, { kind: asked, namespace, days = 30, json }: Options, command: Command) {
  const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
  const found = await client.request(EntryUsageDocument, { id, namespace: namespace ?? null, days });
  const { kind, entry } = findEntry(found, id, asked);
  if (json) return printJson({ kind: nounOf[kind], ...entry });
  const { usage: used, engagement: read } = entry;
  const period = days === 1 ? 'today' : `in ${days} days`;
  note(pc.dim(`Usage of ${nounOf[kind]} ${clean(entry.slug)} by your namespace, ${period}:`));
  print(
    table(
      ['', 'RUNS', ...countHeads],
      [
        ['yours', String(used.runs), ...countsOf(used)],
        ...(used.acrossNamespaces
          ? [['all', String(used.acrossNamespaces.runs), ...countsOf(used.acrossNamespaces)]]
          : []),
      ],
    ),
  );
  print();
  print(
    table(
      ['VIEWS', 'PULLS', 'INSTANTIATIONS', ''],
      [
        [
          ...[read.views, read.pulls, read.instantiations].map(String),
          read.includesOthers ? 'with other namespaces' : 'without other namespaces',
        ],
      ],
    ),
  );
}

const countHeads = ['SUCCEEDED', 'FAILED', 'P50', 'P95', 'TOKENS IN', 'TOKENS OUT'];

type Counts = Pick<
  NonNullable<EntryUsageQuery['agent']>['usage'],
  'succeeded' | 'failed' | 'p50Seconds' | 'p95Seconds' | 'tokens'
>;

const countsOf = ({ succeeded, failed, p50Seconds, p95Seconds, tokens }: Counts): string[] => [
  String(succeeded),
  String(failed),
  p50Seconds === null ? '-' : `${p50Seconds} s`,
  p95Seconds === null ? '-' : `${p95Seconds} s`,
  String(tokens?.inputTokens ?? '-'),
  String(tokens?.outputTokens ?? '-'),
];

function printTotals({ namespace, totals, quotas }: NamespaceUsageQuery['namespaceUsage']): void {
  note(pc.dim(`Usage of ${namespace}:`));
  print(
    table(
      ['METER', 'TOTAL'],
      totals.map(({ meter, total }) => [meter.toLowerCase(), String(total)]),
    ),
  );
  if (quotas.length === 0) return;
  print();
  print(
    table(
      ['QUOTA', 'USED', 'LIMIT', 'RESETS'],
      quotas.map(({ quota, used, limit, resetsAt }) => [
        quota.toLowerCase(),
        cell(String(used), used >= limit ? pc.red : undefined),
        String(limit),
        resetsAt ?? '-',
      ]),
    ),
  );
}

const recordsTable = (records: readonly UsageRecordFieldsFragment[]): string =>
  table(
    ['NUMBER', 'TIME', 'METER', 'QUANTITY', 'TOTAL', 'SOURCE'],
    records.map(({ number, occurredAt, meter, quantity, total, sourceType, sourceId }) => [
      String(number),
      occurredAt,
      meter.toLowerCase(),
      String(quantity),
      String(total),
      sourceId === null ? sourceType.toLowerCase() : `${sourceType.toLowerCase()} ${sourceId}`,
    ]),
  );
