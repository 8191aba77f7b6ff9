import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { RemoveAgentDocument, RemoveTemplateDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { print, printJson } from '../terminal.ts';
import { readersChange } from '../visibilityText.ts';

interface Options extends WriteOptions {
  reason: string;
  expect?: string;
}

export const remove = (program: Command): Command =>
  writeOptions(
    program
      .command('remove')
      .summary('remove an agent or a template for good')
      .description(
        'Removes an entry and all its versions for good: it cannot be restored, and its id cannot be reused. The event log keeps what happened; `registry sweep` deletes its files. To keep it readable, archive, deprecate or disable it. Requires the role admin.',
      )
      .addArgument(nounArgument())
      .argument('<id>', 'agentId or templateId', idFrom)
      .requiredOption('--reason <text>', 'reason, recorded in the event log')
      .option('--expect <version>', 'fail unless this is the current version'),
    'show what would be removed, without removing it',
  )
    .addHelpText(
      'after',
      examples(
        'registry remove agent code-reviewer --reason "replaced by pr-reviewer" --dry-run',
        'registry remove template release-train --expect 1.4.0 --reason "contains customer names"',
      ),
    )
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'remove an entry',
        'admin',
      );
      const input = {
        id,
        reason: options.reason,
        expectedCurrentVersion: options.expect ?? null,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `remove:${randomUUID()}`,
      };
      const { namespace, versionCount, visibilityChange, impact } =
        noun === 'agent'
          ? payloadOf((await client.request(RemoveAgentDocument, { input })).result, 'RemoveAgentPayload')
          : payloadOf((await client.request(RemoveTemplateDocument, { input })).result, 'RemoveTemplatePayload');
      if (options.json) {
        const dryRun = options.dryRun ?? false;
        return printJson({ kind: noun, id, namespace, versionCount, dryRun, visibilityChange, impact });
      }
      const versions = `${versionCount} published ${versionCount === 1 ? 'version' : 'versions'}`;
      const verb = options.dryRun ? 'would be' : 'was';
      const touched = impactLines(impact, options.dryRun ?? false);
      print([`${id} ${verb} removed, with ${versions}.`, ...readersChange(visibilityChange), ...touched].join('\n'));
    });
