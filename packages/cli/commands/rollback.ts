import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { RollbackAgentDocument, RollbackTemplateDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { kindFrom, type Noun, nounArgument } from '../kinds.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, print, printJson } from '../terminal.ts';

interface Options {
  to?: string;
  expect?: string;
  reason: string;
  namespace?: string;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

export const rollback = (program: Command): Command =>
  program
    .command('rollback')
    .summary('make an older version the current one')
    .description('Makes an older published version the current one. Nothing is deleted. Needs a token of an admin.')
    .addArgument(nounArgument())
    .argument('<id>', 'the agentId or templateId')
    .option('--to <version>', 'the release before the current one unless told')
    .option('--expect <version>', 'refuse when the current version is another one by now')
    .requiredOption('--reason <text>', 'for the log')
    .option('--namespace <namespace>', 'the one of your token unless told')
    .option('--dry-run', 'say what would happen')
    .option('--key <key>', 'an idempotency key: the same command with it has one effect')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'registry rollback agent code-reviewer --reason "1.4.0 misses renamed files"',
        'registry rollback template release-train --to 1.2.0 --expect 1.3.0 --reason "the plan stalls"',
      ),
    )
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), 'roll back');
      const input = {
        id,
        toVersion: options.to ?? null,
        expectedCurrentVersion: options.expect ?? null,
        reason: options.reason,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `rollback:${randomUUID()}`,
      };
      const { version, previousVersion } =
        kindFrom(noun) === 'AGENT'
          ? payloadOf((await client.request(RollbackAgentDocument, { input })).result, 'RollbackAgentPayload')
          : payloadOf((await client.request(RollbackTemplateDocument, { input })).result, 'RollbackTemplatePayload');

      if (options.json) {
        return printJson({ kind: noun, id, dryRun: options.dryRun ?? false, version, previousVersion });
      }
      const [now, before] = [clean(version?.version ?? '?'), clean(previousVersion?.version ?? '?')];
      if (now === before) print(`${id} was at ${now} already.`);
      else if (options.dryRun) print(`${id} would go back from ${before} to ${now}.`);
      else print(`${id} is at ${now} again; ${before} stays published.`);
    });
