import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { RollbackAgentDocument, RollbackTemplateDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
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
    .summary('make an earlier version current')
    .description('Makes an earlier published version current. Nothing is deleted. Requires the role admin.')
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId')
    .option('--to <version>', 'version to roll back to (default: the release before the current one)')
    .option('--expect <version>', 'fail unless this is the current version')
    .requiredOption('--reason <text>', 'reason, recorded in the event log')
    .option('--namespace <namespace>', 'namespace (default: the one in your token)')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'registry rollback agent code-reviewer --reason "1.4.0 misses renamed files"',
        'registry rollback template release-train --to 1.2.0 --expect 1.3.0 --reason "the plan stalls"',
      ),
    )
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'roll back',
        'admin',
      );
      const input = {
        id,
        toVersion: options.to ?? null,
        expectedCurrentVersion: options.expect ?? null,
        reason: options.reason,
        namespace: options.namespace ?? null,
        dryRun: options.dryRun ?? false,
        idempotencyKey: options.key ?? `rollback:${randomUUID()}`,
      };
      const { version, previousVersion, impact } =
        kindFrom(noun) === 'AGENT'
          ? payloadOf((await client.request(RollbackAgentDocument, { input })).result, 'RollbackAgentPayload')
          : payloadOf((await client.request(RollbackTemplateDocument, { input })).result, 'RollbackTemplatePayload');

      if (options.json) {
        return printJson({ kind: noun, id, dryRun: options.dryRun ?? false, version, previousVersion, impact });
      }
      const now = clean(version?.version ?? '?');
      const before = previousVersion && clean(previousVersion.version);
      if (now === before) print(`${id}: ${now} is already the current version.`);
      else if (options.dryRun) print(`${id} would be rolled back${before ? ` from ${before}` : ''} to ${now}.`);
      else print(`${id} was rolled back to ${now}${before ? `; ${before} remains published` : ''}.`);
      for (const line of impactLines(impact, options.dryRun ?? false)) print(line);
    });
