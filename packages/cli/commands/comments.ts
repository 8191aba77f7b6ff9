import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import {
  type Client,
  type CommentFieldsFragment,
  CommentsDocument,
  HideCommentDocument,
  ReportCommentDocument,
  ShowCommentDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connect, connectAuthenticated, notFound, payloadOf } from '../gateway.ts';
import { idFrom, namespaceFrom, type PageOptions, pageOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, plural, print, printJson } from '../terminal.ts';

interface Options extends PageOptions {
  namespace?: string;
  report?: string;
  hide?: string;
  show?: string;
  reason?: string;
  json?: boolean;
}

/** What is done with one comment, instead of listing all. */
type Verb = 'report' | 'hide' | 'show';

const others = (verb: Verb) => ['report', 'hide', 'show'].filter((each) => each !== verb);

export const comments = (program: Command): Command =>
  pageOptions(
    program
      .command('comments')
      .summary('list the comments of a template, report or hide one')
      .description(
        'Lists the ratings of a template that have a comment, newest first. Reporting one requires a token with a role; hiding one requires the role admin of the namespace of its template.',
      )
      .argument('<templateId>', 'id of the template', idFrom)
      .option('--namespace <namespace>', 'namespace (default: your own, then default)', namespaceFrom)
      .addOption(
        new Option('--report <id>', 'report the comment with this id to the admins').conflicts(others('report')),
      )
      .addOption(new Option('--hide <id>', 'hide the comment with this id').conflicts(others('hide')))
      .addOption(new Option('--show <id>', 'show the hidden comment with this id again').conflicts(others('show')))
      .option('--reason <text>', 'why it is reported, hidden or shown, at most 2,000 characters', reasonFrom),
  )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples('registry comments release-train', 'registry comments release-train --hide UmF0aW5n… --reason "spam"'),
    )
    .action(async (templateId: string, options: Options, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const verb = (['report', 'hide', 'show'] as const).find((each) => options[each] !== undefined);
      if (!verb) return list(connect(settings), templateId, options);
      if (options.reason === undefined) return command.error(`error: --${verb} requires --reason <text>`);
      const client = connectAuthenticated(settings, `${verb} a comment`, verb === 'report' ? 'publisher' : 'admin');
      const input = { id: options[verb] ?? '', reason: options.reason, idempotencyKey: `${verb}:${randomUUID()}` };
      const { comment, changed } = await carryOut(client, verb, input);
      if (options.json) return printJson({ templateId, changed, comment });
      const done = { report: 'reported', hide: 'hidden', show: 'shown' }[verb];
      print(changed ? `The comment is ${done}.` : `The comment was already ${done}.`);
    });

function reasonFrom(text: string): string {
  if (text.trim() !== '' && text.length <= 2_000) return text;
  throw new InvalidArgumentError('Must be 1 to 2,000 characters.');
}

async function carryOut(client: Client, verb: Verb, input: { id: string; reason: string; idempotencyKey: string }) {
  if (verb === 'report') {
    const { result } = await client.request(ReportCommentDocument, { input });
    const { comment, created } = payloadOf(result, 'ReportCommentPayload');
    return { comment, changed: created };
  }
  const { comment, event } =
    verb === 'hide'
      ? payloadOf((await client.request(HideCommentDocument, { input })).result, 'HideCommentPayload')
      : payloadOf((await client.request(ShowCommentDocument, { input })).result, 'ShowCommentPayload');
  return { comment, changed: event !== null };
}

async function list(client: Client, templateId: string, { namespace, first, after, json }: Options): Promise<void> {
  const { template } = await client.request(CommentsDocument, {
    templateId,
    namespace: namespace ?? null,
    first,
    after: after ?? null,
  });
  if (!template) throw notFound('TEMPLATE', templateId, namespace);
  const found = template.ratings.edges.map(({ node }) => node);
  const { hasNextPage, endCursor } = template.ratings.pageInfo;
  if (json) return printJson({ comments: found, after: hasNextPage ? endCursor : null });
  if (found.length === 0) return note('The template has no comments.');
  print(found.map(commentText).join('\n\n'));
  if (hasNextPage) note(pc.dim(`Next page: --after ${endCursor}`));
}

function commentText(of: CommentFieldsFragment): string {
  const version = of.version ? ` of ${of.version}` : '';
  const why = of.hiddenReason === null ? '' : `: ${clean(of.hiddenReason)}`;
  const hidden = of.isHidden ? `${pc.red('hidden')}${why}` : null;
  const reports = of.reports.map(({ reason }) => `  ${clean(reason)}`);
  return [
    `${pc.bold(plural(of.stars, 'star'))}${version} by ${clean(of.author)}, ${clean(of.ratedAt)}`,
    clean(of.comment),
    pc.dim(`id ${of.id}`),
    ...(hidden ? [hidden] : []),
    ...(of.reportCount > 0 ? [`${plural(of.reportCount, 'report')}${reports.length > 0 ? ':' : ''}`, ...reports] : []),
  ].join('\n');
}
