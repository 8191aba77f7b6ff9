import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import {
  type Client,
  ShareAgentDocument,
  ShareTemplateDocument,
  UnshareAgentDocument,
  UnshareTemplateDocument,
} from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, namespaceFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { plural, print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  with: string;
  reason?: string;
  mayInstantiate?: boolean;
}

const common = (program: Command, name: string, summary: string, description: string): Command =>
  program
    .command(name)
    .summary(summary)
    .description(description)
    .addArgument(nounArgument())
    .argument('<id>', 'agentId or templateId', idFrom)
    .requiredOption('--with <namespace>', 'the other namespace', namespaceFrom);

export const share = (program: Command): Command =>
  writeOptions(
    common(
      program,
      'share',
      'share an entry with another namespace',
      'Shares an entry with another namespace, whatever its visibility, or changes what the share allows: its members can read the published versions, never drafts. Requires the role admin.',
    )
      .option('--may-instantiate', 'let them use it in runs and templates, too')
      .option('--reason <text>', 'reason, recorded in the event log'),
    'show what would change, without changing anything',
  )
    .addHelpText(
      'after',
      examples(
        'registry share agent code-reviewer --with globex',
        'registry share template release-train --with globex --may-instantiate --dry-run',
      ),
    )
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'share an entry',
        'admin',
      );
      const dryRun = options.dryRun ?? false;
      const input = { ...inputOf('share', id, options), mayInstantiate: options.mayInstantiate ?? false };
      const { share: made, event } = await shareEntry(client, noun, input);
      const changed = dryRun ? null : event !== null;
      if (options.json) return printJson({ kind: noun, id, share: made, dryRun, changed });
      const verb = dryRun ? 'would be' : changed ? 'is' : 'was already';
      print(`${id} ${verb} shared with ${made.namespace}, to be ${made.mayInstantiate ? 'read and used' : 'read'}.`);
    });

export const unshare = (program: Command): Command =>
  writeOptions(
    common(
      program,
      'unshare',
      'end the share of an entry with another namespace',
      'Ends a share: from then on the other namespace can read no more of the entry than everyone. Requires the role admin.',
    ).option('--reason <text>', 'reason, recorded in the event log'),
    'show what would change, without changing anything',
  )
    .addHelpText('after', examples('registry unshare agent code-reviewer --with globex --dry-run'))
    .action(async (noun: Noun, id: string, options: Options, command: Command) => {
      const client = connectAuthenticated(
        readSettings(command.optsWithGlobals<GatewayOptions>()),
        'end a share',
        'admin',
      );
      const dryRun = options.dryRun ?? false;
      const { impact } = await unshareEntry(client, noun, inputOf('unshare', id, options));
      if (options.json) return printJson({ kind: noun, id, sharedWith: options.with, dryRun, impact });
      print(`${id} ${dryRun ? 'would be' : 'is'} no longer shared with ${options.with}.`);
      const { templates, runs, openRuns, days } = impact;
      if (templates > 0)
        print(`${plural(templates, 'template')} there ${templates === 1 ? 'supports' : 'support'} it.`);
      if (runs > 0)
        print(`${plural(runs, 'run')} there used it in the last ${days} days; ${openRuns} of them have not ended.`);
    });

const inputOf = (verb: string, id: string, options: Options) => ({
  id,
  sharedWith: options.with,
  reason: options.reason ?? null,
  namespace: options.namespace ?? null,
  dryRun: options.dryRun ?? false,
  idempotencyKey: options.key ?? `${verb}:${randomUUID()}`,
});

type Input = ReturnType<typeof inputOf>;

const shareEntry = async (client: Client, noun: Noun, input: Input & { mayInstantiate: boolean }) =>
  noun === 'agent'
    ? payloadOf((await client.request(ShareAgentDocument, { input })).result, 'ShareAgentPayload')
    : payloadOf((await client.request(ShareTemplateDocument, { input })).result, 'ShareTemplatePayload');

const unshareEntry = async (client: Client, noun: Noun, input: Input) =>
  noun === 'agent'
    ? payloadOf((await client.request(UnshareAgentDocument, { input })).result, 'UnshareAgentPayload')
    : payloadOf((await client.request(UnshareTemplateDocument, { input })).result, 'UnshareTemplatePayload');
