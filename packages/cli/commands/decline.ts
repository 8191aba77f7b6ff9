import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type Client, DeclineAgentShareDocument, DeclineTemplateShareDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, namespaceFrom, type WriteOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { plural, print, printJson } from '../terminal.ts';

interface Options extends Omit<WriteOptions, 'namespace'> {
  from: string;
  reason?: string;
}

export const decline = (program: Command): Command =>
  program
    .command('decline')
    .summary('decline an entry that another namespace shares with yours')
    .description(
      'Ends the share of an entry of another namespace with your own: from then on your namespace can read no more of it than everyone, until it is shared again. Requires the role admin.',
    )
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId', idFrom)
    .requiredOption('--from <namespace>', 'the namespace of the entry', namespaceFrom)
    .option('--reason <text>', 'reason, recorded in the event log of your namespace')
    .option('--dry-run', 'show what would change, without changing anything')
    .option('--key <key>', 'idempotency key: repeating the command with it has one effect')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('registry decline agent code-reviewer --from acme --dry-run'))
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'decline a share',
        'admin',
      );
      const dryRun = options.dryRun ?? false;
      const { impact } = await declineShare(client, noun, {
        id,
        namespace: options.from,
        reason: options.reason ?? null,
        dryRun,
        idempotencyKey: options.key ?? `decline:${randomUUID()}`,
      });
      if (options.json) return printJson({ kind: noun, id, namespace: options.from, dryRun, impact });
      print(`${options.from}/${id} ${dryRun ? 'would be' : 'is'} no longer shared with your namespace.`);
      const { templates, runs, openRuns, days } = impact;
      if (templates > 0)
        print(`${plural(templates, 'template')} of yours ${templates === 1 ? 'supports' : 'support'} it.`);
      if (runs > 0)
        print(`${plural(runs, 'run')} of yours used it in the last ${days} days; ${openRuns} of them have not ended.`);
    });

interface Input {
  id: string;
  namespace: string;
  reason: string | null;
  dryRun: boolean;
  idempotencyKey: string;
}

const declineShare = async (client: Client, noun: Noun, input: Input) =>
  noun === 'agent'
    ? payloadOf((await client.request(DeclineAgentShareDocument, { input })).result, 'DeclineAgentSharePayload')
    : payloadOf((await client.request(DeclineTemplateShareDocument, { input })).result, 'DeclineTemplateSharePayload');
