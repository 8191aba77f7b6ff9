import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type RunStatus, RunsDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated } from '../gateway.ts';
import { idFrom, type PageOptions, pageOptions } from '../options.ts';
import { runsTable } from '../run/runText.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options extends PageOptions {
  status?: Lowercase<RunStatus>;
  template?: string;
  json?: boolean;
}

const statuses: Lowercase<RunStatus>[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

export const runs = (program: Command): Command =>
  pageOptions(
    program
      .command('runs')
      .summary('list the runs of your namespace')
      .description('Lists the runs of your namespace, newest first.')
      .addOption(new Option('--status <status>', 'only runs with this status').choices(statuses))
      .option('--template <templateId>', 'only runs of this template', idFrom),
  )
    .option('--json', 'print the page as JSON')
    .addHelpText('after', examples('registry runs', 'registry runs --status failed --template release-train --first 5'))
    .action(async ({ status, template, first, after, json }: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'list runs');
      const filter = {
        status: status ? (status.toUpperCase() as RunStatus) : null, // Checked by the option's choices.
        templateId: template ?? null,
      };
      const { runs: page } = await client.request(RunsDocument, { first, after: after ?? null, filter });
      const found = page.edges.map(({ node }) => node);
      const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      if (json) return printJson({ runs: found, after: next });
      if (found.length === 0) return note(status || template ? 'No matching runs.' : 'Your namespace has no runs.');
      print(runsTable(found));
      if (next) note(pc.dim(`Next page: --after ${next}`));
    });
