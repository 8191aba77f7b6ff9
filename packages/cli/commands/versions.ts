import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { AgentVersionsDocument, TemplateVersionsDocument, type VersionStatus } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, notFound } from '../gateway.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { idFrom, namespaceFrom, type PageOptions, pageOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { clean, note, print, printJson, shortDigest } from '../terminal.ts';

interface Options extends PageOptions {
  status?: Lowercase<VersionStatus>;
  namespace?: string;
  json?: boolean;
}

export const versions = (program: Command): Command =>
  pageOptions(
    program
      .command('versions')
      .summary('list the versions of an agent or a template')
      .description(
        'Lists the versions of an entry that you have access to, newest first. "*" marks the current version.',
      )
      .addArgument(nounArgument())
      .argument('<id>', 'agentId or templateId', idFrom)
      .addOption(
        new Option('--status <status>', 'only versions with this status').choices(['draft', 'active', 'archived']),
      )
      .option('--namespace <namespace>', 'namespace (default: your own, then default)', namespaceFrom),
  )
    .option('--json', 'print the page as JSON')
    .addHelpText(
      'after',
      examples(
        'registry versions agent code-reviewer',
        'registry versions template release-train --status draft --json',
      ),
    )
    .action(async (noun: Noun, id: string, { status, namespace, first, after, json }: Options, command: Command) => {
      const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
      const { entry } = await client.request(noun === 'agent' ? AgentVersionsDocument : TemplateVersionsDocument, {
        id,
        namespace: namespace ?? null,
        first,
        after: after ?? null,
        status: status ? upper(status) : null,
      });
      if (!entry) throw notFound(kindFrom(noun), id, namespace);
      const current = entry.currentVersion?.version ?? null;
      const page = entry.versions.edges.map(({ node }) => ({ ...node, isCurrent: node.version === current }));
      const { endCursor, hasNextPage } = entry.versions.pageInfo;
      if (json) {
        const next = hasNextPage ? endCursor : null;
        return printJson({ kind: noun, id, namespace: entry.namespace, versions: page, after: next });
      }
      if (page.length === 0)
        return note(`${clean(entry.slug)} has no ${status ? `${status} ` : ''}version that you have access to.`);
      print(
        table(
          ['version', '', 'status', 'visibility', 'published', 'digest', 'commit'],
          page.map((each) => [
            cell(each.version, pc.bold),
            each.isCurrent ? '*' : '',
            each.status.toLowerCase(),
            each.visibility.toLowerCase(),
            cell(each.publishedAt),
            cell(shortDigest(each.digest), pc.dim),
            cell(each.commitSha?.slice(0, 12) ?? '-'),
          ]),
        ),
      );
      if (hasNextPage && endCursor) note(pc.dim(`Next page: --after ${endCursor}`));
    });

const upper = (status: Lowercase<VersionStatus>) => status.toUpperCase() as VersionStatus; // Checked by the option's choices.
