import { type Command, Option } from 'commander';
import pc from 'picocolors';
import {
  NamespaceUsageDocument,
  type NamespaceUsageQuery,
  type UsageRecordFieldsFragment,
  UsageRecordsDocument,
} from '../../client/index.ts';
import { type Meter, meters } from '../../manifest/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated } from '../gateway.ts';
import { type PageOptions, pageOptions, timeFrom } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options extends PageOptions {
  records?: boolean;
  meter?: Lowercase<Meter>[];
  since?: Date;
  until?: Date;
  json?: boolean;
}

const names = meters.map((meter) => meter.toLowerCase() as Lowercase<Meter>);

export const usage = (program: Command): Command =>
  pageOptions(
    program
      .command('usage')
      .summary('show what your namespace uses, and its quotas')
      .description(
        'Shows the total of each meter of your namespace and its quotas, or the records behind them. For admins.',
      )
      .option('--records', 'list the usage records, oldest first')
      .addOption(new Option('--meter <meters...>', 'only records of these meters').choices(names))
      .option('--since <time>', 'only records from this time or later, such as 2026-11-22T10:00:00Z', timeFrom)
      .option('--until <time>', 'only records from before this time', timeFrom),
  )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry usage', 'registry usage --records --meter runs step_seconds --json'))
    .action(async ({ records, first, after, json, meter, since, until }: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'read usage');
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
