import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type RunStatus, RunsDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated } from '../gateway.ts';
import { idFrom, type PageOptions, pageOptions, timeFrom } from '../options.ts';
import { runsTable } from '../run/runText.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options extends PageOptions {
  status?: Lowercase<RunStatus>;
  template?: string;
  templateVersion?: string;
  author?: string;
  since?: Date;
  until?: Date;
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
      .option('--template <templateId>', 'only runs of this template', idFrom)
      .option('--template-version <version>', 'only runs of this version of a template')
      .option('--author <id>', 'only runs that the user with this id created')
      .option('--since <time>', 'only runs created at this time or later, such as 2026-11-22T10:00:00Z', timeFrom)
      .option('--until <time>', 'only runs created before this time', timeFrom),
  )
    .option('--json', 'print the page as JSON')
    .addHelpText('after', examples('registry runs', 'registry runs --status failed --template release-train --first 5'))
    .action(async ({ first, after, json, ...given }: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'list runs');
      const filter = filterOf(given);
      const { runs: page } = await client.request(RunsDocument, { first, after: after ?? null, filter });
      const found = page.edges.map(({ node }) => node);
      const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      if (json) return printJson({ runs: found, after: next });
      if (found.length === 0)
        return note(Object.keys(given).length > 0 ? 'No matching runs.' : 'Your namespace has no runs.');
      print(runsTable(found));
      if (next) note(pc.dim(`Next page: --after ${next}`));
    });

const filterOf = ({ status, template, templateVersion, author, since, until }: Omit<Options, keyof PageOptions>) => ({
  status: status ? (status.toUpperCase() as RunStatus) : null, // Checked by the option's choices.
  templateId: template ?? null,
  version: templateVersion ?? null,
  createdBy: author ?? null,
  createdAfter: since?.toISOString() ?? null,
  createdBefore: until?.toISOString() ?? null,
});
