import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import {
  type Client,
  type ListingField,
  UpdateAgentListingDocument,
  type UpdateListingInput,
  UpdateTemplateListingDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  tags?: string[];
  category?: string;
  description?: string;
  clear?: ('tags' | 'category')[];
  reset?: ('tags' | 'category' | 'description')[];
  reason?: string;
  expect?: string;
}

export const listing = (program: Command): Command =>
  writeOptions(
    program
      .command('listing')
      .summary('change tags, category or description without a new version')
      .description(
        'Changes how an entry is listed. The values stay, whatever later versions say, until they are reset. Requires the role publisher.',
      )
      .addArgument(nounArgument())
      .argument('<id>', 'agentId or templateId', idFrom)
      .option('--tags <tag...>', 'new tags, in place of the others')
      .option('--category <category>', 'new category')
      .option('--description <text>', 'new description')
      .addOption(new Option('--clear <field...>', 'no tags, or no category').choices(['tags', 'category']))
      .addOption(
        new Option('--reset <field...>', 'take values from the current version again').choices([
          'tags',
          'category',
          'description',
        ]),
      )
      .option('--reason <text>', 'reason, recorded in the event log')
      .option('--expect <version>', 'fail unless this is the current version'),
    'show what would change, without changing anything',
  )
    .addHelpText(
      'after',
      examples(
        'registry listing agent code-reviewer --tags review quality --category engineering',
        'registry listing template release-train --reset tags category description',
      ),
    )
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'change how an entry is listed',
      );
      const { clear = [], dryRun = false } = options;
      const { entry, event } = await update(client, noun, {
        id,
        tags: clear.includes('tags') ? [] : (options.tags ?? null),
        category: clear.includes('category') ? '' : (options.category ?? null),
        description: options.description ?? null,
        reset: options.reset?.map((field) => field.toUpperCase() as ListingField) ?? null,
        reason: options.reason ?? null,
        expectedCurrentVersion: options.expect ?? null,
        namespace: options.namespace ?? null,
        dryRun,
        idempotencyKey: options.key ?? `listing:${randomUUID()}`,
      });
      const changed = dryRun ? null : event !== null;
      if (options.json) return printJson({ kind: noun, id, ...entry, dryRun, changed });
      const verb = dryRun ? 'would be listed' : changed ? 'is listed' : 'was already listed';
      const { tags = [], category = null, description = '', listingOverrides = [] } = entry ?? {};
      const set = listingOverrides.map((field) => field.toLowerCase()).join(', ');
      print(
        [
          `${id} ${verb} with:`,
          `  tags         ${clean(tags.join(', ')) || '-'}`,
          `  category     ${clean(category ?? '-')}`,
          `  description  ${clean(description)}`,
          set === '' ? 'Everything comes from the current version.' : `Stays until it is reset: ${set}.`,
        ].join('\n'),
      );
    });

async function update(client: Client, noun: Noun, input: UpdateListingInput) {
  return noun === 'agent'
    ? payloadOf((await client.request(UpdateAgentListingDocument, { input })).result, 'UpdateAgentListingPayload')
    : payloadOf(
        (await client.request(UpdateTemplateListingDocument, { input })).result,
        'UpdateTemplateListingPayload',
      );
}
