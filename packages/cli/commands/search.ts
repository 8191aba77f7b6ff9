import type { Command } from 'commander';
import pc from 'picocolors';
import { SearchDocument, type SearchQuery } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect } from '../gateway.ts';
import { kindFrom, kindOption } from '../kinds.ts';
import { pageSizeFrom } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, plural, print, printJson } from '../terminal.ts';

interface Options {
  kind?: 'agent' | 'template';
  tag?: string[];
  category?: string;
  namespace?: string;
  featured?: boolean;
  sharedWithMe?: boolean;
  first: number;
  after?: string;
  json?: boolean;
}

export const search = (program: Command): Command =>
  program
    .command('search')
    .summary('search for agents and templates')
    .description('Searches for agents and templates, tolerating typos. Best matches first.')
    .argument('<query...>', 'words to search for')
    .addOption(kindOption())
    .option('--tag <tag...>', 'only entries with all of these tags')
    .option('--category <category>', 'only entries in this category')
    .option('--namespace <namespace>', 'only entries in this namespace')
    .option('--featured', 'only entries that an admin features')
    .option('--shared-with-me', 'only entries that other namespaces share with yours')
    .option('--first <count>', 'maximum number of results, 1 to 100', pageSizeFrom, 10)
    .option('--after <cursor>', 'continue after this cursor')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry search code revewer', 'registry search release --kind template --tag ci'))
    .action(
      async (
        words: string[],
        { kind, tag, category, namespace, featured, sharedWithMe, first, after, json }: Options,
        command: Command,
      ) => {
        const { search: found } = await connect(readSettings(command.optsWithGlobals<GatewayOptions>())).request(
          SearchDocument,
          {
            query: words.join(' '),
            kinds: kind ? [kindFrom(kind)] : null,
            filter: {
              ...{ tags: tag ?? null, category: category ?? null, namespace: namespace ?? null },
              ...(featured ? { featured } : {}),
              ...(sharedWithMe ? { sharedWithMe } : {}),
            },
            first,
            after: after ?? null,
          },
        );
        if (json) return printJson(found);
        for (const edge of found.edges) print(hit(edge));
        const { endCursor, hasNextPage } = found.pageInfo;
        note(
          found.totalCount === 0
            ? 'No results.'
            : pc.dim(
                `${plural(found.totalCount, 'result')}${found.totalCountIsExact ? '' : ' or more'}, ${found.edges.length} shown.`,
              ),
        );
        if (hasNextPage && endCursor) note(pc.dim(`Next page: --after ${endCursor}`));
      },
    );

type Edge = SearchQuery['search']['edges'][number];

function hit({ node, highlight }: Edge): string {
  const kind = node.__typename.toLowerCase().padEnd(8);
  const version = node.currentVersion ? `@${node.currentVersion.version}` : '';
  const head = `${pc.cyan(kind)}  ${pc.bold(clean(node.slug))}${pc.dim(clean(version))}  ${clean(node.name)}`;
  return `${head}\n          ${marked(highlight || node.description)}`;
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&amp;': '&',
};

/** A highlight is escaped HTML with `<mark>`: on a terminal that is bold. */
export const marked = (html: string): string =>
  html
    .split(/<mark>([^<]*)<\/mark>/g)
    .map((part, index) => {
      const text = clean(part.replace(/&(?:lt|gt|quot|amp|#39|#x27);/g, (entity) => entities[entity] ?? entity));
      return index % 2 === 1 ? pc.bold(pc.yellow(text)) : pc.dim(text);
    })
    .join('');
