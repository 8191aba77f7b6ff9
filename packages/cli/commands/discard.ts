import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { DiscardAgentDraftDocument, DiscardTemplateDraftDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  reason?: string;
}

export const discard = (program: Command): Command =>
  writeOptions(
    program
      .command('discard')
      .summary('delete a draft')
      .description(
        'Deletes a draft; its version number can be used again. `registry drafts` lists drafts. Requires the role publisher.',
      )
      .addArgument(nounArgument())
      .argument('<id>', 'agentId or templateId', idFrom)
      .argument('<version>', 'version number of the draft')
      .option('--reason <text>', 'reason, recorded in the event log'),
    'show what would be deleted, without deleting it',
  )
    .addHelpText(
      'after',
      examples('registry discard agent code-reviewer 1.5.0', 'registry discard template release-train 2.0.0 --dry-run'),
    )
    .action(async (noun: Noun, id: string, number: string, options: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'discard a draft');
      const input = {
        id,
        version: number,
        reason: options.reason ?? null,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `discard:${randomUUID()}`,
      };
      const { version, digest } =
        noun === 'agent'
          ? payloadOf((await client.request(DiscardAgentDraftDocument, { input })).result, 'DiscardAgentDraftPayload')
          : payloadOf(
              (await client.request(DiscardTemplateDraftDocument, { input })).result,
              'DiscardTemplateDraftPayload',
            );
      if (options.json) return printJson({ kind: noun, id, version, digest, dryRun: options.dryRun ?? false });
      print(`The draft ${id}@${number} ${options.dryRun ? 'would be' : 'was'} discarded.`);
    });
