import type { Command } from 'commander';
import pc from 'picocolors';
import { DraftsDocument, type DraftsQuery } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated } from '../gateway.ts';
import { kindFrom, kindOption, type Noun } from '../kinds.ts';
import { type PageOptions, pageOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { cell, table } from '../table.ts';
import { note, print, printJson, shortDigest } from '../terminal.ts';

interface Options extends PageOptions {
  kind?: Noun;
  json?: boolean;
}

export const drafts = (program: Command): Command =>
  pageOptions(
    program
      .command('drafts')
      .summary('list the drafts of your namespace')
      .description('Lists the drafts of your namespace, latest upload first. Requires the role publisher.')
      .addOption(kindOption()),
  )
    .option('--json', 'print the page as JSON')
    .addHelpText('after', examples('registry drafts', 'registry drafts --kind template --json'))
    .action(async ({ kind, first, after, json }: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'list drafts');
      const { drafts: found } = await client.request(DraftsDocument, {
        kind: kind ? kindFrom(kind) : null,
        first,
        after: after ?? null,
      });
      const page = found.edges.map(({ node }) => draftFrom(node));
      const { endCursor, hasNextPage } = found.pageInfo;
      if (json) return printJson({ drafts: page, after: hasNextPage ? endCursor : null });
      if (page.length === 0)
        return note('No drafts that you have access to. `registry publish … --draft` uploads one.');
      print(
        table(
          ['kind', 'id', 'version', 'uploaded', 'digest', 'commit'],
          page.map((draft) => [
            draft.kind,
            cell(draft.id, pc.bold),
            cell(draft.version),
            cell(draft.publishedAt),
            cell(shortDigest(draft.digest), pc.dim),
            cell(draft.commitSha?.slice(0, 12) ?? '-'),
          ]),
        ),
      );
      if (hasNextPage && endCursor) note(pc.dim(`Next page: --after ${endCursor}`));
    });

type Draft = DraftsQuery['drafts']['edges'][number]['node'];

function draftFrom(draft: Draft) {
  const { __typename: type, ...rest } = draft;
  const { slug, namespace } = 'agent' in draft ? draft.agent : draft.template;
  const { version, visibility, digest, commitSha, publishedAt, publishedBy } = rest;
  const kind: Noun = type === 'AgentVersion' ? 'agent' : 'template';
  return { kind, id: slug, namespace, version, visibility, digest, commitSha, publishedAt, publishedBy };
}
