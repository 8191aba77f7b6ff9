import { type Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { RegistryStatsDocument, type RegistryStatsQuery } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect } from '../gateway.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options {
  days: number;
  json?: boolean;
}

export const stats = (program: Command): Command =>
  program
    .command('stats')
    .summary('show counts of what you can see')
    .description(
      'Shows numbers for a dashboard: entries, versions, publishes and ratings that you can see, and the runs of your namespace.',
    )
    .option('--days <days>', 'days that the most used entries are counted over, 1 to 365', daysFrom, 30)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry stats', 'registry stats --days 7 --json'))
    .action(async ({ days, json }: Options, command: Command) => {
      const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
      const { registryStats } = await client.request(RegistryStatsDocument, { days, first: 10 });
      if (json) return printJson(registryStats);
      print(statsText(registryStats, days));
      if (!registryStats.isExact) note(pc.dim('Lists are counted up to 100,000; the numbers are lower bounds.'));
    });

function daysFrom(text: string): number {
  const days = Number(text);
  if (/^\d{1,3}$/.test(text) && days >= 1 && days <= 365) return days;
  throw new InvalidArgumentError('Must be an integer from 1 to 365.');
}

function statsText(stats: RegistryStatsQuery['registryStats'], days: number): string {
  const { agents, templates, agentVersions, templateVersions, ratings, published, runs, mostUsed } = stats;
  const entries = table(
    ['ENTRIES', 'TOTAL', 'PUBLIC', 'ACTIVE', 'DEPRECATED', 'DISABLED', 'VERSIONS', 'DRAFTS'],
    (
      [
        ['agents', agents, agentVersions],
        ['templates', templates, templateVersions],
      ] as const
    ).map(([name, of, versions]) => [
      name,
      ...[of.total, of.public, of.active, of.deprecated, of.disabled, versions.total, versions.drafts].map(String),
    ]),
  );
  const publishes = new Map(published.map(({ days, count }) => [days, count]));
  const periods = table(
    ['DAYS', 'PUBLISHED', 'RUNS', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'],
    runs.map((of) =>
      [
        of.days,
        publishes.get(of.days) ?? 0,
        of.total,
        of.queued,
        of.running,
        of.succeeded,
        of.failed,
        of.cancelled,
      ].map(String),
    ),
  );
  const used =
    mostUsed.length === 0
      ? []
      : [
          table(
            [`MOST USED IN ${days} DAYS`, 'KIND', 'RUNS', 'SUCCEEDED', 'FAILED'],
            mostUsed.map(({ entry, ...of }) => [
              cell(`${entry.namespace}/${entry.slug}`),
              entry.__typename.toLowerCase(),
              ...[of.runs, of.succeeded, of.failed].map(String),
            ]),
          ),
        ];
  return [entries, `Ratings: ${ratings}`, periods, ...used].join('\n\n');
}
