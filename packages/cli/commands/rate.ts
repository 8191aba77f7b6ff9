import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { RateTemplateDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, plural, print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  comment?: string;
  private?: boolean;
}

export const rate = (program: Command): Command =>
  writeOptions(
    program
      .command('rate')
      .summary('rate a template')
      .description(
        'Rates a template with 1 to 5 stars. A new rating replaces your previous one. Requires a token with a role.',
      )
      .argument('<templateId>', 'id of the template', idFrom)
      .argument('<stars>', 'number of stars, 1 to 5', starsFrom)
      .option('--comment <text>', 'comment, at most 2,000 characters; all who can see the template can read it')
      .option('--private', 'show the comment to your own namespace only, in the event log'),
    'show the resulting rating, without changing anything',
  )
    .addHelpText(
      'after',
      examples(
        'registry rate research-report 5',
        'registry rate release-train 3 --comment "the rollback advice is thin"',
      ),
    )
    .action(async (templateId: string, rating: number, options: Options, command: Command) => {
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const { result } = await connectAuthenticated(settings, 'rate a template').request(RateTemplateDocument, {
        input: {
          templateId,
          rating,
          comment: options.comment ?? null,
          isPrivate: options.private ?? false,
          namespace: options.namespace ?? null,
          dryRun: options.dryRun ?? false,
          idempotencyKey: options.key ?? `rate:${randomUUID()}`,
        },
      });
      const payload = payloadOf(result, 'RateTemplatePayload');
      const { average, count, mine } = payload.rating;
      const slug = payload.template?.templateId ?? templateId;
      if (options.json) {
        const namespace = payload.template?.namespace ?? null;
        return printJson({ templateId: slug, namespace, dryRun: options.dryRun ?? false, ...payload.rating });
      }
      const overall = average === null ? '' : ` It has ${average.toFixed(1)} stars from ${plural(count, 'rating')}.`;
      const yours = `Your rating of ${clean(slug)} ${options.dryRun ? 'would be' : 'is'} ${plural(mine ?? rating, 'star')}.`;
      print(`${yours}${options.dryRun ? overall.replace('has', 'would have') : overall}`);
    });

function starsFrom(text: string): number {
  if (/^[1-5]$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Must be an integer from 1 to 5.');
}
