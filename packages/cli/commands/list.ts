import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { AgentsDocument, type RegistryOrder, TemplatesDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect } from '../gateway.ts';
import { type KindName, kindOf, nounOf, oneKind } from '../kinds.ts';
import { namespaceFrom, type PageOptions, pageOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { note, plural, print, printJson } from '../terminal.ts';

const orders = {
  name: { field: 'NAME', direction: 'ASC' },
  newest: { field: 'CREATED_AT', direction: 'DESC' },
  updated: { field: 'UPDATED_AT', direction: 'DESC' },
  popular: { field: 'POPULAR', direction: 'DESC' },
  trending: { field: 'TRENDING', direction: 'DESC' },
  rating: { field: 'RATING', direction: 'DESC' },
} as const satisfies Record<string, RegistryOrder>;

interface Options extends PageOptions {
  sort: keyof typeof orders;
  tag?: string[];
  category?: string;
  namespace?: string;
  featured?: boolean;
  sharedWithMe?: boolean;
  json?: boolean;
}

export const list = (program: Command): Command =>
  pageOptions(
    program
      .command('list')
      .summary('list agents or templates')
      .description('Lists the agents or templates that you have access to.')
      .addArgument(oneKind(true))
      .addOption(
        new Option('--sort <order>', 'order of the list; only templates have ratings')
          .choices(Object.keys(orders))
          .default('name'),
      )
      .option('--tag <tag...>', 'only entries with all of these tags')
      .option('--category <category>', 'only entries in this category')
      .option('--namespace <namespace>', 'only entries in this namespace', namespaceFrom)
      .option('--featured', 'only entries that an admin features')
      .option('--shared-with-me', 'only entries that other namespaces share with yours'),
  )
    .option('--json', 'print the page as JSON')
    .addHelpText('after', examples('registry list agents', 'registry list templates --sort rating --tag ci --json'))
    .action(async (kind: KindName, options: Options, command: Command) => {
      const { sort, tag, category, namespace, featured, sharedWithMe, first, after, json } = options;
      const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
      const { list: page } = await client.request(kind === 'agents' ? AgentsDocument : TemplatesDocument, {
        first,
        after: after ?? null,
        filter: {
          ...{ tags: tag ?? null, category: category ?? null, namespace: namespace ?? null },
          ...(featured ? { featured } : {}),
          ...(sharedWithMe ? { sharedWithMe } : {}),
        },
        orderBy: orders[sort],
      });
      const { endCursor, hasNextPage } = page.pageInfo;
      const entries = page.edges.map(({ node }) => node);
      if (json)
        return printJson({ totalCount: page.totalCount, [kind]: entries, after: hasNextPage ? endCursor : null });
      if (entries.length === 0) return note(`There are no ${kind} that match and that you have access to.`);
      print(
        table(
          [nounOf[kindOf(kind)], 'version', 'namespace', 'status', 'visibility', 'updated', 'name'],
          entries.map((entry) => [
            cell(entry.slug, pc.bold),
            cell(entry.currentVersion?.version ?? '-'),
            cell(entry.namespace),
            entry.status.toLowerCase(),
            entry.visibility.toLowerCase(),
            cell(entry.updatedAt),
            cell(entry.name),
          ]),
        ),
      );
      note(pc.dim(`${plural(page.totalCount, nounOf[kindOf(kind)])}, ${entries.length} shown.`));
      if (hasNextPage && endCursor) note(pc.dim(`Next page: --after ${endCursor}`));
    });
