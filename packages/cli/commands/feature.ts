import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type Client, SetAgentFeaturedDocument, SetTemplateFeaturedDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { type Noun, nounArgument } from '../kinds.ts';
import { idFrom, type WriteOptions, writeOptions } from '../options.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { print, printJson } from '../terminal.ts';

interface Options extends WriteOptions {
  reason?: string;
}

interface FeatureCommand {
  name: 'feature' | 'unfeature';
  featured: boolean;
  /** The state of the entry, in "is …" and "would be …". */
  state: string;
  summary: string;
  description: string;
}

const featureCommand =
  ({ name, featured, state, summary, description }: FeatureCommand) =>
  (program: Command): Command =>
    writeOptions(
      program
        .command(name)
        .summary(summary)
        .description(description)
        .addArgument(nounArgument())
        .argument('<id>', 'agentId or templateId', idFrom)
        .option('--reason <text>', 'reason, recorded in the event log'),
      'show what would change, without changing anything',
    )
      .addHelpText(
        'after',
        examples(`registry ${name} agent code-reviewer`, `registry ${name} template release-train --dry-run`),
      )
      .action(async (noun: Noun, id: string, options: Options, command: Command) => {
        const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
        const client = connectAuthenticated(settings, `${name} an entry`, 'admin');
        const dryRun = options.dryRun ?? false;
        const { event } = await setFeatured(client, noun, {
          id,
          featured,
          reason: options.reason ?? null,
          namespace: options.namespace ?? null,
          dryRun,
          idempotencyKey: options.key ?? `${name}:${randomUUID()}`,
        });
        const changed = dryRun ? null : event !== null;
        if (options.json) return printJson({ kind: noun, id, featured, dryRun, changed });
        print(`${id} ${dryRun ? 'would be' : changed ? 'is' : 'was already'} ${state}.`);
      });

export const feature = featureCommand({
  name: 'feature',
  featured: true,
  state: 'featured',
  summary: 'feature an entry',
  description:
    'Features a public, active entry: lists and searches can be limited to featured entries, and the console shows them on its first page. Requires the role admin.',
});

export const unfeature = featureCommand({
  name: 'unfeature',
  featured: false,
  state: 'not featured',
  summary: 'stop featuring an entry',
  description: 'Stops featuring an entry. Requires the role admin.',
});

interface Input {
  id: string;
  featured: boolean;
  reason: string | null;
  namespace: string | null;
  dryRun: boolean;
  idempotencyKey: string;
}

const setFeatured = async (client: Client, noun: Noun, input: Input) =>
  noun === 'agent'
    ? payloadOf((await client.request(SetAgentFeaturedDocument, { input })).result, 'SetAgentFeaturedPayload')
    : payloadOf((await client.request(SetTemplateFeaturedDocument, { input })).result, 'SetTemplateFeaturedPayload');
